import { UPTIME_USER_AGENT } from "../google/alerting";
import { BALANCER_LOG_RESOURCE, LOG_METRIC_PREFIX, SQL_UP } from "../google/platform-metrics";
import { VERIFY_USER_AGENT } from "../environments/callers";
import type { Environment } from "../environments/environment";
import { databaseMetricId, logMetricName, urlMapName } from "../environments/names";

/** What is counted; part of an address, and of the name that Google sees. */
export type LogMetricRole =
  | "answers"
  | "latencies"
  | "refused"
  | "container-exits"
  | "failed-deliveries"
  | "backups"
  | "bypass-use"
  | "bypass-tries"
  | "socket-errors"
  | "e2e-runs";

/** A counter of log entries, or a distribution of a value in them, for what logs say and no metric of Google's does. */
export interface LogMetric {
  readonly role: LogMetricRole;
  readonly title: string;
  readonly description: string;
  /** In Logging's query language. */
  readonly filter: string;
  /** The resource that its values are written to. */
  readonly resource: string;
  /** Label → the field of an entry that fills it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Present where a value is measured: the field, and where the buckets of its distribution end, in seconds. */
  readonly measured?: { readonly field: string; readonly bounds: readonly number[] };
}

const RUN = "cloud_run_revision";

/** Every request that reached a container, with its status. */
const REQUEST_LOG = 'log_id("run.googleapis.com/requests")';

/** Cloud Run's log of instances: exits, signals, memory, probes. */
const SYSTEM_LOG = 'log_id("run.googleapis.com/varlog/system")';

/** What Google did by itself: failed starts of revisions, backups, ends of jobs. */
const SYSTEM_EVENTS = 'log_id("cloudaudit.googleapis.com/system_event")';

const allTerms = (...terms: readonly string[]): string => terms.join(" AND ");
const anyTerm = (...terms: readonly string[]): string => `(${terms.join(" OR ")})`;
const quotedNames = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(" OR ");
const serviceFilter = (names: readonly string[]): string => `resource.labels.service_name=(${quotedNames(names)})`;

/**
 * The application's token route, for an environment whose spec cannot name it: whoever asks production for it does so by
 * mistake or with intent. A test holds staging's token route against it.
 */
export const BYPASS_ROUTE = "/auth/e2e/test-auth";

/** Requests for exactly this path, on any host; the same text in another path or in a query does not count. */
const pathFilter = (path: string): string =>
  `httpRequest.requestUrl=~"^https?://[^/?]+${path.replaceAll(".", "[.]")}/?([?]|$)"`;

/** `logging.googleapis.com/user/…`, as alerts and charts name it. */
export const logMetricType = (environment: Pick<Environment, "name">, role: LogMetricRole): string =>
  `${LOG_METRIC_PREFIX}${logMetricName(environment, role)}`;

/** The log metrics of an environment. */
export function logMetricsOf(environment: Environment): readonly LogMetric[] {
  const named = Object.entries(environment.services);
  const backends = named.filter(([, { role }]) => role === "backend").map(([name]) => name);
  const sockets = named.filter(([, spec]) => spec.sockets !== undefined).map(([name]) => name);
  return [
    ...balancerMetrics(environment),
    {
      role: "container-exits",
      title: "Container exits",
      description: "Containers that ended by themselves, by a signal or for want of memory.",
      resource: RUN,
      // No metric of Cloud Run's counts them. An instance that is no longer needed is sent SIGTERM, and nothing else is: it
      // ends with 0, or with signal 15 (143 where a shell hands it on). Signal 9 is counted: it is the end of a container
      // above its memory limit, and of one that did not heed SIGTERM and lost what it carried.
      filter: allTerms(
        `resource.type="${RUN}"`,
        SYSTEM_LOG,
        anyTerm(
          'textPayload=~"Container called exit[(][1-9]"',
          'textPayload=~"Container terminated on signal"',
          'textPayload=~"Memory limit of .* exceeded"',
        ),
        'NOT textPayload=~"(on signal 15|exit[(]143[)])"',
      ),
    },
    {
      role: "failed-deliveries",
      title: "Failed deliveries",
      description: "Revisions that did not become ready.",
      resource: RUN,
      // A service's own entry says the same once more; the revision's is the one that is counted.
      filter: allTerms(
        `resource.type="${RUN}"`,
        SYSTEM_EVENTS,
        'protoPayload.status.message=~"^Ready condition status changed to False for Revision"',
        "severity>=ERROR",
      ),
    },
    {
      role: "backups",
      title: "Backups",
      description: "Nightly backups of the database that succeeded.",
      resource: SQL_UP.resource,
      filter: allTerms(
        `resource.type="${SQL_UP.resource}"`,
        `resource.labels.database_id="${databaseMetricId(environment)}"`,
        SYSTEM_EVENTS,
        'protoPayload.methodName="cloudsql.instances.automatedBackup"',
        // Google's page shows the status with a space; what failed or was skipped says so in the same field.
        'protoPayload.metadata.windowStatus=~"SUCCEEDED"',
      ),
    },
    ...bypassMetrics(environment, backends),
    {
      role: "socket-errors",
      title: "Sockets that the application failed on",
      description:
        "Errors of the application's own: a socket closed with 1011, or code that threw and ended its connection.",
      resource: RUN,
      // No log of Google's holds a close code, and uvicorn logs none either, not even of a socket that the application
      // closed with 1011. What it does log is one line for each exception that the application did not catch, and then it
      // ends the connection without a close frame; a request that is no socket is answered 500 and logged alike. Asked of
      // the service (docs/service-contract.md): it logs each 1011 of its own, as `close_code` or in words.
      filter: allTerms(
        `resource.type="${RUN}"`,
        serviceFilter(sockets),
        anyTerm(
          "jsonPayload.close_code=1011",
          'textPayload=~"code[ =:]+1011"',
          'jsonPayload.message=~"code[ =:]+1011"',
          'textPayload=~"Exception in ASGI application"',
          'jsonPayload.message=~"Exception in ASGI application"',
        ),
      ),
    },
    ...(environment.kind === "staging" ? [E2E_RUNS] : []),
  ];
}

