import type { Series } from "./alerts/alert";
import { backendLabel, backendLogSeries, customSeries, series } from "./alerts/series";
import { socketCheckId, type SocketCaller } from "./check-ids";
import { CHECK_PASSED, HANDSHAKE_SECONDS } from "./custom-metrics";
import type { Environment, ServiceSpec } from "../environments/environment";
import { HANDSHAKE_GOAL_SECONDS, STABLE_DAYS } from "../environments/goals";
import { routedServices, socketEndpoints, type SocketEndpoint } from "../environments/hosts";
import { databaseMetricId, monitoredServiceId } from "../environments/names";
import { LB_REQUESTS, RUN_LATENCIES, RUN_REQUESTS, SQL_LATENCIES } from "../google/platform-metrics";

/** An indicator: how Monitoring measures a service level. */
export type Indicator =
  /** Share of requests that are not bad. */
  | { readonly kind: "requests"; readonly bad: Series; readonly total: Series }
  /** Share of a distribution that is not above a value in the metric's unit. */
  | { readonly kind: "latency"; readonly series: Series; readonly max: number }
  /** Share of windows without a single bad request. */
  | { readonly kind: "clean-windows"; readonly bad: Series; readonly total: Series; readonly windowSeconds: number }
  /** Share of windows in which a value, averaged over its series, is not above a line. */
  | { readonly kind: "mean-windows"; readonly series: Series; readonly max: number; readonly windowSeconds: number }
  /** Share of windows with one true value at least. */
  | { readonly kind: "true-windows"; readonly series: Series; readonly windowSeconds: number };

/** A promise of an environment, as a platform metric or a scheduled verification can hold it. */
export interface Objective {
  /** A service's name, `database` or `verification`. */
  readonly of: string;
  /** Unique under that. */
  readonly id: string;
  readonly title: string;
  /** Share that has to be good, above 0 and at most 0.9999. */
  readonly goal: number;
  /** 1–30. */
  readonly rollingDays: number;
  readonly indicator: Indicator;
}

/** An objective's name, as Monitoring's selectors of its values want it. */
export const objectiveName = (environment: Environment, { of, id }: Pick<Objective, "of" | "id">): string =>
  `projects/${environment.project}/services/${monitoredServiceId(environment, of)}/serviceLevelObjectives/${id}`;

/** Everything that has objectives: every service, the database and the verification from outside. */
export const monitoredServices = ({ services }: Environment): readonly string[] => [
  ...Object.keys(services),
  "database",
  "verification",
];

/** Google's highest goal. With windows of five minutes a single bad one in a day misses it: 287 of 288 is less. */
const HIGHEST_GOAL = 0.9999;
const CLEAN_WINDOW_SECONDS = 300;

/** A window that holds a scheduled verification even where GitHub starts one late. */
const VERIFICATION_WINDOW_SECONDS = 3600;

/** Every objective of an environment, over the rolling period of its spec; a promise of the plan has the plan's own. */
export const objectivesOf = (environment: Environment): readonly Objective[] => [
  ...Object.entries(environment.services).flatMap(([name, spec]) => serviceObjectives(environment, name, spec)),
  databaseLatency(environment),
  ...verificationObjectives(environment),
];

/** Filters for a service's answers: those to users and their 5xx, and all of them with the 503s. */
interface Answers {
  readonly users: Series;
  readonly failed: Series;
  readonly total: Series;
  readonly unavailable: Series;
}

/**
 * Counted at the load balancer, because users see its answers: Cloud Run does not count what never reached it. Availability
 * is that of users, by the log, without Google's probers, who in a quiet environment ask more often than people do. A day
 * without a 503 counts the probers' too: a 503 is one, whoever asked. Only a service without a host is counted at Cloud Run.
 */
function answersOf(environment: Environment, service: string): Answers {
  if (!routedServices(environment).includes(service)) {
    const where = `resource.labels.service_name="${service}"`;
    const total = series(RUN_REQUESTS, where);
    return {
      users: total,
      failed: series(RUN_REQUESTS, where, 'metric.labels.response_code_class="5xx"'),
      total,
      unavailable: series(RUN_REQUESTS, where, 'metric.labels.response_code="503"'),
    };
  }
  return {
    users: backendLogSeries(environment, "answers", service),
    failed: backendLogSeries(environment, "answers", service, 'metric.labels.status=starts_with("5")'),
    total: series(LB_REQUESTS, backendLabel(environment, service)),
    unavailable: series(LB_REQUESTS, backendLabel(environment, service), "metric.labels.response_code=503"),
  };
}

