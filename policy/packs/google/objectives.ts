import { monitoredServiceId } from "../../../environments/names";
import { objectivesOf } from "../../../monitoring/slos";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryResource, judgeValue, isOneOf } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { factsOf, filterProblem, metricIn } from "./metric-facts";
import { labelProblem } from "./metric-labels";
import { countsSockets } from "./socket-latency";
import { CUSTOM_SERVICE, SLO, holdsMonitoring, servingMaps } from "./watched";

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

function judgeFilter(estate: Estate, slo: Resource, path: string, allowed: readonly string[]): readonly Verdict[] {
  const filter = textAt(slo, path);
  if (filter === undefined) {
    // What is built from another resource's name is known only with it.
    const isOpen = valueAt(slo, path) === UNKNOWN && referencesAt(slo, path).length === 0;
    return isOpen ? [unknown(slo, path)] : [];
  }
  const problem = filterProblem(estate, filter) ?? labelProblem(estate, metricIn(filter), filter);
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
  title: "An objective counts a metric that exists, of the kind that its indicator takes and by labels that it has",
  why: "Google refuses the wrong kind at apply; of a metric that nobody writes the objective is met for ever.",
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
    CUTS.filter((path) => countsSockets(estate, textAt(slo, path) ?? "")).map((path) =>
      violation(slo, `${path}: the latency of a socket service found, other services allowed`),
    ),
  ),
};

const declared: Rule = {
  id: "slo-declared",
  kind: "house",
  severity: "medium",
  title: "Every objective of the environment is declared, with its goal and period",
  why: "A goal that is lowered where nobody looks is kept, and its users are not.",
  fix: "take objectives from monitoring/slos.ts, and change the spec's objectives",
  check: (estate) => {
    const { spec } = estate;
    if (!spec || !holdsMonitoring(estate)) return [];
    const services = estate.ofType(CUSTOM_SERVICE);
    return objectivesOf(spec.environment).flatMap(({ of, id, goal, rollingDays }) => {
      const serviceId = monitoredServiceId(spec.environment, of);
      const own = estate.ofType(SLO).filter((slo) => textAt(slo, "service") === serviceId);
      const slo = own.find((candidate) => textAt(candidate, "slo_id") === id);
      if (slo) {
        return [
          ...judgeValue(slo, "goal", isOneOf(goal), `${goal}`),
          ...judgeValue(slo, "rolling_period_days", isOneOf(rollingDays), `${rollingDays}`),
        ];
      }
      const [place] = [
        ...services.filter((candidate) => textAt(candidate, "service_id") === serviceId),
        ...services,
        ...servingMaps(estate),
      ];
      return place ? [violation(place, `objective "${id}" of ${of}: none found, one needed`)] : [];
    });
  },
};

/** Whether objectives can be held, and are the environment's. */
export const objectiveRules: readonly Rule[] = [filters, window, sockets, declared];
