import { asList, asObject, asText, type JsonObject } from "./json";
import type { Store } from "./store";

/** Where every policy stands in the store. */
const POLICIES = "iam-policies/";

/** Name of the policy of a resource in the store: policies stand apart from what carries them. */
export const policyName = (api: string, path: string): string => `${POLICIES}${encodeURIComponent(`${api}/${path}`)}`;

/** Every policy with its name in the store. */
export const allPolicies = (store: Store): ReturnType<Store["below"]> => store.below(POLICIES);

/** The policy of a resource; empty where none was set. */
export const policyOf = (store: Store, api: string, path: string): JsonObject =>
  store.get(policyName(api, path)) ?? { version: 1, etag: "ACAB" };

/** Removes the policy of a deleted resource. */
export const forgetPolicy = (store: Store, api: string, path: string): boolean => store.remove(policyName(api, path));

/** Whether a member holds one of some roles on a resource, by a grant without a condition. */
export function holdsRole(store: Store, api: string, path: string, member: string, roles: readonly string[]): boolean {
  const isGrant = ({ role, condition, members }: JsonObject): boolean =>
    roles.includes(asText(role)) &&
    condition === undefined &&
    asList(members).some((each) => asText(each).toLowerCase() === member.toLowerCase());
  return asList(policyOf(store, api, path).bindings)
    .map(asObject)
    .some(isGrant);
}
