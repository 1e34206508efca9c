import type { AccountRoles } from "./account-roles";
import { DEPLOYER } from "./deployer-roles";
import { E2E_VERIFIER, e2eDeployer } from "./e2e-roles";
import type { Environment } from "./environment";
import { PLANNER } from "./planner-roles";

/**
 * What CI's accounts may do in the project, and why: `planner-roles.ts`, `deployer-roles.ts`, and the verifier's below. What
 * they may do with the states is in `state-roles.ts`. The bootstrap stack grants
 * these tables and nothing else. `types` are the resource types for which the planning or the deploying account needs the
 * row; a test compares them with the types in use.
 */

/** Reads a live environment, as `./netra verify` does, and writes its measurements. It changes nothing else. */
export const VERIFIER: AccountRoles = {
  purpose: "Verifier of CI",
  roles: [
    {
      role: "roles/run.viewer",
      why: "services, revisions and executions, with their variables' references",
      types: [],
    },
    { role: "roles/redis.viewer", why: "the cache's state, without its AUTH string", types: [] },
    {
      role: "roles/secretmanager.viewer",
      why: "which versions are enabled, how old they are and who may read them, no value",
      types: [],
    },
    { role: "roles/compute.viewer", why: "the URL map, backends, certificates and Cloud Armor", types: [] },
    { role: "roles/monitoring.viewer", why: "connections and latencies that only a metric knows", types: [] },
    { role: "roles/monitoring.metricWriter", why: "handshakes and verdicts, for the alerts on them", types: [] },
  ],
  permissions: [
    {
      permissions: ["cloudsql.databases.get", "cloudsql.instances.get"],
      why: "cloudsql.viewer may export the whole database to a bucket of its choice",
      types: [],
    },
  ],
};

/** Joins two tables. */
const joined = (base: AccountRoles, more: Pick<AccountRoles, "roles" | "permissions">): AccountRoles => ({
  ...base,
  roles: [...base.roles, ...more.roles],
  permissions: [...base.permissions, ...more.permissions],
});

/** What each account is granted in an environment: more only where end-to-end tests run. */
export function accountsOf(
  environment: Pick<Environment, "name" | "kind">,
): Readonly<Record<"planner" | "deployer" | "verifier", AccountRoles>> {
  if (environment.kind === "production") return { planner: PLANNER, deployer: DEPLOYER, verifier: VERIFIER };
  return {
    planner: PLANNER,
    deployer: joined(DEPLOYER, e2eDeployer(environment)),
    verifier: joined(VERIFIER, E2E_VERIFIER),
  };
}
