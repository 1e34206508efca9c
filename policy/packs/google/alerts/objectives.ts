import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { isFilterOfResource } from "./alert-conditions";
import { factsOf, resourceProblem, metricIn } from "./metric-facts";
import { labelProblem } from "./metric-labels";
import { countsSockets, socketTraffic } from "./socket-latency";
import { SLO } from "./watched";

const WINDOWS = "windows_based_sli[0]";
const PERFORMANCE = `${WINDOWS}.good_total_ratio_threshold[0].performance[0]`;
const SECONDS_A_DAY = 86_400;

const RATIOS = ["good_service_filter", "bad_service_filter", "total_service_filter"].flatMap((name) =>
  ["request_based_sli[0]", PERFORMANCE].map((at) => `${at}.good_total_ratio[0].${name}`),
);
const CUTS = ["request_based_sli[0]", PERFORMANCE].map((at) => `${at}.distribution_cut[0].distribution_filter`);
const MEANS = [`${WINDOWS}.metric_mean_in_range[0].time_series`, `${WINDOWS}.metric_sum_in_range[0].time_series`];

/** Where an objective names a metric, and the kinds of values that Google accepts there. */
const FILTERS: readonly (readonly [paths: readonly string[], allowed: readonly string[]])[] = [
  [RATIOS, ["INT64", "DOUBLE"]],
  [CUTS, ["DISTRIBUTION"]],
  [MEANS, ["INT64", "DOUBLE"]],
  [[`${WINDOWS}.good_bad_metric_filter`], ["BOOL"]],
];

const filtersAt = (slo: Resource, paths: readonly string[]): readonly (readonly [path: string, filter: string])[] =>
  paths.flatMap((path) => {
    const filter = textAt(slo, path);
    return filter === undefined ? [] : [[path, filter] as const];
  });

/** The known filters of an objective, each with its path. */
export const objectiveFilters = (slo: Resource): readonly (readonly [path: string, filter: string])[] =>
  filtersAt(
    slo,
    FILTERS.flatMap(([paths]) => paths),
  );

/** Those of its filters that select a latency. */
export const latencyFilters = (slo: Resource): readonly (readonly [path: string, filter: string])[] =>
  filtersAt(slo, CUTS);

function judgeFilter(estate: Estate, slo: Resource, path: string, allowed: readonly string[]): readonly Verdict[] {
  const filter = textAt(slo, path);
  if (filter === undefined) {
    // What is built from another resource's name is known only with it.
    const isOpen = valueAt(slo, path) === UNKNOWN && !isFilterOfResource(slo, path);
    return isOpen ? [unknown(slo, path)] : [];
  }
  const problem = resourceProblem(estate, filter) ?? labelProblem(estate, metricIn(filter), filter);
  if (problem !== undefined) return [violation(slo, `${path}: ${problem}`)];
  const value = factsOf(estate, metricIn(filter))?.value;
  return value === undefined || allowed.includes(value)
    ? []
    : [violation(slo, `${path}: a metric of ${value} found, ${allowed.join(" or ")} allowed`)];
}

const filters: Rule = {
  id: "slo-filter",
  kind: "no effect",
  severity: "high",
  title: "An objective counts a metric of the kind that its indicator takes, by labels that it has",
  why: "Google refuses the wrong kind at apply; of a resource or label that a metric does not have the objective is met for ever.",
  fix: "correct the filter's metric.type, resource.type or label",
  check: forEveryResource(SLO, (slo, estate) =>
    FILTERS.flatMap(([paths, allowed]) => paths.flatMap((path) => judgeFilter(estate, slo, path, allowed))),
  ),
};

const window: Rule = {
  id: "slo-window",
  kind: "refused",
  severity: "high",
  title: "A window is a part of a day",
  why: "Google refuses windows below a minute, and those that do not divide a day, at apply.",
  fix: 'set window_period to "60s", "300s", "3600s" …',
  check: forEveryResource(SLO, (slo) =>
    judgeValue(
      slo,
      `${WINDOWS}.window_period`,
      (period) => period === undefined || (typeof period === "string" && isWindow(period)),
      "60 s or more that divide a day",
    ),
  ),
};

const isWindow = (period: string): boolean =>
  /^\d+s$/.test(period) && parseInt(period, 10) >= 60 && SECONDS_A_DAY % parseInt(period, 10) === 0;

const sockets: Rule = {
  id: "slo-socket-latency",
  kind: "no effect",
  severity: "medium",
  title: "No latency objective counts sockets",
  why: "A socket is one request with its whole life as latency: the objective is missed whatever the service does.",
  fix: "limit the filter to services without sockets, or to the load balancer's routes past them",
  check: forEveryResource(SLO, (slo, estate) =>
    latencyFilters(slo)
      .filter(([, filter]) => countsSockets(socketTraffic(estate), filter))
      .map(([path]) => violation(slo, `${path}: the latency of a socket service found, other services allowed`)),
  ),
};

/** Whether objectives can be held. */
export const objectiveRules: readonly Rule[] = [filters, window, sockets];
