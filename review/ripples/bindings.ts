import { escalationOf } from "../../google/escalating-roles";
import { valueAtPath } from "../../policy/core/path";
import type { Resource } from "../../policy/core/resource";
import { isRemoval, type Change } from "../change";
import { PUBLIC, isGrant } from "../consequences/grants";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";

const membersOf = (grant: unknown): readonly unknown[] => {
  const members = valueAtPath(grant, "members");
  return [valueAtPath(grant, "member"), ...(Array.isArray(members) ? (members as readonly unknown[]) : [])];
};

/** Where grants name what they are on. */
const ON = ["name", "service", "secret_id", "bucket", "service_account_id", "topic", "subscription", "repository"];

/** Grants on the resource of a change, by reference or by name. */
function grantsOn(graph: PlanGraph, change: Change): readonly Resource[] {
  const types = [...new Set(graph.estate.resources.map(({ type }) => type))].filter(isGrant);
  // A grant's type begins like that of what it is on: a name alone may be many things'.
  const own = types.filter((type) => type.startsWith(`${change.type}_iam_`));
  const named = graph.usersOf(
    change,
    own.flatMap((type) => ON.map((path) => [type, path] as const)),
  );
  return [...new Set([...graph.referrersOf(change).filter(({ type }) => isGrant(type)), ...named])];
}

/**
 * Grants on what is replaced: they go with the old object, and a plan that leaves them as they are does not make them again.
 */
export function bindingConsequences(graph: PlanGraph, change: Change): readonly UnweighedConsequence[] {
  if (!isRemoval(change) || change.actions.includes("delete")) return [];
  const lost = grantsOn(graph, change).filter(({ address }) => !graph.changeAt(address));
  if (lost.length === 0) return [];
  const isPublic = lost.some(({ values }) => membersOf(values).some((one) => PUBLIC.test(String(one))));
  const names = lost.map(({ address }) => address).sort();
  const shown = names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and ");
  return [
    {
      severity: "critical",
      text: `${shown} ${names.length === 1 ? "goes" : "go"} with the old one, and this plan does not make ${names.length === 1 ? "it" : "them"} again: after the apply ${isPublic ? "every request is answered with 403" : "whoever they let in is refused"} until a second plan`,
      undo: "redeploy",
    },
  ];
}

/** Services of both versions, which anybody may be let call. */
const RUN_GRANT = /^google_cloud_run(_v2)?_(service|job)_iam_/;

/**
 * What is special in this plan about a grant: on a new service nobody loses anything, and it is opened as it is made.
 *
 * @returns undefined where nothing is, and the grant is judged alone
 */
export function grantInPlan(graph: PlanGraph, change: Change): UnweighedConsequence | undefined {
  if (!isGrant(change.type) || !change.actions.includes("create")) return undefined;
  const isOnNew = graph.estate.resources.some(
    (candidate) =>
      (candidate.isNew === true || graph.changeAt(candidate.address)?.actions.includes("create") === true) &&
      !isGrant(candidate.type) &&
      onlyTarget(graph, change.address).includes(candidate.address),
  );
  if (!isOnNew) return undefined;
  if (membersOf(change.after).some((one) => PUBLIC.test(String(one)))) {
    return RUN_GRANT.test(change.type)
      ? {
          severity: "medium",
          text: "everyone on the internet may call the new service",
          undo: "instant",
          everywhere: true,
        }
      : undefined;
  }
  const role = valueAtPath(change.after, "role");
  const more = change.type.startsWith("google_service_account_iam_") ? escalationOf(String(role)) : undefined;
  if (more !== undefined) {
    return {
      severity: "medium",
      text: `an identity ${more}, a new one, which may what this plan gives it`,
      undo: "instant",
    };
  }
  return /_iam_(binding|policy)$/.test(change.type) && !/^google_(project|folder|organization)_iam/.test(change.type)
    ? { severity: "low", text: "says who may use what is new: nobody loses anything", undo: "instant" }
    : undefined;
}

const onlyTarget = (graph: PlanGraph, address: string): readonly string[] => {
  const grant = graph.estate.resources.find((candidate) => candidate.address === address);
  const keys = ["name", "service", "secret_id", "bucket", "service_account_id", "location"];
  const named = [...(grant?.references ?? [])].flatMap(([path, found]) => (keys.includes(path) ? found : []));
  const name = valueAtPath(grant?.values, "name") ?? valueAtPath(grant?.values, "service");
  const literal = graph.estate.resources
    .filter(({ type, values }) => /^google_cloud_run/.test(type) && typeof name === "string" && values.name === name)
    .map((found) => found.address);
  return [...named, ...literal];
};
