import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, blockPaths, listAt, numberAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";

const BUDGET = "google_billing_budget";
const THRESHOLDS = "threshold_rules";

/** A share of the amount: 10 is a thousand percent. Nobody waits for more. */
const MOST = 10;

const threshold: Rule = {
  id: "budget-threshold",
  kind: "no effect",
  severity: "medium",
  title: "The threshold of a budget is a share, 0.5 for half of it",
  why: "50 is fifty times the budget: the money is long gone when the mail comes.",
  fix: "write 0.5, 0.9 and 1.0",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/billing_budget",
  check: forEveryResource(BUDGET, (budget) =>
    blockPaths(budget, THRESHOLDS).flatMap((rule) => {
      const path = `${rule}.threshold_percent`;
      if (valueAt(budget, path) === UNKNOWN) return [unknown(budget, path)];
      const share = numberAt(budget, path) ?? 0;
      return share > MOST ? [violation(budget, `${path}: ${share} found, a share such as ${share / 100} allowed`)] : [];
    }),
  ),
};

const silent: Rule = {
  id: "budget-silent",
  kind: "no effect",
  severity: "medium",
  title: "A budget tells somebody",
  why: "Without a threshold and without a topic it sends nothing, whatever is spent.",
  fix: "add threshold_rules, and all_updates_rule with a channel",
  source: "https://cloud.google.com/billing/docs/how-to/budgets",
  check: forEveryResource(BUDGET, (budget) => {
    if (valueAt(budget, THRESHOLDS) === UNKNOWN) return [unknown(budget, THRESHOLDS)];
    const told = blockPaths(budget, THRESHOLDS).length + blockPaths(budget, "all_updates_rule").length;
    return told > 0 || valueAt(budget, "all_updates_rule") === UNKNOWN
      ? []
      : [violation(budget, `${THRESHOLDS}: nothing found, a threshold needed`)];
  }),
};

const projectNumber: Rule = {
  id: "budget-project-number",
  kind: "no effect",
  severity: "low",
  title: "A budget names projects by their numbers",
  why: "Google keeps the number: with an id every plan changes the budget again, or it counts nothing.",
  fix: "write projects/${google_project.NAME.number}",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/billing_budget",
  check: forEveryResource(BUDGET, (budget) => {
    const path = "budget_filter[0].projects";
    const isId = listAt(budget, path).some(
      (project) => typeof project === "string" && !/^projects\/\d+$/.test(project),
    );
    return isId ? [violation(budget, `${path}: an id found, a number allowed`)] : [];
  }),
};

/** Whether a budget warns in time. */
export const costBudgetRules: readonly Rule[] = [threshold, silent, projectNumber];
