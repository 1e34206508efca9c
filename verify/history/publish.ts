import {
  CHECK_PASSED,
  CHECK_TOLD,
  ECHO_SECONDS,
  FAILED_CHECKS,
  HANDSHAKE_SECONDS,
} from "../../monitoring/custom-metrics";
import type { CustomMetric } from "../../monitoring/custom-metrics";
import type { Environment } from "../../environments/environment";
import type { Outcome } from "../engine/check";
import type { Clock } from "../clock";
import type { GoogleApi } from "../google-api";
import { SYMPTOMS, SYMPTOM_IDS, type SymptomId } from "../symptoms";
import { writeValues, type MetricValue } from "../time-series";

/** A measurement's name → the metric that it is written to. */
const SOCKET_METRICS: Readonly<Record<string, CustomMetric>> = { handshake: HANDSHAKE_SECONDS, echo: ECHO_SECONDS };

/** A run, as Monitoring is told of it. */
export interface PublishedRun {
  readonly outcomes: readonly Outcome[];
  /** Whether every check of the environment was made: only then does a failure that is not there mean that none is. */
  readonly isWhole: boolean;
}

/**
 * Writes what a run found to Monitoring, for the alerts. A check that could not tell says that it could not, and nothing
 * of the environment; one that was skipped writes nothing.
 *
 * @throws GoogleApiError
 */
export const publishRun = (
  { project }: Pick<Environment, "project">,
  { outcomes, isWhole }: PublishedRun,
  google: GoogleApi,
  clock: Clock,
): Promise<void> =>
  writeValues(
    google,
    project,
    [...verdictValues(outcomes), ...failureCounts(outcomes, isWhole), ...socketTimeValues(outcomes)],
    clock,
  );

const verdictValues = (outcomes: readonly Outcome[]): readonly MetricValue[] =>
  outcomes.flatMap(({ id, area, last }) => {
    if (last.verdict === "skipped") return [];
    const told = { metric: CHECK_TOLD, labels: { check: id, area }, value: last.verdict !== "unknown" };
    if (last.verdict === "unknown") return [told];
    const failure = last.verdict === "failed" ? actingClass(last.symptom) : "none";
    return [
      { metric: CHECK_PASSED, labels: { check: id, area, class: failure }, value: last.verdict === "passed" },
      told,
    ];
  });

/** Whose matter a failure is; nobody's where nobody has to act. */
const actingClass = (id: SymptomId): string => (SYMPTOMS[id].severity === "report" ? "none" : SYMPTOMS[id].class);

/** One value for each pair of class and severity that a symptom can have. */
function failureCounts(outcomes: readonly Outcome[], isWhole: boolean): readonly MetricValue[] {
  const keyOf = (id: SymptomId): string => `${SYMPTOMS[id].class} ${SYMPTOMS[id].severity}`;
  const counts = new Map(SYMPTOM_IDS.map((id) => [keyOf(id), 0]));
  for (const { last } of outcomes) {
    if (last.verdict === "failed") counts.set(keyOf(last.symptom), (counts.get(keyOf(last.symptom)) ?? 0) + 1);
  }
  return [...counts].flatMap(([key, value]) => {
    const [failureClass = "", severity = ""] = key.split(" ");
    const labels = { class: failureClass, severity };
    return value > 0 || isWhole ? [{ metric: FAILED_CHECKS, labels, value }] : [];
  });
}

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
