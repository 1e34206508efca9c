import type { Environment } from "../environments/environment";

/**
 * Measurements that no metric of Google's has, written by `./netra verify --publish` and `./netra e2e`. The monitoring stack
 * declares each descriptor, so that an alert on it can be made before the first value arrives.
 */
export interface CustomMetric {
  /** `custom.googleapis.com/netra/…`. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly valueType: "BOOL" | "DOUBLE";
  /** Unit in Monitoring's notation: `s`, `1`. */
  readonly unit: string;
  /** Labels and what they hold. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The resource that all of them are written to: Monitoring has no type for "an environment". */
export const CUSTOM_METRIC_RESOURCE = "global";

const metric = (
  name: string,
  valueType: CustomMetric["valueType"],
  unit: string,
  title: string,
  description: string,
  labels: Readonly<Record<string, string>> = {},
): CustomMetric => ({ type: `custom.googleapis.com/netra/${name}`, title, description, valueType, unit, labels });

const ENDPOINT = { endpoint: "host and path of the socket" };

const CHECK = { check: "id of the check", area: "area of the check" };

/**
 * Every check of a run: true where it passed; a check that could not tell writes nothing. A failure on which nobody has to
 * act has the class none as well. The labels stay as they are, their words too: any change makes the descriptor anew.
 */
export const CHECK_PASSED = metric(
  "verify/check_passed",
  "BOOL",
  "1",
  "Verification check passed",
  "Whether a check of netra verify passed, retries included.",
  { ...CHECK, class: "class of the failure; none where it passed" },
);
/**
 * How many checks failed, by whose matter it is and how it travels. A whole run writes every pair, 0 where none failed, so
 * that the run after a failure ends its alert. A metric of its own: another label on check_passed would make its
 * descriptor anew, and Monitoring deletes a descriptor's values with it.
 */
export const FAILED_CHECKS = metric(
  "verify/failed_checks",
  "DOUBLE",
  "1",
  "Failed verification checks",
  "Checks of a run of netra verify that failed, retries included.",
  { class: "class of the failures", severity: "page, ticket or report: how the failures travel" },
);
/** Whether each check of a run could tell: a lost permission shows as the checks that need it, whatever the others say. */
export const CHECK_TOLD = metric(
  "verify/check_told",
  "BOOL",
  "1",
  "Verification check could tell",
  "Whether a check of netra verify could tell, passed or failed. False: no access, or no answer from whom it asked.",
  CHECK,
);
/**
 * The remediation plan's first success metric: below 5 s. Measured without a token too, so that every environment has
 * values: the service that refuses a caller has answered.
 */
export const HANDSHAKE_SECONDS = metric(
  "verify/websocket_handshake_seconds",
  "DOUBLE",
  "s",
  "WebSocket handshake",
  "Seconds from opening the connection, name and TLS included, to the service's own answer: 101, or its refusal of a caller without a token.",
  ENDPOINT,
);
/** Only staging has values where the service refuses callers without a token: production has no token for a test. */
export const ECHO_SECONDS = metric(
  "verify/websocket_echo_seconds",
  "DOUBLE",
  "s",
  "WebSocket echo",
  "Seconds from a ping to its pong.",
  ENDPOINT,
);
/** The plan's target: above 95 %. */
export const E2E_SUCCESS_RATIO = metric(
  "e2e/success_ratio",
  "DOUBLE",
  "1",
  "End-to-end success",
  "Share of the tests of a run that passed, 0–1; skipped ones are not counted.",
);
/** The plan's target: below two minutes. */
export const E2E_DURATION_SECONDS = metric(
  "e2e/duration_seconds",
  "DOUBLE",
  "s",
  "End-to-end duration",
  "Seconds of a run, from its start to its end.",
);

/** False where a run died: nothing is known of its tests then, and the two metrics above keep their last values. */
export const E2E_RUN_COMPLETED = metric(
  "e2e/run_completed",
  "BOOL",
  "1",
  "End-to-end run completed",
  "Whether a run that was started left a report that could be read.",
);

/** Written by the nightly drift run at its end. Where it is missing, nobody looked for drift. */
export const DRIFT_CHECKED = metric(
  "drift/checked",
  "DOUBLE",
  "1",
  "Drift run",
  "Resources that the nightly drift run found changed outside this repository.",
);

/** Metrics that every environment has. */
export const VERIFY_METRICS: readonly CustomMetric[] = [
  CHECK_PASSED,
  CHECK_TOLD,
  FAILED_CHECKS,
  HANDSHAKE_SECONDS,
  ECHO_SECONDS,
];

/** Metrics that only an environment with an e2e runner has. */
export const E2E_METRICS: readonly CustomMetric[] = [E2E_SUCCESS_RATIO, E2E_DURATION_SECONDS, E2E_RUN_COMPLETED];

/** All our own metrics of an environment. */
export const customMetricsOf = ({ kind }: Pick<Environment, "kind">): readonly CustomMetric[] => [
  ...VERIFY_METRICS,
  DRIFT_CHECKED,
  ...(kind === "staging" ? E2E_METRICS : []),
];
