import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL } from "../../environments/goals";
import { countAggregation, customSeries, logSeries } from "../alerts/series";
import { E2E_DURATION_SECONDS, E2E_SUCCESS_RATIO, type CustomMetric } from "../custom-metrics";
import { lastValue, query, type Query } from "../promql";
import { E2E_SILENT_DAYS } from "../schedules";
import { lastOfRun } from "./aggregations";
import { SECONDS, SHARE, chart, countOf, line } from "./widgets";

/** The value of the last run, for as long as one may be away. */
const ofLastRun = (metric: CustomMetric): Query =>
  query`max(${lastValue(customSeries(metric), E2E_SILENT_DAYS * 86_400)})`;

/** Share of the tests of the last run that passed. */
export const lastSuccess: Query = ofLastRun(E2E_SUCCESS_RATIO);
/** Seconds of the last run. */
export const lastDuration: Query = ofLastRun(E2E_DURATION_SECONDS);

/** Whether an environment has end-to-end tests. */
export const hasTests = ({ kind }: Pick<Environment, "kind">): boolean => kind === "staging";

/** Runs of the end-to-end tests. */
export const testCharts = (environment: Environment): readonly Json[] => [
  chart("test-success", SHARE, [line("passed", customSeries(E2E_SUCCESS_RATIO), lastOfRun)], {
    value: E2E_SUCCESS_GOAL,
    label: "goal",
  }),
  chart("test-duration", SECONDS, [line("a whole run", customSeries(E2E_DURATION_SECONDS), lastOfRun)], {
    value: E2E_DURATION_GOAL_SECONDS,
    label: "goal",
  }),
  chart("test-runs", countOf("in an hour"), [
    line("runs", logSeries(environment, "e2e-runs", "cloud_run_job"), countAggregation(3600)),
  ]),
];
