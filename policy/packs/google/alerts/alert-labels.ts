import { blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { everyCondition, type Condition } from "./alert-conditions";
import { metricIn } from "./metric-facts";
import { labelProblem } from "./metric-labels";

/** The filter and how it is joined, and the same of what it is divided by. */
const PARTS = [
  ["filter", "aggregations"],
  ["denominator_filter", "denominator_aggregations"],
] as const;

/** Labels to group by, those that are known. */
function groups(policy: Resource, path: string): string {
  const labels = valueAt(policy, path);
  return Array.isArray(labels) ? labels.filter((label) => typeof label === "string").join(" ") : "";
}

const judgeLabels = ({ policy, at }: Condition, estate: Estate): readonly Verdict[] =>
  PARTS.flatMap(([filter, aggregations]) => {
    const text = textAt(policy, `${at}.${filter}`) ?? "";
    const paths = blockPaths(policy, `${at}.${aggregations}`).map((path) => `${path}.group_by_fields`);
    const named = [[`${at}.${filter}`, text], ...paths.map((path) => [path, groups(policy, path)])] as const;
    return named.flatMap(([path = "", labels = ""]) => {
      const problem = labelProblem(estate, metricIn(text), labels);
      return problem === undefined ? [] : [violation(policy, `${path}: ${problem}`)];
    });
  });

const labels: Rule = {
  id: "alert-label",
  kind: "no effect",
  severity: "high",
  title: "A condition narrows and groups a metric by labels that it has",
  why: "A label of another name matches nothing: the alert never fires, or Google refuses it at apply.",
  fix: "correct the label's name, or whether it is the resource's or the metric's",
  check: everyCondition(judgeLabels),
};

/** Whether conditions narrow a metric by what it has. */
export const alertLabelRules: readonly Rule[] = [labels];
