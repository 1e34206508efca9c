import { ECHO_SECONDS, HANDSHAKE_SECONDS, type CustomMetric } from "../custom-metrics";
import type { Environment, SocketSpec } from "../../environments/environment";
import { ECHO_GOAL_SECONDS, HANDSHAKE_GOAL_SECONDS } from "../../environments/goals";
import { VERIFY_SILENCE_BASIS, VERIFY_SILENT_HOURS } from "../schedules";
import type { Alert, Condition } from "./alert";
import { customSeries, lastValueAggregation } from "./series";
import { silenceAlert } from "./silence";

/**
 * What the scheduled verification measures of sockets. A handshake is known everywhere; an echo only where it has a token,
 * because a service that refuses strangers closes before the first ping: production has no alert that could never have data.
 */
export function socketAlerts(environment: Environment): readonly Alert[] {
  const specs = Object.values(environment.services).flatMap(({ sockets }) => sockets ?? []);
  if (specs.length === 0) return [];
  return [
    handshakeAlert(environment, specs),
    handshakeSilent,
    ...(environment.kind === "staging" ? [echoAlert(specs), echoSilent] : []),
  ];
}

/** The last run's value stands until the next; from then on silence is an alert of its own. */
const conditionAbove = (metric: CustomMetric, threshold: number): Condition => ({
  kind: "threshold",
  series: customSeries(metric),
  aggregation: lastValueAggregation(VERIFY_SILENT_HOURS * 3600),
  comparison: "above",
  threshold,
  forSeconds: 0,
});

const HOW_MEASURED: Readonly<Record<Environment["kind"], string>> = {
  staging: "Measured with a token and without; the slower one counts.",
  production:
    "Measured without a token, up to the service's own answer, 101 or a refusal. What comes after it, echoes among it, nobody can measure here from outside.",
};

const handshakeAlert = ({ kind }: Environment, specs: readonly SocketSpec[]): Alert => ({
  id: "handshake",
  class: "infrastructure",
  severity: "ERROR",
  title: "WebSocket handshakes are slow",
  means: `A socket opens later than promised: instances are full, cold, or wait for the database. ${HOW_MEASURED[kind]}`,
  basis: `The plan's ${HANDSHAKE_GOAL_SECONDS} s; the service itself gives up at ${leastSetting(specs, "handshakeTimeoutSeconds")} s.`,
  steps: [
    "look at socket concurrency, instances and start-up latency of the same minutes",
    "look at the database's connections",
    "run `./netra verify --only socket`: it tells which path, and what answers",
  ],
  condition: conditionAbove(HANDSHAKE_SECONDS, HANDSHAKE_GOAL_SECONDS),
});

const echoAlert = (specs: readonly SocketSpec[]): Alert => ({
  id: "echo",
  class: "infrastructure",
  severity: "ERROR",
  title: "WebSocket echoes are slow",
  means:
    "A ping is answered much later than a round trip takes: the instance is starved of CPU, or its loop is blocked.",
  basis: `${ECHO_GOAL_SECONDS} s: a pong is no work of the application's. One that takes the ping interval of ${leastSetting(specs, "pingIntervalSeconds")} s is not waited for, and fails the check instead.`,
  steps: [
    "check that CPU is always allocated (`./netra drift`)",
    "look at the service's processors and memory, and for work that blocks its loop",
  ],
  condition: conditionAbove(ECHO_SECONDS, ECHO_GOAL_SECONDS),
});

const leastSetting = (specs: readonly SocketSpec[], field: "handshakeTimeoutSeconds" | "pingIntervalSeconds"): number =>
  Math.min(...specs.map((spec) => spec[field]));

const handshakeSilent = silenceAlert({
  id: "handshake-silent",
  title: "no WebSocket handshake is measured",
  means:
    "No socket path was answered by its service, or nobody asked. One path that is silent among others shows as its failed check.",
  metric: HANDSHAKE_SECONDS,
  hours: VERIFY_SILENT_HOURS,
  basis: VERIFY_SILENCE_BASIS,
  step: "compare with the alerts verify-infrastructure and verify-silent: either the sockets fail, or verification does not run",
});

const echoSilent = silenceAlert({
  id: "echo-silent",
  title: "no WebSocket echo is measured",
  means: "No socket was opened with a token: without it, nothing is known of what comes after the handshake.",
  metric: ECHO_SECONDS,
  hours: VERIFY_SILENT_HOURS,
  basis: VERIFY_SILENCE_BASIS,
  step: "look at the socket checks of the verify workflow's last run: the bypass key is not read, no token is handed out, or no pong comes",
});
