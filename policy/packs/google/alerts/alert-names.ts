import { LOG_METRIC_PREFIX } from "../../../../google/platform-metrics";
import { derivedFact, type Estate } from "../../../core/estate";
import { textAt, type Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { conditionsOf, everyCondition, type Condition } from "./alert-conditions";
import { RUN_SERVICE, RUN_V1 } from "../programs/cloud-run";
import { countsSockets, serviceNames, socketTraffic } from "./socket-latency";
import { meantInstead } from "../spelling";
import { LOG_METRIC } from "./watched";

/** Metrics under names that Google never had, and the right one. */
const MISNAMED: Readonly<Record<string, string>> = {
  "redis.googleapis.com/stats/connected_clients": "redis.googleapis.com/clients/connected",
};

const logMetrics = derivedFact(
  (estate) => new Set(estate.ofType(LOG_METRIC).map((resource) => textAt(resource, "name"))),
);

/** What is wrong with the metric of a condition: a name that does not exist, or a log metric that nobody declares. */
function metricProblem({ metric }: Condition, estate: Estate): string | undefined {
  const right = Object.hasOwn(MISNAMED, metric) ? MISNAMED[metric] : undefined;
  if (right !== undefined) return `no metric of Google's, ${right} allowed`;
  if (!metric.startsWith(LOG_METRIC_PREFIX)) return undefined;
  const declared = logMetrics(estate);
  // Where none is declared here they are in another state.
  const isElsewhere = declared.size === 0 || declared.has(undefined);
  return isElsewhere || declared.has(metric.slice(LOG_METRIC_PREFIX.length))
    ? undefined
    : "a log metric that is not declared, a declared one allowed";
}

const metrics: Rule = {
  id: "alert-metric",
  kind: "no effect",
  severity: "high",
  title: "An alert watches a metric that exists",
  why: "Google accepts it, and no alert ever fires on a metric that nothing writes.",
  fix: "correct the name, or declare the log metric beside the alert",
  check: everyCondition((condition, estate) => {
    const problem = metricProblem(condition, estate);
    return problem === undefined ? [] : [violation(condition.policy, `${condition.at}.filter: ${problem}`)];
  }),
};

const socketLatency: Rule = {
  id: "alert-socket-latency",
  kind: "no effect",
  severity: "medium",
  title: "No latency alert counts sockets",
  why: "A socket is one request with its whole life as latency: the alert fires always, and is ignored when it matters.",
  fix: "limit the filter to services without sockets, or alert on handshakes by a log metric",
  check: everyCondition(({ policy, at, filter }, estate) =>
    countsSockets(socketTraffic(estate), filter)
      ? [violation(policy, `${at}.filter: the latency of a socket service found, other services allowed`)]
      : [],
  ),
};

const misspelt: Rule = {
  id: "alert-service-name",
  kind: "no effect",
  severity: "high",
  title: "An alert or a log metric names a service as it is declared",
  why: "With one letter wrong it watches nothing, and Google accepts it.",
  fix: "reference the service's name",
  check: (estate) => {
    const declared = [RUN_SERVICE, RUN_V1]
      .flatMap((type) => estate.ofType(type))
      .flatMap((service) => textAt(service, "name") ?? []);
    const nameVerdicts = (resource: Resource, path: string, filter: string): readonly Verdict[] =>
      serviceNames(filter).flatMap((name) => {
        const meant = meantInstead(name, declared);
        return meant === undefined
          ? []
          : [violation(resource, `${path}: "${name}" found, which is not declared; perhaps "${meant}" is meant`)];
      });
    return [
      ...conditionsOf(estate).flatMap(({ policy, at, filter }) => nameVerdicts(policy, `${at}.filter`, filter)),
      ...estate.ofType(LOG_METRIC).flatMap((metric) => nameVerdicts(metric, "filter", textAt(metric, "filter") ?? "")),
    ];
  },
};

/** Whether what a condition names exists, and is what was meant. */
export const alertNameRules: readonly Rule[] = [metrics, socketLatency, misspelt];
