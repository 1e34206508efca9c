import { derivedFact, derivedFacts, type Estate } from "../../../core/estate";
import { nameOf } from "../../../core/relations/link";
import { namedAt, type Named } from "../../../core/relations/named";
import { namedResources, referencedBy, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, type Resource } from "../../../core/resource";
import { WIDE_GRANT, findGrants, type Grant } from "./grants";

/** Whether an account may do something, as far as the grants of a plan tell. */

export const ACCOUNT = "google_service_account";

/** Grants on single resources: their types, and where they name what they are granted on. */
export interface NarrowGrants {
  readonly grant: RegExp;
  readonly path: string;
  readonly types: readonly string[];
}

/** What lets an account do something. */
export interface Right {
  /** Predefined roles that give it. */
  readonly roles: RegExp;
  readonly narrow: readonly NarrowGrants[];
}

/** Roles that let their holder do nearly everything, and those of Google's agents: nobody knows all that is in them. */
const BROAD = /^roles\/(owner|editor|firebase\.\w+|\w+\.serviceAgent|dataflow\.worker|composer\.worker)$/;

/** Whether a grant may be of one of some roles: a role that is not known, or the project's own, may. */
const mayGive = ({ role }: Grant, roles: RegExp): boolean =>
  typeof role.value !== "string" ||
  roles.test(role.value) ||
  BROAD.test(role.value) ||
  !role.value.startsWith("roles/");

/** Whether a grant may be to an account; a member that is known later, and comes from no account, may be any. */
export const mayBeTo = (estate: Estate, { resource, members }: Grant, account: Resource): boolean =>
  members.some(({ value, references }) => {
    if (typeof value === "string") {
      return (
        /^all(Authenticated)?Users$/.test(value) || namedResources(estate, resource, ACCOUNT, value).includes(account)
      );
    }
    if (value !== UNKNOWN) return false;
    const named = references.flatMap((from) => referencedBy(estate, resource, from, [ACCOUNT]));
    return named.length === 0 || named.includes(account);
  });

/** Grants on everything below a project, a folder or the organization. */
export const wideGrants = derivedFact((estate) => findGrants(estate, WIDE_GRANT));

/** A grant with what it is granted on. */
interface Placed {
  readonly grant: Grant;
  readonly on: Named;
}

const placedGrants = derivedFacts<NarrowGrants, readonly Placed[]>();

/** Grants that may be on one resource; where its name is made at apply, one that is spelled out may turn out to be it. */
export const grantsOn = (estate: Estate, narrow: NarrowGrants, target: Resource): readonly Grant[] =>
  placedGrants(estate, narrow, ({ grant, path, types }) =>
    findGrants(estate, grant).map((found) => ({ grant: found, on: namedAt(estate, found.resource, path, types) })),
  )
    .filter(
      ({ on }) => on.isOpen || on.resources.includes(target) || (on.links.length > 0 && nameOf(target) === UNKNOWN),
    )
    .map(({ grant }) => grant);

/** Grants by which somebody may have a right on some resources, or on everything. */
export const grantsOfRight = (
  estate: Estate,
  { roles, narrow }: Right,
  ...targets: readonly Resource[]
): readonly Grant[] =>
  [
    ...wideGrants(estate),
    ...targets.flatMap((target) => narrow.flatMap((each) => grantsOn(estate, each, target))),
  ].filter((grant) => mayGive(grant, roles));

/** The account that a value names, where this plan makes it: of one that is there already, another state may hold the grants. */
export const newAccountAt = (estate: Estate, from: Resource, path: string): Resource | undefined =>
  targetsOf(estate, from, path, [ACCOUNT]).find(({ isNew }) => isNew);
