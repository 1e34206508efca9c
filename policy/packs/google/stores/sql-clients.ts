import { violation, type Rule } from "../../../core/rule";
import { accountPathOf } from "../programs/programs";
import { grantsOfRight, mayBeTo, newAccountAt, type Right } from "../identities/rights";
import { mountsSockets } from "./sql-connections";
import { workloads } from "../programs/workloads";

/** Roles with cloudsql.instances.connect (https://cloud.google.com/sql/docs/postgres/iam-roles). */
const CONNECTING: Right = { roles: /^roles\/cloudsql\.(client|editor|admin)$/, narrow: [] };

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
        const path = accountPathOf(workload);
        const account = newAccountAt(estate, workload, path);
        if (!account) return [];
        return grantsOfRight(estate, CONNECTING).some((grant) => mayBeTo(estate, grant, account))
          ? []
          : [violation(workload, `${path}: ${account.address} without roles/cloudsql.client found, that role needed`)];
      }),
};
