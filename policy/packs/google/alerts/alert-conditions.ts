import { derivedFact, type Estate } from "../../../core/estate";
import { UNKNOWN, blockPaths, numberAt, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { judgeValue } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { metricIn } from "./metric-facts";
import { ALERT } from "./watched";

/** A condition on a metric. */
export interface Condition {
  readonly policy: Resource;
  /** `conditions[0].condition_threshold[0]`. */
  readonly at: string;
  readonly filter: string;
  /** `run.googleapis.com/request_count`; "" where the filter names none. */
  readonly metric: string;
}

const conditionPaths = (policy: Resource): readonly string[] =>
  blockPaths(policy, "conditions").flatMap((condition) =>
    ["condition_threshold[0]", "condition_absent[0]"]
      .map((kind) => `${condition}.${kind}`)
      .filter((path) => valueAt(policy, path) !== undefined),
  );

/** Conditions whose filter is known; a burn rate is a function of its own and no filter. */
export const conditionsOf = derivedFact((estate): readonly Condition[] =>
  estate.ofType(ALERT).flatMap((policy) =>
    conditionPaths(policy).flatMap((at) => {
      const filter = textAt(policy, `${at}.filter`);
      return filter === undefined || filter.includes("select_slo_")
        ? []
        : [{ policy, at, filter, metric: metricIn(filter) }];
    }),
  ),
);

/** The check "for every condition with a known filter, this". */
export const everyCondition =
  (check: (condition: Condition, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    conditionsOf(estate).flatMap((condition) => check(condition, estate));

/** Whether a filter is built from something of Google's: a check or a metric of its own is known only with its id. */
export const isFilterOfResource = (resource: Resource, path: string): boolean =>
  referencesAt(resource, path).some((address) => /(^|\.)google_/.test(address));

const filterForm: Rule = {
  id: "alert-filter-form",
  kind: "refused",
  severity: "high",
  title: "A condition's filter names a metric and the kind of resource",
  why: "Google refuses a filter without both at apply.",
  fix: 'write metric.type="…" AND resource.type="…"',
  check: (estate) => [
    ...estate.ofType(ALERT).flatMap((policy) =>
      conditionPaths(policy)
        .map((at) => `${at}.filter`)
        .filter((path) => valueAt(policy, path) === UNKNOWN && !isFilterOfResource(policy, path))
        .map((path) => unknown(policy, path)),
    ),
    ...everyCondition(({ policy, at, filter }) => [
      ...(/metric\.(type|labels?)/.test(filter)
        ? []
        : [violation(policy, `${at}.filter: no metric.type found, one needed`)]),
      ...(/resource\.|group\.id/.test(filter)
        ? []
        : [violation(policy, `${at}.filter: no resource.type found, one needed`)]),
    ])(estate),
  ],
};

/** Metrics in a unit of somebody's own; what Google's own agent on a VM measures is in percent. */
const OWN_UNIT = /^(agent|custom|external|workload|prometheus|logging)\./;
/** Shares of one, except what Kubernetes measures against a request or a limit, and SQL Server in percent. */
const RATIO = /\/.*((?<!request_|limit_)utilizations?|usage_ratio|(?<!buffer_cache_)hit_ratio)$/;

const isShare = (metric: string): boolean => RATIO.test(metric) && !OWN_UNIT.test(metric);

/** A share is never above 1, so that "more than 1" never comes. */
const mostShare = (policy: Resource, at: string): number =>
  textAt(policy, `${at}.comparison`) === "COMPARISON_GT" ? 1 - Number.EPSILON : 1;

const ratio: Rule = {
  id: "alert-ratio-threshold",
  kind: "no effect",
  severity: "high",
  title: "The threshold of a utilization is a share, 0 to 1",
  why: "Google measures utilization as a share: above 1 the alert never fires, however full the database is.",
  fix: "write 0.9 for 90 %",
  check: everyCondition(({ policy, at, metric }) =>
    isShare(metric)
      ? judgeValue(
          policy,
          `${at}.threshold_value`,
          (value) => value === undefined || (typeof value === "number" && value <= mostShare(policy, at)),
          valueAt(policy, `${at}.threshold_value`) === 1 ? "below 1 with COMPARISON_GT" : "0 to 1",
        )
      : [],
  ),
};

const RESPONSE_CLASS = /response_code_class\s*(?:=|!=|=\s*monitoring\.regex[^"]*)\s*\(?"?([^"\s)]+)/;

/** The word for a class of answers that a metric has, and what people write instead. */
function responseClass({ policy, at, filter, metric }: Condition): readonly Verdict[] {
  const found = RESPONSE_CLASS.exec(filter)?.[1];
  if (found === undefined) return [];
  const isRun = metric.startsWith("run.googleapis.com/");
  const isBalancer = metric.startsWith("loadbalancing.googleapis.com/");
  if ((isRun && /^\d+$/.test(found)) || (isBalancer && /^\dxx$/i.test(found))) {
    const allowed = isRun ? '"5xx"' : "500";
    return [violation(policy, `${at}.filter: response_code_class in another metric's words found, ${allowed} allowed`)];
  }
  return [];
}

const responseClasses: Rule = {
  id: "alert-response-class",
  kind: "no effect",
  severity: "high",
  title: "An alert names a class of answers in the words of its metric",
  why: 'Cloud Run counts "5xx", a load balancer 500: the other word matches nothing, and the alert never fires.',
  fix: 'write "5xx" for Cloud Run and 500 for the load balancer',
  check: everyCondition(responseClass),
};

/** A condition that has to hold for less than a minute, or for parts of one, is refused. */
const duration: Rule = {
  id: "alert-duration",
  kind: "refused",
  severity: "high",
  title: "A condition holds for whole minutes",
  why: "Google refuses a duration that is no multiple of 60 s at apply.",
  fix: 'set duration to "0s", "60s", "120s" …',
  check: everyCondition(({ policy, at }) => {
    if (valueAt(policy, `${at}.duration`) === UNKNOWN) return [unknown(policy, `${at}.duration`)];
    const text = textAt(policy, `${at}.duration`) ?? "0s";
    const seconds = /^\d+s$/.test(text) ? parseInt(text, 10) : numberAt(policy, `${at}.duration`);
    return seconds === undefined || seconds % 60 === 0
      ? []
      : [violation(policy, `${at}.duration: "${seconds}s" found, a multiple of 60 s allowed`)];
  }),
};

/** What a condition must look like, and what it can count. */
export const alertConditionRules: readonly Rule[] = [filterForm, ratio, responseClasses, duration];
