import { projectNumber } from "../core/projects";
import type { Store } from "../core/store";

/** The bucket of an environment's states, as the README has an operator make it before the first deploy. */
export function seedStateBucket(store: Store, project: string, bucket: string, region: string): void {
  const time = store.time();
  store.put(`storage/b/${bucket}`, {
    kind: "storage#bucket",
    id: bucket,
    name: bucket,
    selfLink: `https://www.googleapis.com/storage/v1/b/${bucket}`,
    projectNumber: projectNumber(store, project),
    location: region.toUpperCase(),
    locationType: "region",
    storageClass: "STANDARD",
    versioning: { enabled: true },
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: "enforced" },
    softDeletePolicy: { retentionDurationSeconds: "604800", effectiveTime: time },
    timeCreated: time,
    updated: time,
    metageneration: "1",
    etag: store.etag(),
  });
}
