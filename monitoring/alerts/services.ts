import type { Environment, ServiceSpec } from "../../environments/environment";
import { BALANCER_LOG_RESOURCE, RUN_INSTANCES, RUN_MEMORY } from "../../google/platform-metrics";
import type { LogMetricRole } from "../log-metrics";
import { increase, query, type Selector } from "../promql";
import { HOUR_SECONDS, answersSelector } from "../users";
import { whenQuery, type Alert, type ThresholdCondition } from "./alert";
import { outageLately } from "./outage";
import { logSeries, percentile99, series } from "./series";
import { NEAR, percentOf, percentText, thresholdAtLeast } from "./share";

/** Share of an instance's memory above which the next peak ends it; it has no swap to fall back to. */
const MEMORY_FULL = 0.9;

/** Exits of a service's containers in a quarter of an hour: one or two are a deploy's or a lost machine's. */
const EXITS = 2;
const QUARTER_SECONDS = 900;

/** Share of answers that are refusals for want of room, above which people notice. */
const REFUSED_SHARE = 0.05;

const ROLL_BACK = "roll back if a revision became ready shortly before (runbook: roll back)";

/** Alerts on what Cloud Run does for each service; incidents are apart by service. */
export const serviceAlerts = (environment: Environment): readonly Alert[] => [
  instanceAlert(environment),
  memoryAlert,
  exitAlert(environment),
  refusalAlert(environment),
  deliveryAlert(environment),
];

const runSelector = (environment: Environment, role: LogMetricRole): Selector =>
  logSeries(environment, role, RUN_INSTANCES.resource);

const instanceAlert = ({ services }: Environment): Alert => ({
  id: "instances",
  class: "infrastructure",
  response: "ticket",
  title: "instances near their maximum",
  means: "A revision serves with almost all the instances it may have; beyond them requests wait, then get 429.",
  basis: `${NEAR} % or more of the service's maximum for five minutes, instances that answer only: ${Object.entries(
    services,
  )
    .map(([name, { scaling }]) => `${name} ${thresholdAtLeast(percentOf(NEAR, scaling.max)) + 1} of ${scaling.max}`)
    .join(", ")}.`,
  steps: [
    "compare requests with the time before: growth, a loop of reconnects, or slow answers that pile up",
    "look at the database's connections before the maximum is raised: it feeds three budgets",
    "raise the maximum in the environment file (runbook: raise a budget)",
  ],
  conditions: Object.entries(services).map(([name, spec]) => instanceCondition(name, spec)),
});

const instanceCondition = (service: string, { scaling: { max } }: ServiceSpec): ThresholdCondition => ({
  kind: "threshold",
  of: service,
  series: series(RUN_INSTANCES, `resource.labels.service_name="${service}"`, 'metric.labels.state="active"'),
  // By revision: the maximum is one revision's, and a rollout has two.
  aggregation: { seconds: 60, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM", groupBy: ["resource.label.revision_name"] },
  comparison: "above",
  threshold: thresholdAtLeast(percentOf(NEAR, max)),
  forSeconds: 300,
});

const memoryAlert: Alert = {
  id: "memory",
  class: "infrastructure",
  response: "ticket",
  title: "memory nearly full",
  means:
    "A service's fullest instances have little memory left; above it Cloud Run ends them, with every request they carry.",
  basis: `${percentText(MEMORY_FULL)} of an instance's memory, at the 99th percentile for five minutes.`,
  steps: [
    "tell a leak, which grows with an instance's age, from load, which grows with requests",
    "raise memory, or lower concurrency, in the environment file",
  ],
  conditions: [
    {
      kind: "threshold",
      series: series(RUN_MEMORY),
      aggregation: { ...percentile99(60), groupBy: ["resource.label.service_name"] },
      comparison: "above",
      threshold: MEMORY_FULL,
      forSeconds: 300,
    },
  ],
};

const exitAlert = (environment: Environment): Alert => ({
  id: "exits",
  class: "infrastructure",
  response: "ticket",
  title: "containers exit",
  means:
    "A service's containers end by themselves, by a signal or for want of memory, and take their open requests and sockets with them.",
  basis: `More than ${EXITS} in a quarter of an hour. An instance that is no longer needed exits with 0 or ends by SIGTERM, and neither is counted. While an outage lasts, its page stands alone.`,
  steps: [
    "read Cloud Run's own entries beside the service's: exit code, signal or memory limit",
    "for a memory limit, look at memory before it and raise it in the environment file",
    ROLL_BACK,
  ],
  conditions: whenQuery(
    query`sum by (service_name) (${increase(runSelector(environment, "container-exits"), QUARTER_SECONDS)}) > ${EXITS} unless on () ${outageLately(environment, HOUR_SECONDS)}`,
    // An outage takes some minutes to be seen as one.
    300,
  ),
});

function refusalAlert(environment: Environment): Alert {
  const floor = environment.traffic.requestsPerPageLoad;
  const refused = logSeries(environment, "refused", BALANCER_LOG_RESOURCE);
  const count = query`sum by (backend) (${increase(refused, QUARTER_SECONDS)})`;
  const answers = query`sum by (backend) (${increase(answersSelector(environment), QUARTER_SECONDS)})`;
  return {
    id: "refused",
    class: "infrastructure",
    response: "ticket",
    title: "users are refused: 429, or denied by Cloud Armor",
    means:
      "Cloud Run has no instance left for them, or a rule of Cloud Armor's keeps them out: strangers, or our own users.",
    basis: `${floor} refusals in a quarter of an hour, as many as one page load has requests, and more than ${percentText(REFUSED_SHARE)} of what the backend answered.`,
    steps: [
      "tell who refused in the load balancer's log: statusDetails denied_by_security_policy is Cloud Armor's",
      "for Cloud Armor, look at which rule and which addresses: one address is a script, many are a rule that is wrong",
      "for 429 from Cloud Run, look at the service's instances against its maximum (runbook: raise a budget)",
    ],
    conditions: whenQuery(query`${count} >= ${floor} unless ${count} <= ${REFUSED_SHARE} * ${answers}`),
  };
}

const deliveryAlert = (environment: Environment): Alert => ({
  id: "delivery",
  class: "infrastructure",
  response: "ticket",
  title: "a delivery does not become ready",
  means:
    "A new revision failed its start, so that the one before it still serves: users notice nothing, and what was delivered is not there.",
  basis: "Any: Cloud Run says so once for each revision.",
  steps: [
    "read the revision's conditions and the log of its start",
    "tell the team that delivered it; the startup probe waits for the database and the cache",
    "deliver a repaired image, or leave the traffic where it is (runbook: roll back)",
  ],
  conditions: whenQuery(
    query`sum by (service_name) (${increase(runSelector(environment, "failed-deliveries"), QUARTER_SECONDS)}) > 0`,
  ),
});
