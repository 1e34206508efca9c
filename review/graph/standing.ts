import { beforePlan, fromPlan, outputsOfPlan } from "../../policy/core/from-plan";
import { Estate } from "../../policy/core/estate";
import type { Resource } from "../../policy/core/resource";
import type { PlanInput } from "../review";

/**
 * What stands around plans: their resources after the change and those that they delete, and the environment's other
 * stacks.
 */
export function standingEstate(inputs: readonly PlanInput[], others: readonly Resource[]): Estate {
  const planned = inputs.flatMap(({ name, plan, after, before }) => {
    const later = after ?? fromPlan(name, plan);
    const kept = new Set(later.map(({ address }) => address));
    return [...later, ...(before ?? beforePlan(name, plan)).filter(({ address }) => !kept.has(address))];
  });
  const outputs = inputs.flatMap(({ name, plan }) => outputsOfPlan(name, plan));
  return new Estate({ stacks: [], resources: [...planned, ...others], outputs });
}
