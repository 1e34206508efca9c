import { StorageBucket } from "@cdktf/provider-google/lib/storage-bucket";
import { StorageBucketIamMember } from "@cdktf/provider-google/lib/storage-bucket-iam-member";
import { Construct } from "constructs";
import { DEFAULT_SOFT_DELETE_SECONDS } from "../google/cloud-storage";
import { preventDeletion } from "./later-arguments";

/** Days. Reports are read on their day; a quarter of a year shows when a test began to fail. */
const KEPT_DAYS = 90;

/** Props of {@link ResultsBucket}. */
export interface ResultsBucketProps {
  readonly name: string;
  readonly region: string;
  /** Folder that reports are written to, without a slash at its end. */
  readonly folder: string;
  /** Object beside it that stands while a run lasts. */
  readonly lock: string;
  /** Email of the account that the tests run as. */
  readonly writer: string;
  /** Email of the account that starts the tests and reads what came of them. */
  readonly reader: string;
}

/**
 * Where test runs leave their reports. The tests may add to their folder and nothing else: a run can neither read nor
 * replace what another one wrote.
 */
export class ResultsBucket extends Construct {
  constructor(scope: Construct, id: string, props: ResultsBucketProps) {
    super(scope, id);
    const results = new StorageBucket(this, "Default", {
      name: props.name,
      // Google's own spelling: another one would read as another location.
      location: props.region.toUpperCase(),
      storageClass: "STANDARD",
      uniformBucketLevelAccess: true,
      publicAccessPrevention: "enforced",
      versioning: { enabled: false },
      // Declared although it is the default: a plan would not show a change by hand.
      softDeletePolicy: { retentionDurationSeconds: DEFAULT_SOFT_DELETE_SECONDS },
      lifecycleRule: [
        { action: { type: "Delete" }, condition: { age: KEPT_DAYS, matchesPrefix: [`${props.folder}/`] } },
      ],
      forceDestroy: false,
      // Google's own protection of services stops a destroy only when the bucket is already gone.
      lifecycle: { preventDestroy: true },
    });
    preventDeletion(results);
    const objects = `projects/_/buckets/${props.name}/objects`;
    const grant = (
      id: string,
      role: string,
      email: string,
      condition?: { readonly title: string; readonly expression: string },
    ): StorageBucketIamMember =>
      new StorageBucketIamMember(this, id, {
        bucket: results.name,
        role: `roles/storage.${role}`,
        member: `serviceAccount:${email}`,
        ...(condition && { condition }),
      });
    grant("writes", "objectCreator", props.writer, {
      title: "Only reports",
      expression: `resource.name.startsWith("${objects}/${props.folder}/")`,
    });
    grant("reads", "objectViewer", props.reader);
    grant("locks", "objectUser", props.reader, {
      title: "Only the lock",
      expression: `resource.name == "${objects}/${props.lock}"`,
    });
  }
}
