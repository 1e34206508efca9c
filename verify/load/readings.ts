import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { filterText } from "../../monitoring/filters";
import { GoogleApiError } from "../google-answers";
import type { GoogleApi } from "../google-api";
import { MonitoringNumber } from "../monitoring-value";
import { SAMPLING_SECONDS, loadMetrics, type LoadMetric, type MetricId } from "./metrics";

/** A value at the end of its minute; `at` in milliseconds since 1970. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** The points of one metric, oldest first. */
export interface Reading {
  readonly metric: MetricId;
  /** Where the metric is a service's. */
  readonly service?: string;
  /** Status of the requests that are counted. */
  readonly code?: string;
  readonly points: readonly Point[];
}

/** What Monitoring answered, and why it did not answer the rest, one line each. */
export interface Readings {
  readonly readings: readonly Reading[];
  readonly problems: readonly string[];
}

const Labels = z.record(z.string(), z.string());
const TimeSeries = z.object({
  timeSeries: z
    .array(
      z.object({
        metric: z.object({ labels: Labels.optional() }).optional(),
        resource: z.object({ labels: Labels.optional() }).optional(),
        points: z.array(
          z.object({
            interval: z.object({ endTime: z.string() }),
            value: MonitoringNumber,
          }),
        ),
      }),
    )
    .default([]),
});

/** Reads every metric from one moment to another, both in milliseconds since 1970. Never rejects. */
export async function readMetrics(
  api: GoogleApi,
  environment: Environment,
  from: number,
  to: number,
): Promise<Readings> {
  const read = await Promise.all(
    loadMetrics(environment).map(async (metric): Promise<Readings> => {
      try {
        return { readings: await readMetric(api, environment, metric, from, to), problems: [] };
      } catch (error) {
        if (!(error instanceof GoogleApiError)) throw error;
        return { readings: [], problems: [`${metric.series.metric}: ${error.message}`] };
      }
    }),
  );
  return { readings: read.flatMap(({ readings }) => readings), problems: read.flatMap(({ problems }) => problems) };
}

async function readMetric(
  api: GoogleApi,
  { project }: Environment,
  metric: LoadMetric,
  from: number,
  to: number,
): Promise<readonly Reading[]> {
  const answer = await api.get("monitoring", `v3/projects/${project}/timeSeries`, {
    filter: filterText(metric.series),
    "interval.startTime": new Date(from).toISOString(),
    "interval.endTime": new Date(to).toISOString(),
    "aggregation.alignmentPeriod": `${SAMPLING_SECONDS}s`,
    "aggregation.perSeriesAligner": metric.aligner,
    "aggregation.crossSeriesReducer": metric.reducer,
    "aggregation.groupByFields": metric.groupBy,
  });
  const parsed = TimeSeries.safeParse(answer);
  if (!parsed.success) throw new GoogleApiError(200, "an answer of another form");
  return parsed.data.timeSeries.map(({ metric: named, resource, points }) => ({
    metric: metric.id,
    ...labelMember("service", resource?.labels?.service_name),
    ...labelMember("code", named?.labels?.response_code),
    points: points
      .flatMap(({ interval, value }) => (value === undefined ? [] : [{ at: Date.parse(interval.endTime), value }]))
      .sort((a, b) => a.at - b.at),
  }));
}

const labelMember = <K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: string });
