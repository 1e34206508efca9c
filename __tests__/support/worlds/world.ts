import type { Environment } from "../../../environments/environment";
import { routedServices } from "../../../environments/hosts";
import { backendServiceName } from "../../../environments/names";
import { logMetricType, type LogMetricRole } from "../../../monitoring/log-metrics";
import { promqlName } from "../../../monitoring/promql";
import { uptimeChecksOf } from "../../../monitoring/uptime";
import type { Series } from "../promql/evaluate";
import { DAY, counted, histogram, sampled, type Course } from "./course";
import { ownSeries } from "./own-series";
import { storeSeries } from "./store-series";

/** A day of an environment, minute by minute: everything that the alerts read, as Monitoring would hold it. */

/** What happens in an environment. Every course has a value for each minute. */
export interface Day {
  /** Requests of users a minute, by service and status. */
  readonly requests: Course<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  /** Paths that Google's probers find failing, by host and path; undefined where they do not ask. */
  readonly failing: Course<((host: string, path: string) => boolean) | undefined>;
  readonly certificateDays: Course<(host: string) => number>;
  /** Whether the server runs: 1 or 0, NaN for a broken value, undefined where nothing is written. */
  readonly databaseUp: Course<number | undefined>;
  readonly cachePrimary: Course<boolean>;
  /** Share of processors and memory in use everywhere; NaN for a broken value. */
  readonly load: Course<number>;
  /** Container exits a minute, by service. */
  readonly exits: Course<Readonly<Record<string, number>>>;
  /** Class of the failure of verification's checks, by the beginning of their ids; written every half hour. */
  readonly verification: Course<((check: string) => string | undefined) | undefined>;
  /** Share of end-to-end tests that passed; written where a run ends. */
  readonly endToEnd: Course<number | undefined>;
  /** Counters begin anew at this minute. */
  readonly resetAt?: number;
}

const PLACES = ["eur", "usa-iowa", "usa-oregon", "usa-virginia"];

const BUCKETS = [0.1, 0.2, 0.5, 0.8, 0.9, 1];

/** Every series of a day. */
export function seriesOf(environment: Environment, day: Day): readonly Series[] {
  return [
    ...userSeries(environment, day),
    ...probeSeries(environment, day),
    ...serviceSeries(environment, day),
    ...storeSeries(environment, day),
    ...ownSeries(environment, day),
  ];
}

const logged = (environment: Environment, role: LogMetricRole): string => promqlName(logMetricType(environment, role));

function userSeries(environment: Environment, { requests, resetAt }: Day): readonly Series[] {
  const resource = { monitored_resource: "l7_lb_rule" };
  const bounds = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];
  return routedServices(environment).flatMap((service) => {
    const labels = { ...resource, backend: backendServiceName(environment, service) };
    const statuses = [
      ...new Set(Array.from({ length: DAY + 1 }, (_, minute) => requests(minute)[service] ?? {}).flatMap(Object.keys)),
    ];
    const good: Course<number> = (minute) => requests(minute)[service]?.["200"] ?? 0;
    if (statuses.length === 0) return [];
    return [
      ...statuses.map((status) =>
        counted(
          logged(environment, "answers"),
          { ...labels, status },
          (minute) => requests(minute)[service]?.[status] ?? 0,
          resetAt,
        ),
      ),
      ...histogram(logged(environment, "latencies"), labels, bounds, () => 0.15, good, resetAt),
      counted(logged(environment, "refused"), labels, (minute) => requests(minute)[service]?.["429"] ?? 0, resetAt),
    ];
  });
}

function probeSeries(environment: Environment, { failing, certificateDays }: Day): readonly Series[] {
  const resource = { monitored_resource: "uptime_url" };
  return uptimeChecksOf(environment).flatMap(({ key, host, path }) =>
    PLACES.flatMap((place) => {
      const labels = { ...resource, host, check_id: key, checker_location: place };
      const isFailing = (minute: number): boolean | undefined => failing(minute)?.(host, path);
      return [
        sampled("monitoring_googleapis_com:uptime_check_check_passed", labels, (minute) => {
          const found = isFailing(minute);
          return found === undefined ? undefined : Number(!found);
        }),
        sampled("monitoring_googleapis_com:uptime_check_time_until_ssl_cert_expires", labels, (minute) =>
          isFailing(minute) === undefined ? undefined : certificateDays(minute)(host),
        ),
      ];
    }),
  );
}

function serviceSeries(environment: Environment, { load, exits, resetAt }: Day): readonly Series[] {
  return Object.entries(environment.services).flatMap(([service, { scaling }]) => {
    const labels = { monitored_resource: "cloud_run_revision", service_name: service };
    const revision = { ...labels, revision_name: `${service}-1` };
    return [
      sampled("run_googleapis_com:container_instance_count", { ...revision, state: "active" }, (minute) =>
        Math.round(load(minute) * scaling.max),
      ),
      ...histogram("run_googleapis_com:container_memory_utilizations", revision, BUCKETS, load, () => 6, resetAt),
      counted(logged(environment, "container-exits"), labels, (minute) => exits(minute)[service] ?? 0, resetAt),
      counted(logged(environment, "failed-deliveries"), labels, () => 0, resetAt),
    ];
  });
}