function serviceObjectives(environment: Environment, service: string, spec: ServiceSpec): readonly Objective[] {
  const { availability, rollingDays } = environment.objectives;
  const { users, failed, total, unavailable } = answersOf(environment, service);
  const latency = latencyOf(environment, service, spec);
  return [
    {
      of: service,
      id: "availability",
      title: `${service}: users answered without a 5xx`,
      goal: availability,
      rollingDays,
      indicator: { kind: "requests", bad: failed, total: users },
    },
    {
      of: service,
      id: "no-503s",
      title: `${service}: no 503 for 24 h`,
      goal: HIGHEST_GOAL,
      rollingDays: 1,
      indicator: { kind: "clean-windows", bad: unavailable, total, windowSeconds: CLEAN_WINDOW_SECONDS },
    },
    ...(latency ? [latency] : []),
  ];
}

/**
 * The latency of requests without sockets: a socket's latency is its whole life. The load balancer's log tells them apart by
 * their status. For a service without a host only Cloud Run counts, and it counts sockets and requests together.
 */
function latencyOf(environment: Environment, service: string, spec: ServiceSpec): Objective | undefined {
  const { latency, rollingDays } = environment.objectives;
  const isRouted = routedServices(environment).includes(service);
  if (!isRouted && spec.sockets) return undefined;
  return {
    of: service,
    id: "latency",
    title: `${service}: answered within ${latency.thresholdMs} ms, sockets not counted`,
    goal: latency.goal,
    rollingDays,
    indicator: isRouted
      ? {
          kind: "latency",
          series: backendLogSeries(environment, "latencies", service),
          max: latency.thresholdMs / 1000,
        }
      : {
          kind: "latency",
          series: series(RUN_LATENCIES, `resource.labels.service_name="${service}"`),
          max: latency.thresholdMs,
        },
  };
}

/** From query insights, in microseconds: time in the database, without the way there. */
const databaseLatency = (environment: Environment): Objective => ({
  of: "database",
  id: "latency",
  title: `database: queries within ${environment.objectives.databaseLatencyMs} ms`,
  goal: environment.objectives.latency.goal,
  rollingDays: environment.objectives.rollingDays,
  indicator: {
    kind: "latency",
    series: series(SQL_LATENCIES, `resource.labels.resource_id="${databaseMetricId(environment)}"`),
    max: environment.objectives.databaseLatencyMs * 1000,
  },
});

/**
 * Objectives of the scheduled verification, over the plan's 48 hours in every environment. Their goal is that of latency,
 * because 48 windows are few: staging's goal allows two bad ones, production's none.
 */
const verificationObjectives = (environment: Environment): readonly Objective[] => [
  ...socketEndpoints(environment).map((endpoint) => socketObjective(environment, endpoint)),
  {
    of: "verification",
    id: "handshake",
    title: `verification: handshakes within ${HANDSHAKE_GOAL_SECONDS} s, on the mean of an hour`,
    goal: environment.objectives.latency.goal,
    rollingDays: STABLE_DAYS,
    indicator: {
      kind: "mean-windows",
      series: customSeries(HANDSHAKE_SECONDS),
      max: HANDSHAKE_GOAL_SECONDS,
      windowSeconds: VERIFICATION_WINDOW_SECONDS,
    },
  },
];

/**
 * One objective per socket path, by the check that tells most: with a token the socket opens, echoes and stays open.
 * Production has no token, so there the check only shows that the service answers. One true value makes a window good:
 * several paths in one objective would hide each other.
 */
function socketObjective({ kind, objectives }: Environment, endpoint: SocketEndpoint): Objective {
  const { key, host, path } = endpoint;
  const [caller, does]: readonly [SocketCaller, string] =
    kind === "staging" ? ["token", "carries a socket"] : ["anonymous", "answers"];
  return {
    of: "verification",
    id: `socket-${key}`,
    title: `verification: wss://${host}${path} ${does}, once an hour at least`,
    goal: objectives.latency.goal,
    rollingDays: STABLE_DAYS,
    indicator: {
      kind: "true-windows",
      series: customSeries(CHECK_PASSED, `metric.labels.check="${socketCheckId(endpoint, caller)}"`),
      windowSeconds: VERIFICATION_WINDOW_SECONDS,
    },
  };
}
