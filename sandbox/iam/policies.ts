import { IAM_REFUSALS } from "../../google/refusals/iam";
import {
  aborted,
  invalidArgument,
  notFound,
  okAnswer,
  refusalAnswer,
  refuse,
  type Answer,
  type Refusal,
} from "../core/answer";
import type { Call, Route } from "../core/call";
import {
  asList,
  asObject,
  asText,
  omitMembers,
  pickMembers,
  withoutNulls,
  type Json,
  type JsonObject,
} from "../core/json";
import { allPolicies, policyName, policyOf } from "../core/policies";
import { projectName } from "../core/projects";
import type { Store } from "../core/store";

/** A member as Google stores it: mail addresses and domains in lower case, everything else as it was sent. */
const storedMember = (member: string): string =>
  member.replace(
    /^(user|serviceAccount|group|domain):(.*)$/s,
    (_, kind: string, id: string) => `${kind}:${id.toLowerCase()}`,
  );

/** Name of a service account in the store. */
export const accountName = (project: string, email: string): string =>
  `iam/projects/${project}/serviceAccounts/${email}`;

/** Kinds of members (https://cloud.google.com/iam/docs/principal-identifiers). */
const MEMBER =
  /^(?:allUsers|allAuthenticatedUsers|(?:user|serviceAccount|group|domain|projectOwner|projectEditor|projectViewer|principal|principalSet|deleted|delegatedPrincipal):.+)$/;

function checkRole({ store }: Call, role: string): Refusal | undefined {
  const [, project = "", id = ""] = /^projects\/([^/]+)\/roles\/([^/]+)$/.exec(role) ?? [];
  // A role of an organisation, or of a project that is not here, is not known.
  const isThere =
    project === "" ||
    store.get(projectName(project)) === undefined ||
    isLiveRole(store.get(`iam/projects/${project}/roles/${id}`));
  return isThere ? refuse(IAM_REFUSALS.role, { role }) : invalidArgument(IAM_REFUSALS.role.text({ role }));
}

const isLiveRole = (role: JsonObject | undefined): boolean => role !== undefined && role.deleted !== true;

/** Refuses a service account of a known project that does not exist. Other members cannot be looked up. */
function checkMember(store: Store, member: string): Refusal | undefined {
  if (!MEMBER.test(member)) {
    return invalidArgument(
      `The member ${member} is of an unknown type. Please set a valid type prefix for the member.`,
    );
  }
  const [, email = "", project = ""] = /^serviceAccount:([^@]+@([^.]+)\.iam\.gserviceaccount\.com)$/.exec(member) ?? [];
  if (email === "" || store.get(projectName(project)) === undefined) return undefined;
  return store.get(accountName(project, email)) === undefined
    ? invalidArgument(`Service account ${email} does not exist.`)
    : undefined;
}

/**
 * The member that stands for a deleted service account in policies: a new account of the same name does not get its
 * grants.
 */
const deletedMember = (email: string, uniqueId: string): string => `deleted:serviceAccount:${email}?uid=${uniqueId}`;

/** A collection whose resources carry a policy. */
interface PolicyHolder {
  readonly api: string;
  readonly pattern: string;
  /** Method of `:getIamPolicy`; `:setIamPolicy` is always a POST. */
  readonly get: "GET" | "POST";
}

/** The routes that read and write the policy of a resource, which must be there. */
export const policyRoutes = ({ api, pattern, get }: PolicyHolder): readonly Route[] => [
  {
    api,
    method: get,
    pattern,
    verb: "getIamPolicy",
    handle: (call) => answerHeld(call, () => okAnswer(policyOf(call.store, api, call.path))),
  },
  {
    api,
    method: "POST",
    pattern,
    verb: "setIamPolicy",
    handle: (call) => answerHeld(call, () => setPolicy(call, asObject(call.body.policy))),
  },
];

const answerHeld = ({ store, api, path }: Call, answer: () => Answer): Answer =>
  store.get(`${api}/${path}`) === undefined ? refusalAnswer(notFound(`Resource '${path}' was not found`)) : answer();

/** Replaces a policy; the etag that is sent must be the current one. */
export function setPolicy(call: Call, written: JsonObject): Answer {
  const sent = asObject(withoutNulls(written));
  const { store, api, path } = call;
  const previous = policyOf(store, api, path);
  const etag = asText(sent.etag);
  if (etag !== "" && etag !== previous.etag) {
    return refusalAnswer(
      aborted(
        "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
      ),
    );
  }
  const mask = asText(call.body.updateMask) || "bindings,etag";
  const isMasked = (member: string): boolean => mask === "*" || mask.split(",").includes(member);
  const bindings = asList(isMasked("bindings") ? sent.bindings : previous.bindings)
    .map((binding) => withMembers(asObject(binding), (member) => storedMember(member)))
    .filter((binding) => bindingMembers(binding).length > 0);
  // A member that is in the policy already is not checked again.
  const known = new Set(asList(previous.bindings).flatMap(bindingMembers));
  const roles = bindings.map((binding) => asText(asObject(binding).role));
  const [refusal] = [
    ...roles.flatMap((role) => checkRole(call, role) ?? []),
    ...bindings
      .flatMap(bindingMembers)
      .flatMap((member) => (known.has(member) ? [] : (checkMember(store, member) ?? []))),
  ];
  if (refusal !== undefined) return refusalAnswer(refusal);
  const policy: JsonObject = {
    ...omitMembers(sent, "auditConfigs"),
    ...pickMembers(isMasked("auditConfigs") ? sent : previous, "auditConfigs"),
    version: bindings.some(({ condition }) => condition) ? 3 : 1,
    bindings,
    etag: store.etag(),
  };
  store.put(policyName(api, path), policy);
  return okAnswer(policy);
}

const bindingMembers = (binding: Json): readonly string[] => asList(asObject(binding).members).map(asText);

const withMembers = (binding: JsonObject, change: (member: string) => string): JsonObject => ({
  ...binding,
  members: [...new Set(bindingMembers(binding).map(change))],
});

/** Marks a deleted service account in every policy, as Google does: its grants apply to nobody from then on. */
export function disownAccount(store: Store, email: string, uniqueId: string): void {
  const gone = (member: string): string =>
    member === `serviceAccount:${email}` ? deletedMember(email, uniqueId) : member;
  for (const [name, policy] of allPolicies(store)) {
    const bindings = asList(policy.bindings).map((binding) => withMembers(asObject(binding), gone));
    if (JSON.stringify(bindings) !== JSON.stringify(policy.bindings ?? []))
      store.put(name, { ...policy, bindings, etag: store.etag() });
  }
}
