import {
  UNKNOWN,
  blockPaths,
  isAddressOf,
  referencesAt,
  textAt,
  valueAt,
  type Resource,
  type Value,
} from "../../../core/resource";
import type { Estate } from "../../../core/estate";

/** Grants of a role in every form that Terraform has: a member, a binding of a role, a whole policy. */

/** Every grant. */
export const ANY_GRANT = /^google_\w+_iam_(member|binding|policy)$/;
/** Grants on everything below a project, a folder or the organization. */
export const WIDE_GRANT = /^google_(project|folder|organization)_iam_(member|binding|policy)$/;

/** A value with its place and what it refers to. */
export interface PlacedValue {
  readonly path: string;
  readonly value: Value | undefined;
  readonly references: readonly string[];
}

/** A role given to members. */
export interface Grant {
  readonly resource: Resource;
  readonly role: PlacedValue;
  readonly members: readonly PlacedValue[];
}

/** Reads a value. @param around - the path of the expression that it comes from, where that is another */
function readPlaced(resource: Resource, path: string, around = path): PlacedValue {
  const own = referencesAt(resource, path);
  return { path, value: valueAt(resource, path), references: own.length > 0 ? own : referencesAt(resource, around) };
}

interface PolicyBinding {
  readonly role?: string;
  readonly members?: readonly string[];
}

function bindingsOf(policy: string): readonly PolicyBinding[] {
  try {
    return (JSON.parse(policy) as { readonly bindings?: readonly PolicyBinding[] }).bindings ?? [];
  } catch {
    // Google refuses what is no JSON.
    return [];
  }
}

/** The grants of a resource. A policy is one JSON text with many; a member and a binding are one grant each. */
export function grantsOf(resource: Resource): readonly Grant[] {
  if (resource.type.endsWith("_iam_policy")) {
    const policy = readPlaced(resource, "policy_data");
    if (typeof policy.value !== "string") return [{ resource, role: policy, members: [policy] }];
    return bindingsOf(policy.value).map(({ role, members = [] }) => ({
      resource,
      role: { ...policy, value: role },
      members: members.map((value) => ({ ...policy, value })),
    }));
  }
  const listed = blockPaths(resource, "members").map((path) => readPlaced(resource, path, "members"));
  const members = listed.length > 0 ? listed : [readPlaced(resource, "members"), readPlaced(resource, "member")];
  return [{ resource, role: readPlaced(resource, "role"), members }];
}

/** The grants of every resource whose type matches. */
export const findGrants = (estate: Estate, type: RegExp): readonly Grant[] =>
  estate.ofTypes((name) => type.test(name)).flatMap(grantsOf);

/** Whether a value comes from an account that somebody made, and so is none of Google's own. */
export const isOfMadeAccount = ({ references }: Pick<PlacedValue, "references">): boolean =>
  references.some((address) => isAddressOf(address, "google_service_account"));

/** Whether the role of a grant is a custom one of the same plan, and so none of Google's. */
export const isOwnRole = ({ references }: PlacedValue): boolean =>
  references.some((address) => /_iam_custom_role\./.test(address));

/** Whether a grant gives one of some roles of Google's; UNKNOWN where its role is not known. */
export function givesOneOf(grant: Grant, wanted: readonly string[]): boolean | typeof UNKNOWN {
  const { value } = grant.role;
  if (value === UNKNOWN) return isOwnRole(grant.role) ? false : UNKNOWN;
  return typeof value === "string" && wanted.includes(value);
}

/** Whether a grant gives what some roles give; UNKNOWN where its role is not known, or is one of the project's own. */
export function givesRole({ role }: Grant, wanted: readonly string[]): boolean | typeof UNKNOWN {
  if (typeof role.value !== "string") return role.value === UNKNOWN ? UNKNOWN : false;
  return wanted.includes(role.value) || (role.value.startsWith("roles/") ? false : UNKNOWN);
}

/** Whether a grant names an account, or may: a local, which no plan lists, may lead to it. */
export const mayName = (account: Resource, { value, references }: PlacedValue): boolean =>
  references.includes(account.address) ||
  (value === UNKNOWN && (references.length === 0 || references.some((from) => /(^|\.)local\./.test(from)))) ||
  (typeof value === "string" && value.includes(`:${textAt(account, "account_id") ?? "?"}@`));
