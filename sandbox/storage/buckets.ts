import { isBucketLocation } from "../../google/regions";
import { DEFAULT_SOFT_DELETE_SECONDS } from "../../google/cloud-storage";
import {
  alreadyExists,
  invalidArgument,
  notFound,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, asText, mergeObjects, omitMembers, pickMembers, type JsonObject } from "../core/json";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { policyOf } from "../core/policies";
import { projectId, projectNumber } from "../core/projects";
import type { Store } from "../core/store";
import { setPolicy } from "../iam/policies";
import { bucketObjects, MISSING_BUCKET } from "./objects";

/** What a bucket could hold beside objects, and none here does: the provider and gcloud ask before they delete one. */
const NEVER_HELD = ["anywhereCaches", "managedFolders"] as const;

/** Locations of more than one region; any other location is one region. */
const MULTI_REGIONS = ["US", "EU", "ASIA"];

const unknownProject = (project: string): Refusal => notFound(`The project '${project}' was not found.`);

const buckets: Collection = {
  api: "storage",
  pattern: "b",
  noun: "Bucket",
  id: { body: "name" },
  items: "items",
  style: "direct",
  reads: ["project"],
  update: { method: "PATCH", join: "deep" },
  hasSilentDelete: true,
  missing: () => MISSING_BUCKET,
  // The text for one's own bucket; the bucket of another owner has another text with the same reason.
  taken: () => ({
    ...alreadyExists("Your previous request to create the named bucket succeeded and you already own it."),
    reason: "conflict",
  }),
  fill: ({ call, id, next, previous }) => {
    const { store, query } = call;
    const time = store.time();
    const location = asText(next.location || "US").toUpperCase();
    const isMulti = MULTI_REGIONS.includes(location);
    return {
      ...mergeObjects(
        {
          storageClass: "STANDARD",
          iamConfiguration: { uniformBucketLevelAccess: { enabled: false }, publicAccessPrevention: "inherited" },
          softDeletePolicy: { retentionDurationSeconds: `${DEFAULT_SOFT_DELETE_SECONDS}`, effectiveTime: time },
        },
        next,
      ),
      ...(next.logging !== undefined && { logging: { logObjectPrefix: id, ...asObject(next.logging) } }),
      // Only a bucket in more than one region has a recovery point objective.
      ...(isMulti && { rpo: next.rpo ?? "DEFAULT" }),
      kind: "storage#bucket",
      id,
      name: id,
      selfLink: `https://www.googleapis.com/storage/v1/b/${id}`,
      projectNumber:
        previous?.projectNumber ?? projectNumber(store, projectId(store, query.get("project") ?? "") ?? ""),
      location,
      locationType: isMulti ? "multi-region" : "region",
      timeCreated: previous?.timeCreated ?? time,
      updated: time,
      metageneration: String(Number(previous?.metageneration ?? 0) + 1),
      etag: store.etag(),
    };
  },
  check: ({ call, id, next, previous }) => {
    if (!isBucketLocation(asText(next.location))) {
      return invalidArgument(`The specified location constraint is not valid: ${asText(next.location)}.`);
    }
    if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(id)) return invalidArgument(`Invalid bucket name: '${id}'`);
    const project = call.query.get("project") ?? "";
    return previous === undefined && projectId(call.store, project) === undefined ? unknownProject(project) : undefined;
  },
  checkDelete: ({ call, id }) =>
    bucketObjects(call.store, id).length === 0
      ? undefined
      : { ...alreadyExists("The bucket you tried to delete is not empty."), status: "ABORTED", reason: "conflict" },
};

/** Path of the bucket that a call names. */
const bucketPath = (call: Call): string => `b/${param(call, "bucket")}`;

const LIST_PARAMETERS = ["project", "prefix", ...PAGE_PARAMETERS];

/** Lists the buckets of a project, which is named by its id or its number. */
function listBuckets(call: Call): Answer {
  const { store, query } = call;
  const project = query.get("project") ?? "";
  const id = projectId(store, project);
  if (id === undefined) return refusalAnswer(unknownProject(project));
  const elements = store
    .list("storage/b")
    .map(([, bucket]) => bucket)
    .filter((bucket) => bucket.projectNumber === projectNumber(store, id))
    .filter(({ name }) => asText(name).startsWith(query.get("prefix") ?? ""));
  return answerList(call, { items: "items", elements, rest: { kind: "storage#buckets" } });
}

/** Storage has the policy at a path and not at a verb, and takes it without a wrapper. */
const policyWithKind = (policyBody: JsonObject): JsonObject => ({ kind: "storage#policy", ...policyBody });

/** Buckets. */
export const bucketCollections: readonly Collection[] = [buckets];

/** Buckets and their policies. */
export const bucketRoutes: readonly Route[] = [
  { api: "storage", method: "GET", pattern: "b", reads: LIST_PARAMETERS, handle: listBuckets },
  ...collectionRoutes(buckets),
  {
    api: "storage",
    method: "GET",
    pattern: "b/{bucket}/iam",
    handle: (call) => okAnswer(policyWithKind(policyOf(call.store, "storage", bucketPath(call)))),
  },
  {
    api: "storage",
    method: "PUT",
    pattern: "b/{bucket}/iam",
    handle: (call) => {
      const answer = setPolicy({ ...call, path: bucketPath(call) }, omitMembers(call.body, "kind", "resourceId"));
      return answer.code === 200 ? okAnswer(policyWithKind(asObject(answer.body))) : answer;
    },
  },
  {
    api: "storage",
    method: "GET",
    pattern: "b/{bucket}/storageLayout",
    // Only a caller who may list below a prefix alone names one.
    reads: ["prefix"],
    handle: (call) => {
      const bucket = asObject(call.store.get(`storage/${bucketPath(call)}`));
      const members = pickMembers(bucket, "location", "locationType");
      return okAnswer({ kind: "storage#storageLayout", bucket: param(call, "bucket"), ...members });
    },
  },
  ...NEVER_HELD.map((part): Route => ({
    api: "storage",
    method: "GET",
    pattern: `b/{bucket}/${part}`,
    reads: [...PAGE_PARAMETERS, "prefix"],
    // An empty list is left out.
    handle: () => okAnswer({ kind: `storage#${part}` }),
  })),
];

/** Writes the bucket of an environment's states, as an operator makes it before the first deploy. */
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
    softDeletePolicy: { retentionDurationSeconds: `${DEFAULT_SOFT_DELETE_SECONDS}`, effectiveTime: time },
    timeCreated: time,
    updated: time,
    metageneration: "1",
    etag: store.etag(),
  });
}
