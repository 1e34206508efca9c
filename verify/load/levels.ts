import type { MetricId } from "./metrics";
import type { Point, Readings } from "./readings";

/** Moments of a load, in milliseconds since 1970. */
export interface Moments {
  /** Where the time before begins that levels are read of. */
  readonly from: number;
  readonly started: number;
  /** Every socket was closed and no request under way. */
  readonly ended: number;
  /** The last sample that tells of the load: each tells of the minute before it. */
  readonly sampled: number;
  /** Until when Monitoring was read. */
  readonly until: number;
}

/** How high a metric stood around a load; undefined where Monitoring has no point. */
export interface Levels {
  /** The highest before. */
  readonly before: number | undefined;
  /** The highest of the samples that tell of it. */
  readonly peak: number | undefined;
  /** The newest after. */
  readonly after: number | undefined;
  /** Seconds from the end of the load to the first sample from which the level never again stood above `allowed`. */
  readonly backAfterSeconds: (allowed: number) => number | undefined;
}

/** Reads the levels of a metric, of one service where it is a service's. */
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
