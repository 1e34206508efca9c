import { escalationOf } from "../../google/escalating-roles";
import { valueAtPath } from "../../policy/core/path";
import { configurationAddress } from "../../policy/core/plan-references";
import type { Resource } from "../../policy/core/resource";
import { isReplacement, type Change } from "../change";
import { GRANTED_ON, authorityText, isGrant, isPublicGrant } from "../consequences/grants";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";
import type { Rename } from "./renames";

/** Grants on the resource of a change, by reference or by name. */
function grantsOn(graph: PlanGraph, change: Change): readonly Resource[] {
  const types = [...new Set(graph.estate.resources.map(({ type }) => type))].filter(isGrant);
  // A grant's type begins like that of what it is on: a name alone may be many things'.
  const own = types.filter((type) => type.startsWith(`${change.type}_iam_`));
  const named = graph.usersOf(
    change,
    own.flatMap((type) => GRANTED_ON.map((path) => [type, path] as const)),
  );
  return [...new Set([...graph.referrersOf(change).filter(({ type }) => isGrant(type)), ...named])];
}

/** Whether what a change leaves is another object under the same name: it is replaced, or made at another address than before. */
const isMadeAgain = (renames: readonly Rename[], change: Change): boolean =>
  isReplacement(change) || renames.some(({ from, to }) => to === change && from.actions.includes("delete"));

/**
 * Grants on what is replaced, or is deleted at one address and made at another: they go with the old object, and a plan that leaves
 * them as they are does not make them again.
 */
export function bindingConsequences(
  graph: PlanGraph,
  renames: readonly Rename[],
  change: Change,
): readonly UnweighedConsequence[] {
  if (!isMadeAgain(renames, change)) return [];
  const lost = grantsOn(graph, change).filter(({ address }) => !graph.changeAt(address));
  if (lost.length === 0) return [];
  const wasPublic = lost.some(({ values }) => isPublicGrant(values));
  const names = lost.map(({ address }) => address).sort();
  const shown = names.length > 2 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(" and ");
  return [
    {
      severity: "critical",
      text: `${shown} ${names.length === 1 ? "goes" : "go"} with the old one, and this plan does not make ${names.length === 1 ? "it" : "them"} again: after the apply ${wasPublic ? "every request is answered with 403" : "whoever they let in is refused"} until a second plan`,
      undo: "redeploy",
    },
  ];
}

/** What anybody may be let use: services and functions are called, objects of a site are read. */
const OPEN_BY_DESIGN: readonly (readonly [type: RegExp, roles: RegExp, text: string])[] = [
  [/^google_cloud_run(_v2)?_(service|job)_iam_/, /./, "everyone on the internet may call the new service"],
  [/^google_cloudfunctions2?_function_iam_/, /./, "everyone on the internet may call the new function"],
  [
    /^google_storage_bucket_iam_/,
    /^roles\/storage\.(objectViewer|legacyObjectReader)$/,
    "everyone on the internet may read the new bucket",
  ],
];

/**
 * A grant that is replaced only because what it names is: what happens to that one says more. Undefined where anything of its own
 * changes.
 */
function followingConsequence(graph: PlanGraph, change: Change): UnweighedConsequence | undefined {
  const made = (reference: string): Change | undefined =>
    graph.changes.find(
      (other) => isInstanceOf(other.address, reference) && (isReplacement(other) || other.actions.includes("create")),
    );
  const leaders = change.replacePaths.map((path) =>
    graph.referencesAt(change.address, path).flatMap((reference) => made(reference) ?? []),
  );
  const [first] = leaders.flat();
  if (first === undefined || leaders.some((found) => found.length === 0)) return undefined;
  return {
    severity: "medium",
    text: `made again, as ${first.address} is: calls that need it are refused in between`,
    undo: "redeploy",
  };
}

/**
 * What is special in this plan about a grant: on a new service nobody loses anything, and it is opened as it is made.
 *
 * @param isForeign - whether the plan is somebody else's
 * @returns undefined where nothing is, and the grant is judged alone
 */
export function grantInPlan(graph: PlanGraph, change: Change, isForeign = false): UnweighedConsequence | undefined {
  if (!isGrant(change.type)) return undefined;
  if (isReplacement(change)) return followingConsequence(graph, change);
  if (!change.actions.includes("create")) return undefined;
  const isOnNew = graph.estate.resources.some(
    (candidate) =>
      (candidate.isNew === true || graph.changeAt(candidate.address)?.actions.includes("create") === true) &&
      !isGrant(candidate.type) &&
      onlyTarget(graph, change.address).some((target) => isInstanceOf(candidate.address, target)),
  );
  const role = String(valueAtPath(change.after, "role"));
  if (isPublicGrant(change.after)) {
    const [, , text] = OPEN_BY_DESIGN.find(([type, roles]) => type.test(change.type) && roles.test(role)) ?? [];
    return isOnNew && text !== undefined ? { severity: "medium", text, undo: "instant", everywhere: true } : undefined;
  }
  const more = change.type.startsWith("google_service_account_iam_") ? escalationOf(role, true) : undefined;
  if (isOnNew && more !== undefined) {
    return {
      severity: "medium",
      text: "an identity may act as a new account, which may do what this plan lets it",
      undo: "instant",
    };
  }
  // Authoritative on what is made here it takes nothing from anybody; on what is another's the plan cannot say whether it does.
  if (change.type.endsWith("_iam_member")) return undefined;
  if (isOnNew)
    return { severity: "low", text: "the only holders of the role on what this plan makes", undo: "instant" };
  const isForCertain = BROAD.test(role) || change.type.endsWith("_iam_policy") || isOnStanding(graph, change);
  if (!isForeign || isForCertain) return undefined;
  return { severity: "medium", text: authorityText(change.type, role), undo: "redeploy" };
}

/**
 * Whether a grant is on what stands, and has its holders: a folder or an organization, or the project of resources that this
 * plan does not make.
 */
function isOnStanding(graph: PlanGraph, { type }: Change): boolean {
  if (/^google_(folder|organization)_iam_/.test(type)) return true;
  return (
    type.startsWith("google_project_iam_") &&
    graph.estate.resources.some((resource) => resource.type.startsWith("google_") && resource.isNew !== true)
  );
}

/** Roles that people and Google's own agents hold in nearly every project. */
const BROAD = /^roles\/(owner|editor|viewer)$|\.serviceAgent$/;

/** Whether an address is the one of a reference, or an instance of it. */
const isInstanceOf = (address: string, target: string): boolean =>
  address === target || configurationAddress(address) === target;

const onlyTarget = (graph: PlanGraph, address: string): readonly string[] => {
  const grant = graph.estate.resources.find((candidate) => candidate.address === address);
  const keys = ["name", "service", "cloud_function", "secret_id", "bucket", "service_account_id", "topic", "location"];
  const named = [...(grant?.references ?? [])].flatMap(([path, found]) => (keys.includes(path) ? found : []));
  const name = valueAtPath(grant?.values, "name") ?? valueAtPath(grant?.values, "service");
  const literal = graph.estate.resources
    .filter(({ type, values }) => /^google_cloud_run/.test(type) && typeof name === "string" && values.name === name)
    .map((found) => found.address);
  return [...named, ...literal];
};
