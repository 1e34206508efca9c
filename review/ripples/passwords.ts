import { isRemoval, type Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";

const GENERATED = /^random_(password|string|id|pet|uuid|bytes)$/;
const SIGNS_IN = /^(google_sql_user|google_secret_manager_secret_version|google_redis_instance)$/;

/** Who gets another password, because the generated one behind it is made anew. */
export function passwordConsequences(graph: PlanGraph, change: Change): readonly UnweighedConsequence[] {
  if (!GENERATED.test(change.type) || !isRemoval(change)) return [];
  const behind = graph.referrersOf(change).map(({ address, type }) => ({ address, type }));
  if (behind.length === 0) return [];
  const users = behind.filter(({ type }) => SIGNS_IN.test(type));
  const names = (users.length > 0 ? users : behind).map(({ address }) => address).sort();
  const shown = names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and ");
  return [
    {
      severity: users.length > 0 ? "critical" : "high",
      text:
        users.length > 0
          ? `another generated value: ${shown} ${names.length === 1 ? "gets" : "get"} it too, and whoever still has the old password is refused`
          : `another generated value: ${shown} ${names.length === 1 ? "is" : "are"} named after it and made anew`,
      undo: "one-way",
    },
  ];
}
