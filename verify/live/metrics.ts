import { z } from "zod";
import type { Environment } from "../../environments/environment";
import type { PlatformMetric } from "../../google/platform-metrics";
import { isStatus } from "../google-answers";
import { MonitoringNumber } from "../monitoring-value";
import type { LiveReader } from "./reader";

/** The newest point of one series of a metric. */
export interface LatestPoint {
  /** The metric's labels. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How Monitoring aligns and reduces points before it answers. */
export interface Aligned {
  readonly seconds: number;
  readonly aligner: string;
  readonly reducer?: string;
}

/** A question to Monitoring. */
export interface MetricQuestion {
  readonly metric: PlatformMetric;
  /** Comparisons in Monitoring's filter language; all must hold. */
  readonly where: readonly string[];
  /** How far back points are read, seconds. */
  readonly seconds: number;
  readonly aligned?: Aligned;
}

const Series = z
  .object({
    timeSeries: z
      .array(
        z.object({
          metric: z.object({ labels: z.record(z.string(), z.string()).default({}) }).default({ labels: {} }),
          points: z.array(z.object({ value: MonitoringNumber })).default([]),
        }),
      )
      .default([]),
  })
  // The newest point comes first.
  .transform(({ timeSeries }): readonly LatestPoint[] =>
    timeSeries.flatMap(({ metric, points: [newest] }) => {
      const value = newest?.value;
      return value === undefined ? [] : [{ labels: metric.labels, value }];
    }),
  );

/**
 * The newest point of every series; none where Monitoring has no data yet.
 *
 * @throws GoogleApiError
 */
export async function readMetric(
  live: LiveReader,
  { project }: Pick<Environment, "project">,
  now: Date,
  { metric, where, seconds, aligned }: MetricQuestion,
): Promise<readonly LatestPoint[]> {
  const filter = [`metric.type="${metric.type}"`, `resource.type="${metric.resource}"`, ...where].join(" AND ");
  const query = {
    filter,
    "interval.startTime": new Date(now.getTime() - seconds * 1000).toISOString(),
    "interval.endTime": now.toISOString(),
    ...(aligned && {
      "aggregation.alignmentPeriod": `${aligned.seconds}s`,
      "aggregation.perSeriesAligner": aligned.aligner,
      "aggregation.crossSeriesReducer": aligned.reducer,
    }),
  };
  try {
    return await live.read("monitoring", `v3/projects/${project}/timeSeries`, Series, query);
  } catch (error) {
    // Monitoring answers 404 for a metric that never had a value in the project.
    if (isStatus(error, 404)) return [];
    throw error;
  }
}
