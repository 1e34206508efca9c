import { Estate } from "../../policy/core/estate";
import type { Finding } from "../../policy/core/finding";
import { fromPlan } from "../../policy/core/from-plan";
import { readPlan } from "../../policy/core/plan";
import { findingsOf } from "../../policy/packs";
import type { Json } from "./change";

/** Address → what stands there after the plan. */
export type Planned = Readonly<Record<string, Json>>;

const typeOf = (address: string): string => address.split(".").at(-2) ?? "";

/**
 * What one rule says of a foreign plan.
 *
 * @param configuration - the root module
 * @param actions - what is done to each; anything but a creation finds it there
 */
export function plannedFindings(
  rule: string,
  values: Planned,
  configuration: Json = {},
  actions: readonly string[] = ["create"],
): readonly Finding[] {
  const resource_changes = Object.entries(values).map(([address, after]) => ({
    ...{ address, mode: "managed", type: typeOf(address) },
    change: { actions, before: actions[0] === "create" ? null : after, after, after_unknown: {} },
  }));
  const plan = { format_version: "1.2", resource_changes, configuration: { root_module: configuration } };
  const reading = readPlan(JSON.stringify(plan));
  if (!reading.ok) throw new Error(reading.problem);
  const estate = new Estate({ stacks: [], resources: fromPlan("stack", reading.plan) });
  return findingsOf(estate, "2026-01-01").filter((finding) => finding.rule === rule);
}
