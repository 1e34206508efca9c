import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Props of {@link RuntimeAccount}. */
export interface RuntimeAccountProps {
  /** Name of the service or the job, and id of its account. */
  readonly name: string;
  readonly email: string;
  readonly project: string;
  /** On the project. */
  readonly roles: readonly string[];
  /** Email of the account that may start something as this one, and what makes it. */
  readonly deployer: { readonly email: string; readonly dependsOn: readonly ITerraformDependable[] };
  /** The IAM and the Resource Manager API. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * An account that one service or job runs as, its project roles, and who may start something as it: on the account
 * itself, because on the project that would be every account, also those that may do more.
 */
export class RuntimeAccount extends Construct {
  constructor(scope: Construct, id: string, props: RuntimeAccountProps) {
    super(scope, id);
    const account = new ServiceAccount(this, "Default", {
      accountId: props.name,
      displayName: `Runs ${props.name}`,
      dependsOn: [...props.dependsOn],
    });
    for (const role of props.roles) {
      new ProjectIamMember(this, role.replace("roles/", "role-").replace(/\./g, "-"), {
        project: props.project,
        role,
        member: `serviceAccount:${props.email}`,
        dependsOn: [account],
      });
    }
    new ServiceAccountIamMember(this, "started-by-deployer", {
      serviceAccountId: account.name,
      role: "roles/iam.serviceAccountUser",
      member: `serviceAccount:${props.deployer.email}`,
      dependsOn: [...props.deployer.dependsOn],
    });
  }
}
