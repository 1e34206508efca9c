import type { Aggregation } from "../alerts/alert";
import { lastValueAggregation } from "../alerts/series";
import { VERIFY_EVERY_MINUTES } from "../schedules";

/** Verification writes one value a run, which stands until the next. */
export const lastOfRun: Aggregation = lastValueAggregation(VERIFY_EVERY_MINUTES * 60);

/** The highest of a minute, all series together. */
export const mostInAll: Aggregation = { seconds: 60, aligner: "ALIGN_MAX", reducer: "REDUCE_SUM" };

/** The 95th percentile of a distribution, all series together. */
export const percentile95: Aggregation = {
  seconds: 300,
  aligner: "ALIGN_DELTA",
  reducer: "REDUCE_PERCENTILE_95",
};

/** Days and places, by host: the last answer of each place. */
export const byHost = (reducer: string): Aggregation => ({
  seconds: 1200,
  aligner: "ALIGN_NEXT_OLDER",
  reducer,
  groupBy: ["resource.label.host"],
});