/** Ends of buckets, seconds; an objective's own time is one more, so that its share is counted and not guessed. */
const LATENCY_BOUNDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/**
 * What users were answered: every entry of the load balancer's log but those of Google's probers and of our own
 * verification. Who calls himself one of them is not counted; he misses nothing but his own alert. What Cloud Armor
 * refuses never reached a service and is counted apart.
 */
function balancerMetrics(environment: Environment): readonly LogMetric[] {
  const users = allTerms(
    'resource.type="http_load_balancer"',
    `resource.labels.url_map_name="${urlMapName(environment)}"`,
    `NOT httpRequest.userAgent=~"^(${UPTIME_USER_AGENT}|${VERIFY_USER_AGENT})"`,
  );
  const denied = 'jsonPayload.enforcedSecurityPolicy.outcome="DENY"';
  const backend = { backend: "resource.labels.backend_service_name" };
  const resource = BALANCER_LOG_RESOURCE;
  const objective = environment.objectives.latency.thresholdMs / 1000;
  return [
    {
      role: "answers",
      title: "Answers to users",
      description: "Requests of users that the load balancer let through, by backend and status.",
      resource,
      filter: allTerms(users, `NOT ${denied}`),
      labels: { ...backend, status: "httpRequest.status" },
    },
    {
      role: "latencies",
      title: "Time to answer users",
      description: "Seconds of each answer to a user that is no failure and no socket.",
      resource,
      // A socket's entry has status 101 and its whole life as latency.
      filter: allTerms(users, `NOT ${denied}`, "httpRequest.status>=200", "httpRequest.status<500"),
      labels: backend,
      measured: {
        field: "httpRequest.latency",
        bounds: [...new Set([...LATENCY_BOUNDS, objective])].sort((a, b) => a - b),
      },
    },
    {
      role: "refused",
      title: "Refused users",
      description: "Requests of users that were answered with 429, or denied by Cloud Armor.",
      resource,
      filter: allTerms(users, anyTerm("httpRequest.status=429", denied)),
      labels: backend,
    },
  ];
}

/**
 * Requests for the token route, of those services that could have one: pages are served under any path. Staging counts them
 * all; production tells what was answered from what was only tried. What Cloud Armor refuses reaches no service's log.
 */
function bypassMetrics(environment: Environment, backends: readonly string[]): readonly LogMetric[] {
  const askedFilter = (path: string, ...where: readonly string[]): string =>
    allTerms(`resource.type="${RUN}"`, REQUEST_LOG, serviceFilter(backends), pathFilter(path), ...where);
  return environment.kind === "staging"
    ? [
        {
          role: "bypass-use",
          title: "Use of the bypass route",
          description: "Requests for the route that hands out a token for the bypass key, whatever they were answered.",
          resource: RUN,
          filter: askedFilter(environment.e2e.tokenRoute.path),
        },
      ]
    : [
        {
          role: "bypass-use",
          title: "Answers of a bypass route",
          description: "Requests for the tests' token route that were answered with anything but 404.",
          resource: RUN,
          filter: askedFilter(BYPASS_ROUTE, "httpRequest.status!=404"),
        },
        {
          role: "bypass-tries",
          title: "Requests for a bypass route",
          description: "Requests for the tests' token route that were answered with 404, as all must be.",
          resource: RUN,
          filter: askedFilter(BYPASS_ROUTE, "httpRequest.status=404"),
        },
      ];
}

/** Cloud Run writes one entry when an execution of a job ends, whatever its result; staging's only job is the runner. */
const E2E_RUNS: LogMetric = {
  role: "e2e-runs",
  title: "End-to-end runs",
  description: "Executions of the e2e runner that ended.",
  resource: "cloud_run_job",
  filter: allTerms('resource.type="cloud_run_job"', SYSTEM_EVENTS, 'protoPayload.methodName="/Jobs.RunJob"'),
};
