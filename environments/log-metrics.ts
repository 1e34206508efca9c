import type { Environment } from "./environment";
import { logMetricName } from "./names";

/** What is counted; part of an address, and of the name that Google sees. */
export type LogMetricRole = "container-exits" | "auth-failures" | "bypass-use" | "socket-errors" | "e2e-runs";

/** A counter of log entries: what no metric of Google's knows and a log tells. */
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

/** What Cloud Run says of instances: exits, signals, memory, probes. */
const SYSTEM_LOG = 'log_id("run.googleapis.com/varlog/system")';

const all = (...terms: readonly string[]): string => terms.join(" AND ");
const any = (...terms: readonly string[]): string => `(${terms.join(" OR ")})`;
const quoted = (names: readonly string[]): string => names.map((name) => JSON.stringify(name)).join(" OR ");
const services = (names: readonly string[]): string => `resource.labels.service_name=(${quoted(names)})`;

/**
 * The application's bypass route, for an environment whose spec cannot name it: nobody asks production for it but by
 * mistake or with intent. A test holds staging's token route against it.
 */
export const BYPASS_PATH = "/e2e/";

/** `logging.googleapis.com/user/…`, as alerts and charts name it. */
export const logMetricType = (environment: Pick<Environment, "name">, role: LogMetricRole): string =>
  `logging.googleapis.com/user/${logMetricName(environment, role)}`;

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
      // No metric of Cloud Run's counts them. exit(0) is the ordinary end of an instance that is no longer needed.
      filter: all(
        `resource.type="${RUN}"`,
        SYSTEM_LOG,
        any(
          'textPayload=~"Container called exit\\([1-9]"',
          'textPayload=~"Container terminated on signal"',
          'textPayload=~"Memory limit of .* exceeded"',
        ),
      ),
    },
    {
      role: "auth-failures",
      title: "Failed authentications",
      description: "Requests that a backend answered with 401 or 403, refused WebSocket handshakes among them.",
      resource: RUN,
      filter: all(`resource.type="${RUN}"`, REQUEST_LOG, services(backends), "httpRequest.status=(401 OR 403)"),
    },
    {
      role: "bypass-use",
      title: "Use of the bypass route",
      description: "Requests for the route that hands out a token for the bypass key, whatever they were answered.",
      resource: RUN,
      filter: all(
        `resource.type="${RUN}"`,
        REQUEST_LOG,
        `httpRequest.requestUrl=~"${environment.kind === "staging" ? environment.e2e.tokenRoute.path : BYPASS_PATH}"`,
      ),
    },
    {
      role: "socket-errors",
      title: "Sockets closed with 1011",
      description: "Sockets that the application closed for an error of its own.",
      resource: RUN,
      // No log of Google's holds a close code. Assumed of the service: it logs one entry per abnormal close, with
      // `close_code` as a field of structured logs, or the words "code 1011" or "code=1011" in a line of text.
      filter: all(
        `resource.type="${RUN}"`,
        services(sockets),
        any("jsonPayload.close_code=1011", 'textPayload=~"code[ =:]+1011"', 'jsonPayload.message=~"code[ =:]+1011"'),
      ),
    },
    ...(environment.kind === "staging" ? [E2E_RUNS] : []),
  ];
}

/** Cloud Run writes one entry when an execution of a job ends, whatever its result; staging's only job is the runner. */
const E2E_RUNS: LogMetric = {
  role: "e2e-runs",
  title: "End-to-end runs",
  description: "Executions of the e2e runner that ended.",
  resource: "cloud_run_job",
  filter: all(
    'resource.type="cloud_run_job"',
    'log_id("cloudaudit.googleapis.com/system_event")',
    'protoPayload.methodName="/Jobs.RunJob"',
  ),
};
