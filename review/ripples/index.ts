import type { Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import { armorRuleConsequences } from "./armor-rules";
import { bindingConsequences } from "./bindings";
import { deferredConsequences } from "./deferred";
import { inUseConsequences } from "./in-use";
import { passwordConsequences } from "./passwords";
import type { PlanGraph } from "./plan-graph";
import { occupiedConsequences, renameConsequences, renamesOf } from "./renames";
import { sameNameConsequences } from "./same-name";
import { twinConsequences } from "./twins";

export { grantInPlan } from "./bindings";
export { unusedBackendConsequence } from "./unused-backends";
export { PlanGraph } from "./plan-graph";

/**
 * What a change does to others, followed through references: what it takes along, what keeps it from being done, and what it
 * was meant to be.
 *
 * @param isOurs - whether the code is written with cdktf
 */
export function ripplesOf(graph: PlanGraph, isOurs: boolean): (change: Change) => readonly UnweighedConsequence[] {
  const renames = renamesOf(graph.changes);
  const own = new Map(graph.changes.map((change) => [change.address, change]));
  return (given) => {
    const change = given.deposed === undefined ? (own.get(given.address) ?? given) : given;
    return [
      ...inUseConsequences(graph, change),
      ...sameNameConsequences(change),
      ...bindingConsequences(graph, renames, change),
      ...armorRuleConsequences(graph, change),
      ...passwordConsequences(graph, change),
      ...deferredConsequences(graph, change),
      ...renameConsequences(renames, change, isOurs),
      ...occupiedConsequences(change),
      ...twinConsequences(graph, change),
    ];
  };
}
