import { aborted, invalid, ok, refuse, type Answer, type Refusal } from "./answer";
import type { Call, Route } from "./call";
import { asList, asObject, asText, type Json, type JsonObject } from "./json";
import type { Store } from "./store";

/** Where a resource that carries a policy lies. */
interface PolicyHolder {
  readonly api: string;
  readonly pattern: string;
  /** Method of `:getIamPolicy`; `:setIamPolicy` is always a POST. */
  readonly get: "GET" | "POST";
}

/** Policies stand in one place of the store, by the resource that carries them. */
const policyName = (api: string, path: string): string => `iam-policies/${encodeURIComponent(`${api}/${path}`)}`;

/** The policy of a resource; empty where none was set. */
export const policyOf = (store: Store, api: string, path: string): JsonObject =>
  store.get(policyName(api, path)) ?? { version: 1, etag: "ACAB" };

/** Takes the policy of a deleted resource along. */
export const forgetPolicy = (store: Store, api: string, path: string): boolean => store.remove(policyName(api, path));

/** The routes that read and write the policy of a resource. */
export const policyRoutes = ({ api, pattern, get }: PolicyHolder): readonly Route[] => [
  { api, method: get, pattern, verb: "getIamPolicy", handle: ({ store, path }) => ok(policyOf(store, api, path)) },
  { api, method: "POST", pattern, verb: "setIamPolicy", handle: (call) => setPolicy(call, asObject(call.body.policy)) },
];

/** Replaces a policy; it must have been read in its present form. */
export function setPolicy(call: Call, sent: JsonObject): Answer {
  const { store, api, path } = call;
  const etag = asText(sent.etag);
  if (etag !== "" && etag !== policyOf(store, api, path).etag) {
    return refuse(
      aborted(
        "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
      ),
    );
  }
  const bindings = asList(sent.bindings)
    .map(asObject)
    .filter(({ members }) => asList(members).length > 0);
  const refusal = bindings
    .flatMap(({ members }) => asList(members))
    .map((member) => checkMember(store, asText(member)));
  const [first] = refusal.filter((each) => each !== undefined);
  if (first !== undefined) return refuse(first);
  const policy: JsonObject = {
    ...sent,
    version: bindings.some(({ condition }) => condition) ? 3 : 1,
    bindings,
    etag: store.etag(),
  };
  store.put(policyName(api, path), policy);
  return ok(policy);
}

/** A service account of a known project must exist; whoever else is named cannot be looked up here. */
function checkMember(store: Store, member: string): Refusal | undefined {
  const [, email = "", project = ""] = /^serviceAccount:([^@]+@([^.]+)\.iam\.gserviceaccount\.com)$/.exec(member) ?? [];
  if (email === "" || store.get(`cloudresourcemanager/projects/${project}`) === undefined) return undefined;
  return store.get(`iam/projects/${project}/serviceAccounts/${email}`) === undefined
    ? invalid(`Service account ${email} does not exist.`)
    : undefined;
}

/** Whether a member holds one of some roles on a resource, by a grant without a condition. */
export function holds(store: Store, api: string, path: string, member: string, roles: readonly string[]): boolean {
  const isGrant = (binding: JsonObject): boolean =>
    roles.includes(asText(binding.role)) &&
    binding.condition === undefined &&
    asList(binding.members).some((each: Json) => asText(each).toLowerCase() === member.toLowerCase());
  return asList(policyOf(store, api, path).bindings)
    .map(asObject)
    .some(isGrant);
}
