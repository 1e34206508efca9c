import type { Environment } from "./environment";
import { stateBucketName } from "./names";
import type { RoleRow } from "./account-roles";
import { APPLY_ORDER } from "./stack-names";

/**
 * What CI's accounts may do with the states, on their bucket alone. Bootstrap's state stands there too, and whoever
 * writes it decides what the next person with an owner's rights applies: no account of CI may.
 */

/** One of Google's roles, on the state bucket. */
export type StateRole = Omit<RoleRow, "types">;

/**
 * Objects below the prefixes of the stacks that CI deploys: their states and locks. A listing is asked of the bucket,
 * so that it never meets this.
 *
 * @see https://cloud.google.com/storage/docs/access-control/iam#conditions
 */
export function deployedStates(environment: Pick<Environment, "name">): string {
  const objects = `projects/_/buckets/${stateBucketName(environment)}/objects`;
  return APPLY_ORDER.map((prefix) => `resource.name.startsWith("${objects}/${prefix}/")`).join(" || ");
}

const LISTS: StateRole = {
  role: "roles/storage.legacyBucketReader",
  why: "names of states and locks: Terraform's init lists them, and the verifier sees which are locked",
};

/** The roles of each account on the state bucket, by the name of the grant. */
export const stateRolesOf = (
  environment: Pick<Environment, "name">,
): Readonly<Record<"planner" | "deployer" | "verifier", Readonly<Record<string, StateRole>>>> => ({
  planner: {
    state: {
      role: "roles/storage.objectViewer",
      why: "every state; bootstrap's too, which holds no secret, because drift of who may do what is looked for as well",
    },
  },
  deployer: {
    state: {
      role: "roles/storage.objectUser",
      why: "a state is read and written over; a lock is an object that is created and deleted",
      condition: { title: "Only what CI deploys", expression: deployedStates(environment) },
    },
    "state-names": LISTS,
  },
  // No content: a state holds the cache's AUTH string.
  verifier: { state: LISTS },
});
