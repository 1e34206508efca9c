import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { ECHO_GOAL_SECONDS, HANDSHAKE_GOAL_SECONDS } from "../../environments/goals";
import { socketEndpoints } from "../../environments/hosts";
import { RUN_CONCURRENCY, RUN_INSTANCES } from "../../google/platform-metrics";
import { countAggregation, customSeries, logSeries, percentile99, series } from "../alerts/series";
import { CHECK_PASSED, CHECK_TOLD, ECHO_SECONDS, FAILED_CHECKS, HANDSHAKE_SECONDS } from "../custom-metrics";
import { countValues, mostValue, query, sumIncrease, sumOfValues, type Query } from "../promql";
import { VERIFY_EVERY_MINUTES, VERIFY_SILENT_HOURS } from "../schedules";
import { lastOfRun } from "./aggregations";
import { SECONDS, SHARE, chart, countOf, line, queryLine } from "./widgets";

/** Runs within this are counted together, seconds: GitHub starts some late. */
const RUNS_SECONDS = VERIFY_SILENT_HOURS * 3600;

/** Verification writes one value a run. */
const RUN_SECONDS = VERIFY_EVERY_MINUTES * 60;

/** Minutes over which a count that is written each minute is averaged: one late minute leaves no gap. */
const MINUTES = 5;

/** Share of the checks of sockets that passed: of all, or of those of one place. */
const passedShare = (place: string): Query => {
  const checks = customSeries(CHECK_PASSED, `check=~"socket/${place}.*"`);
  return query`sum(${sumOfValues(checks, RUNS_SECONDS)}) / sum(${countValues(checks, RUNS_SECONDS)})`;
};

/** Share of verification's own connections that succeeded: users' are not counted one by one. */
export const socketSuccess: Query = passedShare("");

/** The slowest handshake of the last runs, seconds. */
export const slowestHandshake: Query = query`max(${mostValue(customSeries(HANDSHAKE_SECONDS), RUNS_SECONDS)})`;

/** Services that carry sockets. */
const socketServices = ({ services }: Environment): readonly string[] =>
  Object.keys(services).filter((name) => services[name]?.sockets !== undefined);

/**
 * Sockets that are open, with the requests beside them: each instance writes the most that it carried in a minute, and these
 * are added up. No metric of Google's counts sockets alone.
 */
export const openSockets = (environment: Environment): Query => {
  const carried = series(RUN_CONCURRENCY, `service_name=~"${socketServices(environment).join("|")}"`);
  return query`sum(${sumIncrease(carried, MINUTES * 60)}) / ${MINUTES}`;
};

/** The most sockets that all instances carry. */
export const mostSockets = ({ services }: Environment): number =>
  Object.values(services).reduce(
    (sum, { sockets, scaling, concurrency }) => sum + (sockets === undefined ? 0 : scaling.max * concurrency),
    0,
  );

/** Connections that succeed, path by path. */
export const socketSuccessChart = (environment: Environment): Json =>
  chart(
    "socket-success-by-path",
    SHARE,
    socketEndpoints(environment).map(({ host, path }) =>
      queryLine(`${host}${path}`, passedShare(`${host}${path}/`.replaceAll(".", "[.]"))),
    ),
    { value: environment.objectives.latency.goal, label: "goal over 48 h" },
  );

/** What the scheduled verification finds, and what sockets say of themselves. */
export const socketCharts = (environment: Environment): readonly Json[] => [
  chart("handshake", SECONDS, [line("${metric.labels.endpoint}", customSeries(HANDSHAKE_SECONDS), lastOfRun)], {
    value: HANDSHAKE_GOAL_SECONDS,
    label: "goal",
  }),
  ...(environment.kind === "staging"
    ? [
        chart("echo", SECONDS, [line("${metric.labels.endpoint}", customSeries(ECHO_SECONDS), lastOfRun)], {
          value: ECHO_GOAL_SECONDS,
          label: "goal",
        }),
      ]
    : []),
  chart("socket-errors", countOf("in 5 minutes"), [
    line("${resource.labels.service_name}", logSeries(environment, "socket-errors", RUN_INSTANCES.resource), {
      ...countAggregation(300),
      groupBy: ["resource.label.service_name"],
    }),
  ]),
  chart(
    "fullest-instances",
    countOf("an instance"),
    Object.keys(environment.services).map((name) =>
      line(name, series(RUN_CONCURRENCY, `resource.labels.service_name="${name}"`), percentile99(60)),
    ),
    ...socketServices(environment).map((name) => ({
      value: environment.services[name]?.concurrency ?? 0,
      label: `most of ${name}`,
    })),
  ),
  chart("failed-checks", countOf("checks of a run"), [
    line("${metric.labels.severity}: ${metric.labels.class}", customSeries(FAILED_CHECKS), {
      seconds: RUN_SECONDS,
      aligner: "ALIGN_NEXT_OLDER",
      reducer: "REDUCE_SUM",
      groupBy: ["metric.label.severity", "metric.label.class"],
    }),
  ]),
  chart("untold-checks", countOf("checks of a run"), [
    line("${metric.labels.area}", customSeries(CHECK_TOLD), {
      seconds: RUN_SECONDS,
      aligner: "ALIGN_COUNT_FALSE",
      reducer: "REDUCE_SUM",
      groupBy: ["metric.label.area"],
    }),
  ]),
];
