import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { routedServices } from "../../environments/hosts";
import { backendServiceName } from "../../environments/names";
import { BALANCER_LOG_RESOURCE, LB_REQUESTS, RUN_INSTANCES, UPTIME_PASSED } from "../../google/platform-metrics";
import type { Series } from "../alerts/alert";
import { backendLabel, backendLogSeries, countAggregation, logSeries, rateAggregation, series } from "../alerts/series";
import { increase, query, type Query } from "../promql";
import { answersSelector, burnFactors, failureShare, fastBurn } from "../users";
import { byHost, percentile95 } from "./aggregations";
import { PER_SECOND, SECONDS, SHARE, chart, countOf, line, queryLine, type Line } from "./widgets";

const DAY_SECONDS = 86_400;
const FIVE_MINUTES = countOf("in 5 minutes");

/** One line a routed service, named by it. */
const byRoute = (environment: Environment, lineOf: (service: string) => Line): readonly Line[] =>
  routedServices(environment).map(lineOf);

const balanced = (environment: Environment, service: string, ...where: readonly string[]): Series =>
  series(LB_REQUESTS, backendLabel(environment, service), ...where);

/** 503s of the last day, whoever asked: 0 where others were answered, and nothing where nobody asked. */
export const unavailableInADay: Query = query`sum(${increase(series(LB_REQUESTS, 'response_code="503"'), DAY_SECONDS)}) or 0 * sum(${increase(series(LB_REQUESTS), DAY_SECONDS)})`;

/** How fast the availability's budget goes where it goes fastest, in times of the allowed pace. */
export const fastestBurn = (environment: Environment, seconds: number): Query =>
  query`max(${failureShare(environment, seconds)}) / ${Number((1 - environment.objectives.availability).toFixed(6))}`;

/** Share of a service's answers to users that are 5xx, and 0 where there are none of them. */
function failedShare(environment: Environment, service: string): Query {
  const backend = `backend="${backendServiceName(environment, service)}"`;
  const all = query`sum(${increase(answersSelector(environment, undefined, backend), 300)})`;
  const failed = query`sum(${increase(answersSelector(environment, "5..", backend), 300)})`;
  return query`(${failed} or 0 * ${all}) / ${all}`;
}

/** Users who are answered 5xx, service by service. */
export const failedShareChart = (environment: Environment): Json =>
  chart(
    "failed-share",
    SHARE,
    byRoute(environment, (name) => queryLine(name, failedShare(environment, name))),
    {
      value: fastBurn(environment.objectives),
      label: `page, ${burnFactors(environment.objectives.rollingDays).fast} times the budget's pace`,
    },
  );

/** What users meet. */
export const userCharts = (environment: Environment): readonly Json[] => [
  chart(
    "requests",
    PER_SECOND,
    byRoute(environment, (name) => line(name, balanced(environment, name), rateAggregation(60))),
  ),
  chart(
    "5xx",
    FIVE_MINUTES,
    byRoute(environment, (name) =>
      line(
        name,
        backendLogSeries(environment, "answers", name, 'metric.labels.status=starts_with("5")'),
        countAggregation(300),
      ),
    ),
  ),
  chart(
    "503",
    FIVE_MINUTES,
    byRoute(environment, (name) =>
      line(name, balanced(environment, name, "metric.labels.response_code=503"), countAggregation(300)),
    ),
  ),
  chart(
    "time-to-answer",
    SECONDS,
    byRoute(environment, (name) => line(name, backendLogSeries(environment, "latencies", name), percentile95)),
    { value: environment.objectives.latency.thresholdMs / 1000, label: "objective" },
  ),
  chart("places", countOf("places"), [
    line("${resource.labels.host}", series(UPTIME_PASSED), byHost("REDUCE_COUNT_FALSE")),
  ]),
];

/** Who is not let in. */
export const accessCharts = (environment: Environment): readonly Json[] => {
  const tried = (role: "bypass-use" | "bypass-tries", legend: string): Json =>
    chart(role, countOf("in an hour"), [
      line(legend, logSeries(environment, role, RUN_INSTANCES.resource), countAggregation(3600)),
    ]);
  return [
    chart(
      "denied",
      FIVE_MINUTES,
      byRoute(environment, (name) =>
        line(
          name,
          backendLogSeries(environment, "answers", name, 'metric.labels.status=monitoring.regex.full_match("401|403")'),
          countAggregation(300),
        ),
      ),
    ),
    chart("refused", FIVE_MINUTES, [
      line("${metric.labels.backend}", logSeries(environment, "refused", BALANCER_LOG_RESOURCE), {
        ...countAggregation(300),
        groupBy: ["metric.label.backend"],
      }),
    ]),
    tried("bypass-use", environment.kind === "staging" ? "asked" : "answered with anything but 404"),
    ...(environment.kind === "staging" ? [] : [tried("bypass-tries", "answered with 404")]),
  ];
};
