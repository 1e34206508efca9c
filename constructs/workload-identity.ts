import { IamWorkloadIdentityPool } from "@cdktf/provider-google/lib/iam-workload-identity-pool";
import { IamWorkloadIdentityPoolProvider } from "@cdktf/provider-google/lib/iam-workload-identity-pool-provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

/** Props of {@link WorkloadIdentity}. */
export interface WorkloadIdentityProps {
  readonly poolId: string;
  /** GitHub's number of the repository. */
  readonly repositoryId: string;
  /** Which of the issuer's tokens are let in. */
  readonly condition: string;
  /** The IAM API. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Lets a repository's workflows become an account, without a key that could leak. Each account has a pool of its own:
 * Google does not tell the identities of one pool apart, so that a token for planning could otherwise deploy.
 */
export class WorkloadIdentity extends Construct {
  /** IAM member: the repository's tokens that have met the condition. */
  readonly member: string;

  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    const pool = new IamWorkloadIdentityPool(this, "Default", {
      workloadIdentityPoolId: props.poolId,
      displayName: props.poolId,
      disabled: false,
      dependsOn: [...props.dependsOn],
    });
    new IamWorkloadIdentityPoolProvider(this, "github", {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: "github",
      displayName: "GitHub Actions",
      disabled: false,
      attributeMapping: {
        "google.subject": "assertion.sub",
        "attribute.repository_id": "assertion.repository_id",
      },
      attributeCondition: props.condition,
      // No allowed_audiences: the default is this provider's own name, so a token made for another one is refused.
      oidc: { issuerUri: GITHUB_ISSUER },
    });
    this.member = `principalSet://iam.googleapis.com/${pool.name}/attribute.repository_id/${props.repositoryId}`;
  }
}
