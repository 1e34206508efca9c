import type { Construct } from "constructs";
import { CiAccount } from "../constructs/ci-account";
import { ProjectServices } from "../constructs/project-services";
import { StateBucket } from "../constructs/state-bucket";
import { deployCondition, planCondition, verifyCondition } from "../environments/ci-conditions";
import {
  DEPLOYER_ACCOUNT,
  PLANNER_ACCOUNT,
  VERIFIER_ACCOUNT,
  serviceAccountEmail,
  stateBucketName,
} from "../environments/names";
import { accountsOf, type AccountRoles } from "../environments/roles";
import { EnvironmentStack, type EnvironmentStackProps } from "./environment-stack";

/** The APIs that accounts, their identities and the state need; the other stacks' are foundation's. */
const APIS = ["cloudresourcemanager", "iam", "iamcredentials", "serviceusage", "storage", "sts"] as const;

/**
 * What must exist before anything else: the state bucket, and the accounts that CI plans, deploys and verifies with. A person
 * deploys it, because an account that may change it could grant itself everything (docs/decisions/007).
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
    const { planner, deployer, verifier } = accountsOf(environment);
    this.declareAccount("planner", PLANNER_ACCOUNT, planner, planCondition(environment.ci));
    this.declareAccount("deployer", DEPLOYER_ACCOUNT, deployer, deployCondition(environment.ci));
    this.declareAccount("verifier", VERIFIER_ACCOUNT, verifier, verifyCondition(environment.ci));
  }

  private declareAccount(id: string, accountId: string, granted: AccountRoles, condition: string): void {
    const { environment } = this;
    new CiAccount(this, id, {
      accountId,
      email: serviceAccountEmail(environment, accountId),
      purpose: granted.purpose,
      project: environment.project,
      roles: granted.roles,
      permissions: granted.permissions.flatMap(({ permissions }) => permissions),
      state: { bucket: this.bucket.name, role: granted.stateRole },
      identity: { repositoryId: environment.ci.repositoryId, condition },
      dependsOn: this.apis.declaredServices("iam", "cloudresourcemanager"),
    });
  }
}
