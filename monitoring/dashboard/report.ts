import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { STABLE_DAYS } from "../../environments/goals";
import { CERTIFICATE_DAYS } from "../../google/platform-metrics";
import { CERTIFICATE_MIN_DAYS } from "../alerts/certificates";
import { customSeries, series } from "../alerts/series";
import { DRIFT_CHECKED, FAILED_CHECKS } from "../custom-metrics";
import { query, sumOfValues, type Query } from "../promql";
import { VERIFY_EVERY_MINUTES } from "../schedules";
import { byHost } from "./aggregations";
import { promiseCharts } from "./objectives";
import { DAYS, chart, countOf, line } from "./widgets";

/**
 * Checks that failed in the plan's 48 hours and travel as a page, whole runs added up: stable is 0. A run writes 0 where
 * none failed, so that nothing at all means that nobody looked.
 */
export const failuresFelt: Query = query`sum(${sumOfValues(customSeries(FAILED_CHECKS, 'severity="page"'), STABLE_DAYS * 86_400)})`;

/** What is read once a week: nobody acts on it at once, and no alert stands on it. */
export const reportCharts = (environment: Environment): readonly Json[] => [
  ...promiseCharts(environment),
  chart("reported-checks", countOf("checks of a run"), [
    line("${metric.labels.class}", customSeries(FAILED_CHECKS, 'metric.labels.severity="report"'), {
      seconds: VERIFY_EVERY_MINUTES * 60,
      aligner: "ALIGN_NEXT_OLDER",
      reducer: "REDUCE_SUM",
      groupBy: ["metric.label.class"],
    }),
  ]),
  chart("certificates", DAYS, [line("${resource.labels.host}", series(CERTIFICATE_DAYS), byHost("REDUCE_MIN"))], {
    value: CERTIFICATE_MIN_DAYS,
    label: "ticket",
  }),
  chart("drift", countOf("resources"), [
    line("nightly run", customSeries(DRIFT_CHECKED), { seconds: 3600, aligner: "ALIGN_MAX" }),
  ]),
];
