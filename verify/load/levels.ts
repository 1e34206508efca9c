import type { MetricId } from "./metrics";
import type { Point, Readings } from "./readings";

/** Moments of a load, in milliseconds since 1970. */
export interface Moments {
  /** Start of the time before the load over which levels are read. */
  readonly from: number;
  readonly started: number;
  /** When every socket was closed and no request was under way. */
  readonly ended: number;
  /** The last sample that covers the load: each covers the minute before it. */
  readonly sampled: number;
  /** Until when Monitoring was read. */
  readonly until: number;
}

/** How high a metric stood around a load; undefined where Monitoring has no point. */
export interface Levels {
  /** The highest level before the load. */
  readonly before: number | undefined;
  /** The highest level of the samples that cover the load. */
  readonly peak: number | undefined;
  /** The newest level after the load. */
  readonly after: number | undefined;
  /** Seconds from the end of the load to the sample after which the level never exceeded `allowed` again. */
  readonly backAfterSeconds: (allowed: number) => number | undefined;
}

/** The levels of a metric; of one service where the metric belongs to a service. */
export function levelsOf(
  { readings }: Readings,
  { from, started, ended, sampled }: Moments,
  metric: MetricId,
  service?: string,
): Levels {
  const points = readings
    .filter((reading) => reading.metric === metric && reading.service === service)
    .flatMap((reading) => reading.points);
  const after = points.filter(({ at }) => at > sampled);
  return {
    before: highestValue(points.filter(({ at }) => at >= from && at <= started)),
    peak: highestValue(points.filter(({ at }) => at > started && at <= sampled)),
    after: after.at(-1)?.value,
    backAfterSeconds: (allowed) => {
      const above = after.findLastIndex(({ value }) => value > allowed);
      const back = after[above + 1];
      return back && Math.round((back.at - ended) / 1000);
    },
  };
}

const highestValue = (points: readonly Point[]): number | undefined =>
  points.length > 0 ? Math.max(...points.map(({ value }) => value)) : undefined;
