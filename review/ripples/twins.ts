import { valueAt } from "../../policy/core/resource";
import type { Change } from "../change";
import { isReplacement } from "../change";
import { valueAtPath } from "../../policy/core/path";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";
import { identityIn } from "./renames";

/** Whether a type is one of a cloud's: ids of others (`random_id`, `terraform_data`) are no objects outside the state. */
const isGoogles = ({ type }: Change): boolean => type.startsWith("google_");

/** Another address at which the same real object is kept. */
function keptTwin(graph: PlanGraph, change: Change): string | undefined {
  const id = valueAtPath(change.before, "id");
  if (typeof id !== "string" || id === "") return undefined;
  return graph.estate
    .ofType(change.type)
    .filter(({ address }) => address !== change.address)
    .filter(({ address }) => {
      const other = graph.changeAt(address);
      return other === undefined || other.actions.every((action) => action === "update" || action === "move");
    })
    .find((twin) => valueAt(twin, "id") === id)?.address;
}

/** A resource that stands already, and is made anew under the name of the one that goes. */
function usurper(graph: PlanGraph, change: Change): string | undefined {
  const own = identityIn(change.type, change.before);
  return own === undefined
    ? undefined
    : graph.changes.find(
        (other) =>
          other.type === change.type &&
          other.address !== change.address &&
          isReplacement(other) &&
          identityIn(other.type, other.before) !== own &&
          identityIn(other.type, other.after) === own,
      )?.address;
}

/**
 * What a deletion does where another address stands for the same object: it is gone there too; or takes its name: a `moved`
 * block that leads to an occupied address moves nothing, and Terraform only warns
 * (https://developer.hashicorp.com/terraform/language/modules/develop/refactoring).
 */
export function twinConsequences(graph: PlanGraph, change: Change): readonly UnweighedConsequence[] {
  if (!isGoogles(change) || change.deposed !== undefined || !change.actions.includes("delete")) return [];
  const twin = keptTwin(graph, change);
  if (twin !== undefined) {
    return [
      {
        severity: "critical",
        text: `${twin} is the same object and is kept: deleting it here deletes it there too. Take one of the two addresses out of the state (terraform state rm), and nothing is deleted`,
        undo: "one-way",
        everywhere: true,
      },
    ];
  }
  const heir = usurper(graph, change);
  return heir === undefined
    ? []
    : [
        {
          severity: "high",
          text: `${heir} takes its name, and another object already stands at that address: a moved block that leads there moves nothing. Take that one out of the state first (terraform state mv or rm), then the object is renamed instead of destroyed`,
          undo: "one-way",
        },
      ];
}
