import type { Estate } from "../../core/estate";
import { namedAt } from "../../core/relations/named";
import { namedResources, referencedBy } from "../../core/relations/targets";
import { UNKNOWN, type Resource } from "../../core/resource";
import { violation, type Rule } from "../../core/rule";
import { WIDE_GRANT, findGrants, type Grant } from "./grants";
import { mountsSockets } from "./sql-connections";
import { RUN_V1, templateOf, workloads } from "./workloads";

const ACCOUNT = "google_service_account";
/** Roles with cloudsql.instances.connect (https://cloud.google.com/sql/docs/postgres/iam-roles). */
const CLIENTS = /^roles\/(cloudsql\.(client|editor|admin)|editor|owner)$/;

/** Whether a role may let its holder connect: one that is not known, or the project's own, may. */
const mayConnect = ({ role }: Grant): boolean =>
  typeof role.value !== "string" || CLIENTS.test(role.value) || !role.value.startsWith("roles/");

/** Whether a grant may be to an account; a member that is known later, and comes from no account, may be any. */
export const mayBeTo = (estate: Estate, { resource, members }: Grant, account: Resource): boolean =>
  members.some(({ value, references }) => {
    if (typeof value === "string") return namedResources(estate, resource, ACCOUNT, value).includes(account);
    if (value !== UNKNOWN) return false;
    const named = references.flatMap((from) => referencedBy(estate, resource, from, [ACCOUNT]));
    return named.length === 0 || named.includes(account);
  });

const accountPath = (workload: Resource): string =>
  `${templateOf(workload)}.${workload.type === RUN_V1 ? "service_account_name" : "service_account"}`;

export const sqlClient: Rule = {
  id: "run-cloudsql-client",
  kind: "down",
  severity: "medium",
  title: "The account of a service that has Cloud SQL's socket may connect to Cloud SQL",
  why: "Without roles/cloudsql.client the socket is there, and every connection through it is refused.",
  fix: "grant roles/cloudsql.client on the project to the account of the service",
  source: "https://cloud.google.com/sql/docs/postgres/connect-run#configure",
  check: (estate) =>
    workloads(estate)
      .filter((workload) => mountsSockets(workload) === true)
      .flatMap((workload) => {
        const path = accountPath(workload);
        // Of an account that is there already, another state may hold the grant.
        const [account] = namedAt(estate, workload, path, [ACCOUNT]).resources.filter(({ isNew }) => isNew);
        if (!account) return [];
        return findGrants(estate, WIDE_GRANT).some((grant) => mayConnect(grant) && mayBeTo(estate, grant, account))
          ? []
          : [violation(workload, `${path}: ${account.address} without roles/cloudsql.client found, that role needed`)];
      }),
};
