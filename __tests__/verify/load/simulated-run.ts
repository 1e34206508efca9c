import type { StagingEnvironment } from "../../../environments/environment";
import { cachePath, databaseMetricId } from "../../../environments/names";
import {
  REDIS_CLIENTS,
  RUN_INSTANCES,
  RUN_LATENCIES,
  RUN_REQUESTS,
  SQL_CONNECTIONS,
  type PlatformMetric,
} from "../../../google/platform-metrics";
import type { JsonObject } from "../../../sandbox/core/json";
import type { LoadEvent } from "../../../verify/load/messages";
import { loadRoutes, routeName } from "../../../verify/load/routes";

/** An environment under load that is nowhere: what its users see, and what Google's Monitoring would come to hold of it. */

/** How high something stands before the load, under it and in the end. */
export type Level = readonly [before: number, under: number, after: number];

/** A run that goes well, except for what is said. */
export interface SimulatedRun {
  /** Seconds until sockets that the first instance cannot hold are open; Infinity where none comes. */
  readonly scalesAfter: number;
  /** What the others are refused with, where they are never open. */
  readonly refusal: string;
  /** What the routes of the socket service answer. */
  readonly status: number;
  readonly instances: Level;
  readonly connections: Level;
  readonly clients: Level;
  /** Seconds from the closing of the sockets until levels are as in the end. */
  readonly backAfter: number;
  /** Metrics of which nothing is written. */
  readonly unwritten: readonly PlatformMetric[];
  /** Lines of the services' logs. */
  readonly lines: readonly string[];
}

/** Two instances after eight seconds, pools within their budgets, everything back in the end. */
export const WELL: SimulatedRun = {
  scalesAfter: 8,
  refusal: "Unexpected server response: 429",
  status: 404,
  instances: [1, 2, 1],
  connections: [12, 40, 14],
  clients: [25, 90, 30],
  backAfter: 60,
  unwritten: [],
  lines: ["ready"],
};

/** Metrics that a load reads. */
export const READ_METRICS = [RUN_INSTANCES, RUN_REQUESTS, RUN_LATENCIES, SQL_CONNECTIONS, REDIS_CLIENTS];

/** Moments of the load in seconds from its beginning, as `--duration 300` makes them. */
const [RAMP, HELD, RELEASED, OVER] = [30, 90, 270, 300];

const SERVICE = "websocket-service";

/** What is seen from outside. @param begun - milliseconds since 1970 */
export function eventsOf(
  environment: StagingEnvironment,
  { scalesAfter, refusal, status, instances: [before] }: SimulatedRun,
  sockets: number,
  begun: number,
): readonly LoadEvent[] {
  const at = (seconds: number): number => begun + seconds * 1000;
  const held = before * (environment.services[SERVICE]?.concurrency ?? 0);
  const talks = Array.from({ length: sockets }, (_, index): readonly LoadEvent[] => {
    const [socket, asked] = [String(index), RAMP + (index * (HELD - RAMP)) / sockets];
    const takes = index < held ? 0.05 : scalesAfter;
    const named = { socket, service: SERVICE };
    const open = [
      { kind: "open", at: at(asked + takes), milliseconds: Math.min(takes, 4) * 1000, ...named },
      { kind: "pong", at: at(RELEASED - 5), milliseconds: 15, service: SERVICE },
      { kind: "closed", at: at(RELEASED), code: 1005, byUs: true, ...named },
    ] as const;
    const isOpen = Number.isFinite(takes);
    return [
      { kind: "asked", at: at(asked), ...named },
      ...(isOpen ? open : [{ kind: "refused", at: at(asked + 1), reasons: [refusal] } as const]),
    ];
  });
  const answers = loadRoutes(environment).flatMap(({ service, isLiveness, ...row }) =>
    Array.from({ length: 20 }, (_, index): LoadEvent => {
      const usual = isLiveness ? 200 : 404;
      const answered = { status: service === SERVICE ? (status === 404 ? usual : status) : usual, backend: service };
      return { kind: "answer", at: at(10 + index * 14), route: routeName(row), milliseconds: 20 + index, ...answered };
    }),
  );
  const done: LoadEvent = { kind: "done", at: at(OVER), leftOpen: 0 };
  return [...[...talks.flat(), ...answers].sort((a, b) => a.at - b.at), done];
}

