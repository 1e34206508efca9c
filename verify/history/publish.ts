import { CHECK_PASSED, ECHO_SECONDS, HANDSHAKE_SECONDS } from "../../monitoring/custom-metrics";
import type { CustomMetric } from "../../monitoring/custom-metrics";
import type { Environment } from "../../environments/environment";
import type { Outcome } from "../engine/check";
import type { Clock } from "../clock";
import type { GoogleApi } from "../google-api";
import { SYMPTOMS } from "../symptoms";
import { writeValues, type MetricValue } from "../time-series";

/** A measurement's name → the metric that it is written to. */
const SOCKET_METRICS: Readonly<Record<string, CustomMetric>> = { handshake: HANDSHAKE_SECONDS, echo: ECHO_SECONDS };

/**
 * Writes what a run found to Monitoring, for the alerts. Unknown and skipped checks write nothing: a missing value has an
 * alert of its own.
 *
 * @throws GoogleApiError
 */
export const publishOutcomes = (
  { project }: Pick<Environment, "project">,
  outcomes: readonly Outcome[],
  google: GoogleApi,
  clock: Clock,
): Promise<void> => writeValues(google, project, [...verdictValues(outcomes), ...socketTimeValues(outcomes)], clock);

const verdictValues = (outcomes: readonly Outcome[]): readonly MetricValue[] =>
  outcomes.flatMap(({ id, area, last }) => {
    if (last.verdict !== "passed" && last.verdict !== "failed") return [];
    const failure = last.verdict === "failed" ? SYMPTOMS[last.symptom].class : "none";
    return [{ metric: CHECK_PASSED, labels: { check: id, area, class: failure }, value: last.verdict === "passed" }];
  });

/**
 * The slowest time of each kind for each endpoint. An endpoint is tried with a token and without one, and a series takes
 * one value from a run.
 */
function socketTimeValues(outcomes: readonly Outcome[]): readonly MetricValue[] {
  const slowest = new Map<string, MetricValue & { readonly value: number }>();
  for (const { id, area, last } of outcomes) {
    const measured = (last.verdict === "passed" || last.verdict === "failed" ? last.measured : undefined) ?? [];
    for (const { name, value } of area === "socket" ? measured : []) {
      const metric = SOCKET_METRICS[name];
      if (metric === undefined) continue;
      const labels = { endpoint: endpointOf(id) };
      const key = `${metric.type} ${labels.endpoint}`;
      if (value > (slowest.get(key)?.value ?? -Infinity)) slowest.set(key, { metric, labels, value });
    }
  }
  return [...slowest.values()];
}

/** `host/path` of `socket/host/path/how`. */
const endpointOf = (id: string): string => id.slice("socket/".length, id.lastIndexOf("/"));
