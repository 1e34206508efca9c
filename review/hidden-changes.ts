import { findingAt, type Finding } from "../policy/core/finding";
import { isRecord, listOf, member } from "../policy/core/json";
import { valueAtPath } from "../policy/core/path";
import type { PlanJson } from "../policy/core/plan";
import { configurationAddress } from "../policy/core/plan-references";
import { configuredEntries } from "../policy/core/plan-configuration";
import type { RuleDescription } from "../policy/core/rule";

/** A rule that only a plan can break: what the code says is not what the plan leaves. */
export const PLAN_HIDES_CHANGES: RuleDescription = {
  id: "plan-hides-change",
  kind: "no effect",
  severity: "high",
  title: "Every rule inside a security policy is planned as the code has it",
  why: "A provider that hides a change, or ignore_changes, leaves the rule at Google as it is: the plan says that nothing changes, and the correction never arrives.",
  fix: "take google 7.42.0 or later, or one before 7.37.0, or the rule out of ignore_changes, and plan again",
  source: "https://github.com/hashicorp/terraform-provider-google/issues/28390",
};

/** Arguments of a rule that the provider hands on as they are written: another text is another rule. */
const COMPARED = [
  "action",
  "preview",
  "match[0].expr[0].expression",
  "match[0].versioned_expr",
  "rate_limit_options[0].enforce_on_key",
  "rate_limit_options[0].rate_limit_threshold[0].count",
  "rate_limit_options[0].rate_limit_threshold[0].interval_sec",
];

/** A text, number or switch as one text, so that "1000" and 1000 are the same; undefined of anything else. */
const scalarText = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;

const constantAt = (expression: unknown, path: string): string | undefined =>
  scalarText(member(valueAtPath(expression, path), "constant_value"));

/** A list of blocks, those of a block that occurs once included. */
/** Paths of a rule whose constants in the code are not what the plan leaves. */
function hiddenPaths(written: unknown, planned: unknown): readonly string[] {
  return COMPARED.filter((path) => {
    const [constant, value] = [constantAt(written, path), scalarText(valueAtPath(planned, path))];
    // A value that is known only after apply, or that no constant says, is no contradiction.
    return constant !== undefined && value !== undefined && constant !== value;
  }).map((path) => path.replace(/\[0\]/g, ""));
}

/** Rules of Cloud Armor that the code has otherwise than the plan leaves them. */
export function hiddenChangeFindings(stack: string, environment: string, plan: PlanJson): readonly Finding[] {
  const configured = configuredEntries(plan.configuration);
  return plan.resource_changes.flatMap(({ address, type, change }): readonly Finding[] => {
    const expressions = configured.get(configurationAddress(address))?.json.expressions;
    if (type !== "google_compute_security_policy" || !isRecord(change.after) || !isRecord(expressions)) return [];
    const planned = listOf(change.after.rule);
    return listOf(expressions.rule).flatMap((written): readonly Finding[] => {
      const priority = constantAt(written, "priority");
      const found = planned.find((rule) => priority !== undefined && scalarText(member(rule, "priority")) === priority);
      const paths = found === undefined ? [] : hiddenPaths(written, found);
      return paths.length === 0
        ? []
        : [
            findingAt(PLAN_HIDES_CHANGES, "google", {
              ...{ status: "violation", environment, stack, address },
              message: `rule ${String(priority)}: ${paths.join(", ")}: the code says something else than what the plan leaves; ${PLAN_HIDES_CHANGES.fix}`,
            }),
          ];
    });
  });
}
