import type { Construct } from "constructs";
import { CiAccount } from "../constructs/ci-account";
import { ProjectServices } from "../constructs/project-services";
import { RuntimeAccount } from "../constructs/runtime-account";
import { StateBucket } from "../constructs/state-bucket";
import { deployCondition, planCondition, verifyCondition } from "../environments/ci-conditions";
import {
  DEPLOYER_ACCOUNT,
  PLANNER_ACCOUNT,
  VERIFIER_ACCOUNT,
  serviceAccountEmail,
  stateBucketName,
} from "../environments/names";
import { accountsOf } from "../environments/roles";
import { runtimeAccounts } from "../environments/runtime-accounts";
import { stateRolesOf } from "../environments/state-roles";
import { EnvironmentStack, type EnvironmentStackProps } from "./environment-stack";

/** The APIs that accounts, their identities and the state need; the other stacks' are foundation's. */
const APIS = ["cloudresourcemanager", "iam", "iamcredentials", "serviceusage", "storage", "sts"] as const;

/**
 * What must exist before anything else: the state bucket, the accounts that CI plans, deploys and verifies with, and those
 * that services run as. A person deploys it, because an account that may change it could grant itself everything
 * (docs/decisions/007).
 */
export class BootstrapStack extends EnvironmentStack {
  private readonly apis: ProjectServices;
  private readonly bucket: StateBucket;

  constructor(scope: Construct, props: EnvironmentStackProps) {
    super(scope, "bootstrap", props);
    const { environment } = this;
    this.apis = new ProjectServices(this, "api", { project: environment.project, apis: APIS });
    this.bucket = new StateBucket(this, "state-bucket", {
      name: stateBucketName(environment),
      region: environment.region,
      dependsOn: this.apis.declaredServices("storage"),
    });
    this.declareCiAccount("planner", PLANNER_ACCOUNT, planCondition(environment));
    const deployer = this.declareCiAccount("deployer", DEPLOYER_ACCOUNT, deployCondition(environment.ci));
    this.declareCiAccount("verifier", VERIFIER_ACCOUNT, verifyCondition(environment.ci));
    this.declareRuntimeAccounts(deployer);
  }

  private declareCiAccount(id: "planner" | "deployer" | "verifier", accountId: string, condition: string): CiAccount {
    const { environment } = this;
    const granted = accountsOf(environment)[id];
    return new CiAccount(this, id, {
      accountId,
      email: serviceAccountEmail(environment, accountId),
      purpose: granted.purpose,
      project: environment.project,
      roles: granted.roles,
      permissions: granted.permissions.flatMap(({ permissions }) => permissions),
      state: { bucket: this.bucket.name, roles: stateRolesOf(environment)[id] },
      identity: { repositoryId: environment.ci.repositoryId, condition },
      dependsOn: this.apis.declaredServices("iam", "cloudresourcemanager"),
    });
  }

  private declareRuntimeAccounts(deployer: CiAccount): void {
    const { environment } = this;
    for (const { name, roles } of runtimeAccounts(environment)) {
      new RuntimeAccount(this, `account-${name}`, {
        name,
        email: serviceAccountEmail(environment, name),
        project: environment.project,
        roles,
        deployer: { email: serviceAccountEmail(environment, DEPLOYER_ACCOUNT), dependsOn: [deployer.account] },
        dependsOn: this.apis.declaredServices("iam", "cloudresourcemanager"),
      });
    }
  }
}
