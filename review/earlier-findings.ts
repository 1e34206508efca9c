import { Estate } from "../policy/core/estate";
import type { Finding } from "../policy/core/finding";
import type { Resource } from "../policy/core/resource";
import type { Spec } from "../policy/core/spec";
import { findingsOfRules } from "../policy/packs";
import { worstFirst } from "../report/severity";
import type { Change } from "./change";
import type { StackReport } from "./report";

/** One plan, as far as it says what it touches. */
interface TouchingPlan {
  readonly name: string;
  readonly changes: readonly Change[];
  /** What stands at these addresses was there before the plan, or is touched by it. */
  readonly entries: readonly { readonly address: string }[];
  /** Its resources before the change. */
  readonly before: readonly Resource[];
}

const placeOf = (stack: string, address: string): string => `${stack} ${address}`;

const ruleAt = ({ rule, stack, address }: Finding): string => `${rule} ${placeOf(stack, address)}`;

/**
 * Findings that were there before the plan, on resources that it does not touch. What a plan takes from elsewhere, such as a
 * grant, is found on an untouched service too, and was not so before.
 */
export function earlierFindings(
  findings: readonly Finding[],
  plans: readonly TouchingPlan[],
  context: { readonly others: readonly Resource[]; readonly today: string; readonly spec?: Spec },
): ReadonlySet<Finding> {
  const touched = new Set<string>();
  const there = new Set<string>();
  for (const { name, changes, entries } of plans) {
    for (const { address, actions } of changes) if (!actions.includes("read")) touched.add(placeOf(name, address));
    for (const { address } of entries) there.add(placeOf(name, address));
  }
  const untouched = findings.filter(
    ({ stack, address }) => there.has(placeOf(stack, address)) && !touched.has(placeOf(stack, address)),
  );
  if (untouched.length === 0) return new Set();
  const resources = plans.flatMap(({ before }) => before);
  const estate = new Estate({ stacks: [], resources: [...resources, ...context.others] });
  const rules = new Set(untouched.map(({ rule }) => rule));
  const before = new Set(findingsOfRules(rules, estate, context.today, context.spec).map(ruleAt));
  return new Set(untouched.filter((finding) => before.has(ruleAt(finding))));
}

/** The same stacks with what was so before among their findings: it counts as all others do. */
export const withEarlier = (stacks: readonly StackReport[]): readonly StackReport[] =>
  stacks.map((stack) => ({ ...stack, findings: worstFirst([...stack.findings, ...stack.earlier]), earlier: [] }));
