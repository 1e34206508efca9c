import { LOG_METRIC_PREFIX } from "../google/platform-metrics";
import type { Environment } from "../environments/environment";
import { logMetricName } from "../environments/names";

/** What is counted; part of an address, and of the name that Google sees. */
export type LogMetricRole =
  "container-exits" | "auth-failures" | "bypass-use" | "bypass-tries" | "socket-errors" | "e2e-runs";

/** A counter of log entries, for what logs say and no metric of Google's does. */
export interface LogMetric {
  readonly role: LogMetricRole;
  readonly title: string;
  readonly description: string;
  /** In Logging's query language. */
  readonly filter: string;
  /** The resource that its entries, and so its values, are written to. */
  readonly resource: string;
}

const RUN = "cloud_run_revision";

/** Every request that reached a container, with its status. */
const REQUEST_LOG = 'log_id("run.googleapis.com/requests")';

/** Cloud Run's log of instances: exits, signals, memory, probes. */
const SYSTEM_LOG = 'log_id("run.googleapis.com/varlog/system")';

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
      role: "auth-failures",
      title: "Failed authentications",
      description: "Requests that a backend answered with 401 or 403, refused WebSocket handshakes among them.",
      resource: RUN,
      filter: allTerms(
        `resource.type="${RUN}"`,
        REQUEST_LOG,
        serviceFilter(backends),
        "httpRequest.status=(401 OR 403)",
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
  filter: allTerms(
    'resource.type="cloud_run_job"',
    'log_id("cloudaudit.googleapis.com/system_event")',
    'protoPayload.methodName="/Jobs.RunJob"',
  ),
};
