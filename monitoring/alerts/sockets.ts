import { CHECK_PASSED, ECHO_SECONDS, HANDSHAKE_SECONDS, type CustomMetric } from "../custom-metrics";
import type { Environment, SocketSpec } from "../../environments/environment";
import { ECHO_GOAL_SECONDS, HANDSHAKE_GOAL_SECONDS } from "../../environments/goals";
import { countValues, leastValue, mostValue, query, type Query } from "../promql";
import { TWO_VERIFICATIONS_SECONDS, VERIFY_SILENT_HOURS } from "../schedules";
import { whenQuery, type Alert } from "./alert";
import { outageLately } from "./outage";
import { customSeries } from "./series";

/** What the scheduled verification finds of sockets, in two runs one after the other: one alone may be a cold start. */
export function socketAlerts(environment: Environment): readonly Alert[] {
  const specs = Object.values(environment.services).flatMap(({ sockets }) => sockets ?? []);
  return specs.length === 0 ? [] : [downAlert(environment), slowAlert(environment, specs)];
}

const downAlert = (environment: Environment): Alert => ({
  id: "sockets-down",
  class: "infrastructure",
  response: "page",
  title: "no socket works",
  means:
    "Verification opens no socket on any path, in two runs one after the other, although pages and APIs answer: nobody can chat.",
  basis:
    "Every check of a socket, for an hour. While an outage lasts, and two hours after it, the alert outage stands alone.",
  steps: [
    "run `./netra verify --only socket`: the symptom tells whose it is",
    "roll back websocket-service if a revision became ready shortly before (runbook: roll back)",
    "read the service's log of the last handshake: an error after 101 is the application's",
  ],
  conditions: whenQuery(
    query`count(max(${mostValue(customSeries(CHECK_PASSED, 'check=~"socket/.*"'), TWO_VERIFICATIONS_SECONDS)}) == 0) unless on () ${outageLately(environment, VERIFY_SILENT_HOURS * 3600)}`,
  ),
});

const leastSetting = (specs: readonly SocketSpec[], field: "handshakeTimeoutSeconds" | "pingIntervalSeconds"): number =>
  Math.min(...specs.map((spec) => spec[field]));

/** Endpoints that were slow in both of the last two runs. */
const slowTwice = (metric: CustomMetric, seconds: number): Query => {
  const values = customSeries(metric);
  return query`count(${leastValue(values, TWO_VERIFICATIONS_SECONDS)} > ${seconds} and ${countValues(values, TWO_VERIFICATIONS_SECONDS)} >= 2)`;
};

/** An echo is measured only where there is a token: a service that refuses strangers closes before the first ping. */
function slowAlert({ kind }: Environment, specs: readonly SocketSpec[]): Alert {
  const handshake = slowTwice(HANDSHAKE_SECONDS, HANDSHAKE_GOAL_SECONDS);
  const isEchoed = kind === "staging";
  return {
    id: "handshake",
    class: "infrastructure",
    response: "ticket",
    title: isEchoed ? "sockets are slow to open or to echo" : "sockets are slow to open",
    means: isEchoed
      ? "A socket opens later than promised, because instances are full, cold, or wait for the database; or a ping is answered much later than a round trip takes, because an instance is starved of CPU."
      : "A socket opens later than promised: instances are full, cold, or wait for the database. Measured without a token, up to the service's own answer, 101 or a refusal.",
    basis: `The plan's ${HANDSHAKE_GOAL_SECONDS} s for a handshake${isEchoed ? `, ${ECHO_GOAL_SECONDS} s for an echo` : ""}, on one path in two runs one after the other; the service itself gives up at ${leastSetting(specs, "handshakeTimeoutSeconds")} s.`,
    steps: [
      "look at socket concurrency, instances and start-up latency of the same minutes on the dashboard",
      "look at the database's connections",
      "check that CPU is always allocated (`./netra drift`)",
      "run `./netra verify --only socket`: it tells which path, and what answers",
    ],
    conditions: whenQuery(isEchoed ? query`${handshake} or ${slowTwice(ECHO_SECONDS, ECHO_GOAL_SECONDS)}` : handshake),
  };
}
