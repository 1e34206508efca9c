import type { Environment, ServiceSpec } from "../../environments/environment";
import { logMetricType } from "../log-metrics";
import {
  RUN_CONCURRENCY,
  RUN_INSTANCES,
  RUN_MEMORY,
  RUN_REQUESTS,
  RUN_STARTUP,
  type PlatformMetric,
} from "../../google/platform-metrics";
import type { Alert, Series } from "./alert";
import { countAggregation, percentile99, rateAggregation, series } from "./series";
import { NEAR, thresholdAtLeast, percentOf } from "./share";

/** How many times faster than allowed errors may come for five minutes before someone is told. */
export const ERROR_FACTOR = 10;

/** Share of an instance's memory above which the next peak ends it; it has no swap to fall back to. */
const MEMORY_FULL = 0.9;

const READ_LOG = "read the service's log at that moment, errors first";
const ROLL_BACK = "roll back if a revision became ready shortly before (runbook: roll back)";

/** Alerts on Cloud Run's metrics of each service. */
export const serviceAlerts = (environment: Environment): readonly Alert[] =>
  Object.entries(environment.services).flatMap(([name, spec]) => [
    errorAlert(environment, name),
    unavailableAlert(name),
    instanceAlert(name, spec),
    startupAlert(name, spec),
    exitAlert(environment, name, spec),
    memoryAlert(name, spec),
    ...(spec.sockets ? [concurrencyAlert(name, spec)] : []),
  ]);

const serviceSeries = (metric: PlatformMetric, service: string, ...where: readonly string[]): Series =>
  series(metric, `resource.labels.service_name="${service}"`, ...where);

/** Share of bad answers that opens an incident: errors that spend the budget {@link ERROR_FACTOR} times too fast. */
export const errorShare = ({ objectives }: Environment): number =>
  Number((ERROR_FACTOR * (1 - objectives.availability)).toFixed(6));

function errorAlert(environment: Environment, service: string): Alert {
  return {
    id: `5xx-${service}`,
    class: "infrastructure",
    severity: "ERROR",
    title: `${service}: 5xx from Cloud Run`,
    means: "The service's containers, or Cloud Run for them, answer requests with an error of the server.",
    basis: `${ERROR_FACTOR} × the ${percentText(1 - environment.objectives.availability)} of requests that the availability objective allows.`,
    steps: [
      "tell 500 from 502, 503 and 504: the first is the application's, the others are the platform's",
      READ_LOG,
      ROLL_BACK,
    ],
    condition: {
      kind: "threshold",
      series: serviceSeries(RUN_REQUESTS, service, 'metric.labels.response_code_class="5xx"'),
      dividedBy: serviceSeries(RUN_REQUESTS, service),
      aggregation: rateAggregation(300),
      comparison: "above",
      threshold: errorShare(environment),
      forSeconds: 300,
    },
  };
}

export const percentText = (share: number): string => `${Number((share * 100).toFixed(4))} %`;

