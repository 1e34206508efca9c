import { IN_USE } from "../../google/in-use";
import { textsIn } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";
import type { Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import { isDestroyedFirst, type PlanGraph } from "./plan-graph";

/** Whether a resource named another one before the plan: its links end in that one's name, or are its id. */
function namedBefore(user: Change | undefined, path: string, gone: Change): boolean {
  const name = valueAtPath(gone.before, "name");
  const id = valueAtPath(gone.before, "id");
  const root = path.replace(/\[.*$/, "").split(".")[0] ?? path;
  return textsIn(valueAtPath(user?.before, root)).some(
    (text) => (typeof id === "string" && text === id) || (typeof name === "string" && text.endsWith(`/${name}`)),
  );
}

/** Who keeps the old object from being deleted: it named it before, and Terraform lets go of it only afterwards. */
function holdersOf(graph: PlanGraph, change: Change): readonly string[] {
  const users = IN_USE[change.type] ?? [];
  if (change.actions.includes("delete")) {
    // Without a reference any more nothing tells Terraform to update the user first.
    return graph.changes
      .filter(({ type, actions }) => actions.includes("update") && users.some(([user]) => user === type))
      .filter((user) => users.some(([type, path]) => type === user.type && namedBefore(user, path, change)))
      .map(({ address }) => address);
  }
  return graph
    .usersOf(change, users)
    .filter(({ isNew }) => !isNew)
    .filter(({ address }) => !isDestroyedFirst(graph.changeAt(address) ?? { ...change, actions: [] }))
    .map(({ address }) => address);
}

/** That the apply fails, because Google deletes nothing that something else still names. */
export function inUseConsequences(graph: PlanGraph, change: Change): readonly UnweighedConsequence[] {
  if (!isDestroyedFirst(change) || !Object.hasOwn(IN_USE, change.type)) return [];
  const [holder, ...others] = holdersOf(graph, change);
  if (holder === undefined) return [];
  const who = others.length === 0 ? holder : `${holder} and ${others.length} more`;
  const remedy = change.actions.includes("delete")
    ? "take it out of there in a deploy of its own first"
    : "give the new one another name, and declare create_before_destroy";
  const reason = `Google does not delete it while ${who} uses it (resourceInUseByAnotherResource); ${remedy}`;
  return [{ severity: "critical", text: `the apply fails here: ${reason}`, undo: "redeploy", fails: reason }];
}
