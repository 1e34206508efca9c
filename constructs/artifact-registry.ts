import { ArtifactRegistryRepository } from "@cdktf/provider-google/lib/artifact-registry-repository";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { preventDeletion } from "./later-arguments";

/** Untagged images older than this were left by deleted tags or pushes that broke off. */
const UNTAGGED_KEPT_SECONDS = 30 * 24 * 3600;

/** Props of {@link ImageRepository}. */
export interface ImageRepositoryProps {
  readonly repositoryId: string;
  readonly region: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The repository that the services' pipelines push to. */
export class ImageRepository extends Construct {
  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    const repository = new ArtifactRegistryRepository(this, "Default", {
      repositoryId: props.repositoryId,
      location: props.region,
      format: "DOCKER",
      mode: "STANDARD_REPOSITORY",
      description: "Images of the chat product's services",
      // A tag that cannot move is what makes a revision reproducible.
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
      cleanupPolicyDryRun: false,
      cleanupPolicies: [
        {
          id: "untagged",
          action: "DELETE",
          condition: { tagState: "UNTAGGED", olderThan: `${UNTAGGED_KEPT_SECONDS}s` },
        },
      ],
      lifecycle: { preventDestroy: true },
      dependsOn: [...props.dependsOn],
    });
    preventDeletion(repository);
  }
}