const unavailableAlert = (service: string): Alert => ({
  id: `503-${service}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${service}: 503 from Cloud Run`,
  means: "A request found no instance that could answer: crashed, out of memory, at its maximum, or not yet started.",
  basis: "The plan's goal is no 503 for 24 h, so each one counts.",
  steps: ["look at instances, container exits and start-up latency of the same minutes", READ_LOG, ROLL_BACK],
  condition: {
    kind: "threshold",
    series: serviceSeries(RUN_REQUESTS, service, 'metric.labels.response_code="503"'),
    aggregation: countAggregation(300),
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});

const instanceAlert = (service: string, { scaling: { max } }: ServiceSpec): Alert => ({
  id: `instances-${service}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${service}: instances near their maximum`,
  means: "A revision serves with almost all the instances it may have; beyond them requests wait, then get 429.",
  basis: `${NEAR} % or more of the maximum of ${max}, instances that answer only.`,
  steps: [
    "compare requests with the time before: growth, a loop of reconnects, or slow answers that pile up",
    "look at the database's connections before the maximum is raised: it feeds three budgets",
    "raise the maximum in the environment file (runbook: raise a budget)",
  ],
  condition: {
    kind: "threshold",
    series: serviceSeries(RUN_INSTANCES, service, 'metric.labels.state="active"'),
    // By revision: the maximum is one revision's, and a rollout has two.
    aggregation: {
      seconds: 60,
      aligner: "ALIGN_MAX",
      reducer: "REDUCE_SUM",
      groupBy: ["resource.label.revision_name"],
    },
    comparison: "above",
    threshold: thresholdAtLeast(percentOf(NEAR, max)),
    forSeconds: 300,
  },
});

const startupAlert = (service: string, { probes }: ServiceSpec): Alert => ({
  id: `startup-${service}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${service}: slow start`,
  means: "New instances take longer to become ready than the service may: every scale-out and rollout waits for them.",
  basis: `The ${probes.startupBudgetSeconds} s that the spec gives the service; the startup probe ends a start at ${probes.startup.failureThreshold * probes.startup.periodSeconds} s.`,
  steps: [
    "look whether the database and the cache answer: the startup probe waits for both",
    "compare with the revision before: a larger image, more work at start",
    ROLL_BACK,
  ],
  condition: {
    kind: "threshold",
    series: serviceSeries(RUN_STARTUP, service),
    aggregation: percentile99(300),
    comparison: "above",
    threshold: probes.startupBudgetSeconds * 1000,
    forSeconds: 0,
  },
});

const exitAlert = (environment: Environment, service: string, { sockets, concurrency: open }: ServiceSpec): Alert => ({
  id: `exits-${service}`,
  class: "infrastructure",
  severity: sockets ? "ERROR" : "WARNING",
  title: `${service}: containers exit`,
  means: `A container ended by itself, by a signal or for want of memory, and took up to ${open} open requests with it.`,
  basis:
    "None is ordinary: an instance that is no longer needed exits with 0 or ends by SIGTERM, and neither is counted.",
  steps: [
    "read Cloud Run's own entries beside the service's: exit code, signal or memory limit",
    "for a memory limit, look at memory before it and raise it in the environment file",
    ROLL_BACK,
  ],
  condition: {
    kind: "threshold",
    series: {
      metric: logMetricType(environment, "container-exits"),
      resource: RUN_INSTANCES.resource,
      where: [`resource.labels.service_name="${service}"`],
    },
    aggregation: countAggregation(300),
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});

const memoryAlert = (service: string, { memoryMiB }: ServiceSpec): Alert => ({
  id: `memory-${service}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${service}: memory nearly full`,
  means: "The fullest instances have little memory left; above it Cloud Run ends them, with every request they carry.",
  basis: `${percentText(MEMORY_FULL)} of the ${memoryMiB} MiB of an instance, at the 99th percentile.`,
  steps: [
    "tell a leak, which grows with an instance's age, from load, which grows with requests",
    "raise memory, or lower concurrency, in the environment file",
  ],
  condition: {
    kind: "threshold",
    series: serviceSeries(RUN_MEMORY, service),
    aggregation: percentile99(60),
    comparison: "above",
    threshold: MEMORY_FULL,
    forSeconds: 300,
  },
});

const concurrencyAlert = (service: string, { concurrency: limit, scaling }: ServiceSpec): Alert => ({
  id: `sockets-${service}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${service}: instances full of sockets`,
  means: "The fullest instances hold almost as many sockets as they may; new ones wait for an instance to start.",
  basis: `${NEAR} % or more of the concurrency of ${limit}, at the 99th percentile: an open socket is a request.`,
  steps: [
    "look at the instances: below the maximum Cloud Run is starting more, and this passes",
    "look for clients that reconnect in a loop",
    `raise the maximum of ${scaling.max} in the environment file (runbook: raise a budget)`,
  ],
  condition: {
    kind: "threshold",
    series: serviceSeries(RUN_CONCURRENCY, service),
    aggregation: percentile99(60),
    comparison: "above",
    threshold: thresholdAtLeast(percentOf(NEAR, limit)),
    forSeconds: 300,
  },
});
