import { isReplacement, type Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";

/**
 * A replacement for nothing but a value that nobody knows yet: a data source is read during the apply, most often because of
 * depends_on, and its value is probably what it was.
 */
export function deferredConsequences(graph: PlanGraph, change: Change): readonly UnweighedConsequence[] {
  if (!isReplacement(change) || change.replacePaths.length === 0) return [];
  const forced = change.replacePaths.map((path) => ({
    path,
    isUnknown: change.attributes.some((attribute) => attribute.path === path && attribute.unknownAfter),
    late: graph.referencesAt(change.address, path).filter((address) => graph.lateReads.has(address)),
  }));
  if (!forced.every(({ isUnknown, late }) => isUnknown && late.length > 0)) return [];
  const sources = [...new Set(forced.flatMap(({ late }) => late))].join(", ");
  return [
    {
      severity: "high",
      text: `replaced only because ${forced.map(({ path }) => path).join(", ")} is known after apply: ${sources} is read late, and its value is probably the same; take depends_on from it and nothing is replaced`,
      undo: "redeploy",
    },
  ];
}
