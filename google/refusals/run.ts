import {
  MAX_CONCURRENCY,
  MAX_REQUEST_TIMEOUT_SECONDS,
  MAX_STARTUP_SECONDS,
  PORT_VARIABLE,
  RESERVED_VARIABLES,
} from "../cloud-run";
import { refusalRow } from "./row";

/** Times of a probe, seconds, with Google's defaults where none is declared. */
export interface ProbeTimes {
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
  readonly delay: number;
  /** The longest delay, period and timeout of its kind. */
  readonly most: number;
}

/** Names of the variables of a container. */
export interface VariableNames {
  readonly names: readonly string[];
  /**
   * Whether requests go to another container of its instance: only that one is told its port.
   *
   * @default false
   */
  readonly isSidecar?: boolean;
  /** Names that are reserved beside those of every container, as in a job. @default none */
  readonly beside?: readonly string[];
}

const HEALTH_CHECKS = "https://cloud.google.com/run/docs/configuring/healthchecks";

/** What Cloud Run refuses of services and jobs. */
export const RUN_REFUSALS = {
  scaling: refusalRow<{ readonly least: number; readonly most: number }>({
    accepts: ({ least, most }) => least <= most,
    text: ({ least, most }) =>
      `template.scaling.max_instance_count: Max instances ${most} is lower than min instances ${least}.`,
    allowed: "a maximum that is not below the minimum",
    source: "https://cloud.google.com/run/docs/configuring/max-instances",
  }),
  timeout: refusalRow<{ readonly seconds: number; readonly given: string }>({
    accepts: ({ seconds }) => seconds >= 1 && seconds <= MAX_REQUEST_TIMEOUT_SECONDS,
    text: ({ given }) => `template.timeout: must be between 1s and ${MAX_REQUEST_TIMEOUT_SECONDS}s, found ${given}.`,
    allowed: `"1s" to "${MAX_REQUEST_TIMEOUT_SECONDS}s"`,
    source: "https://cloud.google.com/run/docs/configuring/request-timeout",
  }),
  concurrency: refusalRow<{ readonly requests: number; readonly given: string }>({
    accepts: ({ requests }) => requests >= 1 && requests <= MAX_CONCURRENCY,
    text: ({ given }) =>
      `template.max_instance_request_concurrency: must be between 1 and ${MAX_CONCURRENCY}, found ${given}.`,
    allowed: `1 to ${MAX_CONCURRENCY}`,
    source: "https://cloud.google.com/run/docs/about-concurrency",
  }),
  probeDelay: refusalRow<ProbeTimes>({
    accepts: ({ delay, most }) => delay >= 0 && delay <= most,
    text: ({ delay, most }) => `initial_delay_seconds must be between 0 and ${most}, found ${delay}.`,
    allowed: "a delay within the bounds of its kind",
    source: HEALTH_CHECKS,
  }),
  probePeriod: refusalRow<ProbeTimes>({
    accepts: ({ period, most }) => period >= 1 && period <= most,
    text: ({ period, most }) => `period_seconds must be between 1 and ${most}, found ${period}.`,
    allowed: "a period within the bounds of its kind",
    source: HEALTH_CHECKS,
  }),
  probeTimeout: refusalRow<ProbeTimes>({
    // A timeout above the period is taken, whatever the page says: the provider's own acceptance tests apply 5 above 1.
    accepts: ({ timeout, most }) => timeout >= 1 && timeout <= most,
    text: ({ timeout, most }) => `timeout_seconds must be between 1 and ${most}, found ${timeout}.`,
    allowed: "a timeout within the bounds of its kind",
    source: HEALTH_CHECKS,
  }),
  startup: refusalRow<Pick<ProbeTimes, "period" | "failures">>({
    accepts: ({ period, failures }) => period * failures <= MAX_STARTUP_SECONDS,
    text: ({ period, failures }) =>
      `failure_threshold × period_seconds is ${period * failures}, must be at most ${MAX_STARTUP_SECONDS}.`,
    allowed: `at most ${MAX_STARTUP_SECONDS} s`,
    source: HEALTH_CHECKS,
  }),
  variables: refusalRow<VariableNames>({
    accepts: (given) => reservedNames(given).length === 0,
    text: (given) =>
      `The following reserved env names were provided: ${reservedNames(given).join(", ")}. These values are automatically set by the system.`,
    allowed: "no name that Cloud Run sets itself",
    source: "https://cloud.google.com/run/docs/container-contract#services-env-vars",
  }),
  oneWay: refusalRow<{ readonly hasConnector: boolean; readonly interfaces: number }>({
    accepts: ({ hasConnector, interfaces }) => !hasConnector || interfaces === 0,
    text: () => "template.vpc_access: connector and network_interfaces cannot be set together.",
    allowed: "one of them",
    source: "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc",
  }),
} as const;

/** Names among the given ones that Cloud Run sets itself. */
const reservedNames = ({ names, isSidecar = false, beside = [] }: VariableNames): readonly string[] =>
  names.filter(
    (name) => (RESERVED_VARIABLES.includes(name) && !(isSidecar && name === PORT_VARIABLE)) || beside.includes(name),
  );
