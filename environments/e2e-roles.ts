import type { Environment } from "./environment";
import { e2eResultsBucketName } from "./names";
import type { AccountRoles } from "./account-roles";

/** What CI's accounts may do in addition, in environments with end-to-end tests. */

type Rows = Pick<AccountRoles, "roles" | "permissions">;

const RESULTS = ["google_storage_bucket", "google_storage_bucket_iam_member"];

/** Creates and changes the bucket of the results, and looks for the lock in it. */
export function e2eDeployer(environment: Pick<Environment, "name">): Rows {
  const bucket = `projects/_/buckets/${e2eResultsBucketName(environment)}`;
  return {
    roles: [
      {
        role: "roles/storage.admin",
        why: "the bucket of the tests' results; without the condition it could open the states to others",
        types: RESULTS,
        condition: {
          title: "Only results of tests",
          expression: `resource.name == "${bucket}" || resource.name.startsWith("${bucket}/objects/")`,
        },
      },
    ],
    permissions: [
      {
        permissions: ["storage.buckets.create"],
        why: "asked of the project, where no condition on a bucket's name can hold",
        types: ["google_storage_bucket"],
      },
    ],
  };
}

/** Starts and cancels the tests. Access to their results and to the key is granted beside those, in the services stack. */
export const E2E_VERIFIER: Rows = {
  roles: [],
  permissions: [
    {
      permissions: ["run.jobs.run", "run.executions.cancel"],
      why: "run.invoker may call services too; without runWithOverrides nobody swaps the tests' variables or arguments",
      types: [],
    },
  ],
};
