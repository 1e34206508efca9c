import { ProjectIamCustomRole } from "@cdktf/provider-google/lib/project-iam-custom-role";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { ServiceAccountIamMember } from "@cdktf/provider-google/lib/service-account-iam-member";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { WorkloadIdentity } from "./workload-identity";

/** One of Google's roles. */
export interface GrantedRole {
  readonly role: string;
  readonly condition?: { readonly title: string; readonly expression: string };
}

/** Props of {@link CiAccount}. */
export interface CiAccountProps {
  /** Id of the account, and of the pool that leads to it. */
  readonly accountId: string;
  readonly email: string;
  readonly purpose: string;
  readonly project: string;
  /** On the project. */
  readonly roles: readonly GrantedRole[];
  /** Permissions of its custom role. */
  readonly permissions: readonly string[];
  /** On the state bucket, by the id of the grant. */
  readonly state: { readonly bucket: string; readonly roles: Readonly<Record<string, GrantedRole>> };
  /** Which of GitHub's tokens become this account. */
  readonly identity: { readonly repositoryId: string; readonly condition: string };
  /** The IAM and the Resource Manager API. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** An account that CI's workflows become, with everything it may do and the only way to become it. */
export class CiAccount extends Construct {
  /** What others are granted to it depends on. */
  readonly account: ITerraformDependable;

  constructor(scope: Construct, id: string, props: CiAccountProps) {
    super(scope, id);
    const account = new ServiceAccount(this, "Default", {
      accountId: props.accountId,
      displayName: props.purpose,
      dependsOn: [...props.dependsOn],
    });
    this.account = account;
    const identity = new WorkloadIdentity(this, "pool", {
      poolId: props.accountId,
      ...props.identity,
      dependsOn: props.dependsOn,
    });
    new ServiceAccountIamMember(this, "impersonation", {
      serviceAccountId: account.name,
      role: "roles/iam.workloadIdentityUser",
      member: identity.member,
    });
    this.grant(account, props);
  }

  private grant(account: ServiceAccount, { project, email, state, ...props }: CiAccountProps): void {
    const member = `serviceAccount:${email}`;
    for (const [grant, { role, condition }] of Object.entries(state.roles)) {
      new StorageBucketIamMember(this, grant, {
        bucket: state.bucket,
        role,
        member,
        ...(condition && { condition }),
        dependsOn: [account],
      });
    }
    const custom = new ProjectIamCustomRole(this, "custom-role", {
      // An id has no "-" (https://cloud.google.com/iam/docs/reference/rest/v1/projects.roles/create).
      roleId: props.accountId.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      title: props.purpose,
      permissions: [...props.permissions],
      stage: "GA",
      dependsOn: [...props.dependsOn],
    });
    new ProjectIamMember(this, "role-custom", { project, role: custom.name, member, dependsOn: [account] });
    for (const { role, condition } of props.roles) {
      new ProjectIamMember(this, role.replace("roles/", "role-").replace(/\./g, "-"), {
        project,
        role,
        member,
        ...(condition && { condition }),
        dependsOn: [account],
      });
    }
  }
}
