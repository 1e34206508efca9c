import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { grantAccess, type SecretReference } from "./secret";

/** Props of {@link declareServiceIdentity}. */
export interface ServiceIdentityProps {
  /** Name of the service, and id of its account. */
  readonly name: string;
  readonly project: string;
  readonly serviceAccountEmail: string;
  /** Project roles, short: `cloudsql.client`. */
  readonly roles: readonly string[];
  /** Secrets that the service mounts; one that is mounted twice is granted once. */
  readonly secrets: readonly SecretReference[];
}

/**
 * A service account that one service runs as, its project roles, and access to exactly the secrets it mounts: a
 * shared account would read the other's secrets, a project-wide role everyone's.
 *
 * @returns what must exist before the service starts
 */
export function declareServiceIdentity(scope: Construct, props: ServiceIdentityProps): readonly ITerraformDependable[] {
  const account = new ServiceAccount(scope, "account", {
    accountId: props.name,
    displayName: `Runs ${props.name}`,
  });
  const member = `serviceAccount:${props.serviceAccountEmail}`;
  const roles = props.roles.map(
    (role) =>
      new ProjectIamMember(scope, `role-${role.replace(/\W/g, "-")}`, {
        project: props.project,
        role: `roles/${role}`,
        member,
        dependsOn: [account],
      }),
  );
  const byRole = new Map(props.secrets.map((secret) => [secret.role, secret]));
  const accessors = [...byRole].map(([role, secret]) =>
    grantAccess(scope, `reads-${role}`, {
      project: props.project,
      secret,
      email: props.serviceAccountEmail,
      dependsOn: [account],
    }),
  );
  return [account, ...roles, ...accessors];
}
