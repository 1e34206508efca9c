import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { DEFAULT_SOFT_DELETE_SECONDS } from "../google/cloud-storage";
import { preventDeletion } from "./later-arguments";

/** An old version of a state is deleted when it is both this old and this many versions behind. */
const KEPT_DAYS = 90;
const KEPT_VERSIONS = 50;

/** Props of {@link StateBucket}. */
export interface StateBucketProps {
  readonly name: string;
  readonly region: string;
  /** The Storage API. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * The bucket that holds the state of every stack, its own included: made by hand before the first apply and imported
 * (docs/first-deploy.md), so its arguments must not force a replacement.
 */
export class StateBucket extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    const states = new StorageBucket(this, "Default", {
      name: props.name,
      // Google's own spelling: another one would read as another location.
      location: props.region.toUpperCase(),
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: true },
      // Declared although it is the default: a plan would not show a change by hand.
      softDeletePolicy: { retentionDurationSeconds: DEFAULT_SOFT_DELETE_SECONDS },
      lifecycleRule: [
        {
          action: { type: "Delete" },
          // Never a live version: a rule by age alone deleted every state that had not changed for a month (incident 23).
          condition: {
            withState: "ARCHIVED",
            numNewerVersions: KEPT_VERSIONS,
            daysSinceNoncurrentTime: KEPT_DAYS,
          },
        },
      ],
      forceDestroy: false,
      lifecycle: { preventDestroy: true },
      dependsOn: [...props.dependsOn],
    });
    preventDeletion(states);
    this.name = states.name;
  }
}