/** When something becomes readable: Google's own words for each metric, seconds. */
const LATE: ReadonlyMap<PlatformMetric, number> = new Map([
  [SQL_CONNECTIONS, 165],
  [REDIS_CLIENTS, 240],
]);
const LATE_OTHERS = 120;

interface Row {
  readonly metric: PlatformMetric;
  readonly labels: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
  readonly value: (second: number) => JsonObject;
}

/** Every series that Google writes of the run, as raw as it is: by revision and state, by database, by node. */
function rowsOf(environment: StagingEnvironment, run: SimulatedRun): readonly Row[] {
  const int = (value: number): JsonObject => ({ int64Value: String(value) });
  const levelAt = ([before, under, after]: Level, second: number): number =>
    second <= HELD ? before : second < RELEASED + run.backAfter ? under : after;
  const isBusy = (second: number): boolean => second > 0 && second <= OVER;
  const services = Object.keys(environment.services).flatMap((service): readonly Row[] => {
    const resource = { service_name: service, revision_name: `${service}-00001`, location: environment.region };
    const level: Level = service === SERVICE ? run.instances : [1, 1, 1];
    const states = ["active", "idle"].map((state): Row => ({
      ...{ metric: RUN_INSTANCES, labels: { state }, resource },
      // The first instance idles outside the load; every other one that there is serves.
      value: (second) => int(state === "idle" ? Number(second <= 0) : levelAt(level, second) - Number(second <= 0)),
    }));
    const code = service === SERVICE ? String(run.status) : "200";
    return [
      ...states,
      {
        metric: RUN_REQUESTS,
        labels: { response_code: code, response_code_class: `${code[0]}xx` },
        resource,
        value: (second: number) => int(isBusy(second) ? 8 : 0),
      },
      {
        metric: RUN_LATENCIES,
        labels: { response_code: code, response_code_class: `${code[0]}xx` },
        resource,
        value: (second: number) => ({
          distributionValue: {
            count: isBusy(second) ? "8" : "0",
            bucketOptions: { exponentialBuckets: { numFiniteBuckets: 8, growthFactor: 2, scale: 10 } },
            bucketCounts: isBusy(second) ? ["0", "8"] : [],
          },
        }),
      },
    ];
  });
  const database = { database_id: databaseMetricId(environment) };
  const [cache, own] = [{ instance_id: cachePath(environment) }, 2];
  return [
    ...services,
    // The instance's own database has connections of Google's.
    { metric: SQL_CONNECTIONS, labels: { database: "cloudsqladmin" }, resource: database, value: () => int(own) },
    {
      ...{ metric: SQL_CONNECTIONS, labels: { database: "netra" }, resource: database },
      value: (second: number) => int(levelAt(run.connections, second) - own),
    },
    // A replica has clients of its own, which are none of ours.
    { metric: REDIS_CLIENTS, labels: { role: "replica" }, resource: cache, value: () => int(1000) },
    {
      ...{ metric: REDIS_CLIENTS, labels: { role: "primary" }, resource: cache },
      value: (second: number) => int(levelAt(run.clients, second)),
    },
  ].filter(({ metric }) => !run.unwritten.includes(metric));
}

/**
 * The series that became readable in a span of time, each sampled once a minute.
 *
 * @param begun - when the load begins, milliseconds since 1970
 * @param since - of the span; excluded
 * @param until - of the span
 */
export function seriesOf(
  environment: StagingEnvironment,
  run: SimulatedRun,
  begun: number,
  since: number,
  until: number,
): readonly JsonObject[] {
  return rowsOf(environment, run).flatMap(({ metric, labels, resource, value }) => {
    const late = (LATE.get(metric) ?? LATE_OTHERS) * 1000;
    const first = Math.floor((since - late - begun) / 60_000) + 1;
    const last = Math.floor((until - late - begun) / 60_000);
    const points = Array.from({ length: Math.max(0, last - first + 1) }, (_, index): JsonObject => {
      const end = begun + (first + index) * 60_000;
      const start = metric.kind === "GAUGE" ? end : end - 60_000;
      return {
        interval: { startTime: new Date(start).toISOString(), endTime: new Date(end).toISOString() },
        value: value((end - begun) / 1000),
      };
    });
    return points.length === 0
      ? []
      : [{ metric: { type: metric.type, labels }, resource: { type: metric.resource, labels: resource }, points }];
  });
}
