import { CUSTOM_METRIC_RESOURCE, type CustomMetric } from "../monitoring/custom-metrics";
import type { Clock } from "./clock";
import { GoogleApiError, type JsonObject } from "./google-answers";
import { repeatPassing, type GoogleApi } from "./google-api";

/** A value of a metric of our own. */
export interface MetricValue {
  readonly metric: CustomMetric;
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number | boolean;
}

/**
 * Most series in one call.
 *
 * @see https://cloud.google.com/monitoring/quotas
 */
const MOST_SERIES = 200;

const BAD_REQUEST = 400;

/** What Monitoring says about a point that it already has. */
const WRITTEN_BEFORE = /more frequently than|must be written in order/;

/**
 * Writes values to Monitoring as of now, and again after statuses that may pass. Monitoring takes one point of a series
 * every five seconds, and none out of order.
 *
 * @throws GoogleApiError
 */
export async function writeValues(
  api: GoogleApi,
  project: string,
  values: readonly MetricValue[],
  clock: Clock,
): Promise<void> {
  const at = clock.date();
  for (let start = 0; start < values.length; start += MOST_SERIES) {
    const timeSeries = values.slice(start, start + MOST_SERIES).map((value) => seriesOf(project, value, at));
    await repeatPassing(clock, async (earlier) => {
      try {
        await api.post("monitoring", `v3/projects/${project}/timeSeries`, { timeSeries });
      } catch (error) {
        // The earlier call wrote it, and only its answer was lost.
        if (earlier === 0 || !isWrittenBefore(error)) throw error;
      }
    });
  }
}

const isWrittenBefore = (error: unknown): boolean =>
  error instanceof GoogleApiError && error.status === BAD_REQUEST && WRITTEN_BEFORE.test(error.message);

const seriesOf = (project: string, { metric, labels = {}, value }: MetricValue, at: Date): JsonObject => ({
  metric: { type: metric.type, labels },
  resource: { type: CUSTOM_METRIC_RESOURCE, labels: { project_id: project } },
  metricKind: "GAUGE",
  valueType: metric.valueType,
  points: [
    {
      interval: { endTime: at.toISOString() },
      value: typeof value === "boolean" ? { boolValue: value } : { doubleValue: value },
    },
  ],
});
