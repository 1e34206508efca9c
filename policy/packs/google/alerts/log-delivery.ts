import type { Estate } from "../../../core/estate";
import { plainText } from "../../../core/judge";
import { namedAt } from "../../../core/relations/named";
import { targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { mayBeToAgent } from "../identities/agent-rights";
import { SINKS } from "./log-exclusions";
import { grantsOfRight, grantsOn, type Right } from "../identities/rights";

const BUCKET = "google_storage_bucket";

/** Where logs go, and what writes them there needs. */
const DESTINATIONS: readonly (Right & { readonly type: string; readonly needed: string })[] = [
  {
    type: BUCKET,
    roles: /^roles\/storage\.(objectCreator|objectUser|objectAdmin|admin|legacyBucketWriter)$/,
    narrow: [{ grant: /^google_storage_bucket_iam_/, path: "bucket", types: [BUCKET] }],
    needed: "roles/storage.objectCreator",
  },
  {
    type: "google_pubsub_topic",
    roles: /^roles\/pubsub\.(publisher|editor|admin)$/,
    narrow: [{ grant: /^google_pubsub_topic_iam_/, path: "topic", types: ["google_pubsub_topic"] }],
    needed: "roles/pubsub.publisher",
  },
  {
    type: "google_bigquery_dataset",
    roles: /^roles\/bigquery\.(dataEditor|dataOwner|admin)$/,
    narrow: [{ grant: /^google_bigquery_dataset_iam_/, path: "dataset_id", types: ["google_bigquery_dataset"] }],
    needed: "roles/bigquery.dataEditor",
  },
];

const OWN_WRITER = /@gcp-sa-logging\.iam\.gserviceaccount\.com$/;
/** The same, or the account as which every sink writes that has none of its own. */
const SHARED_WRITER =
  /@gcp-sa-logging\.iam\.gserviceaccount\.com$|^serviceAccount:cloud-logs@system\.gserviceaccount\.com$/;

const writerOf = (sink: Resource): RegExp =>
  valueAt(sink, "unique_writer_identity") === false ? SHARED_WRITER : OWN_WRITER;

function judgeSink(estate: Estate, sink: Resource): readonly Verdict[] {
  return DESTINATIONS.flatMap(({ type, needed, ...right }) => {
    const [target] = targetsOf(estate, sink, "destination", [type]).filter(({ isNew }) => isNew);
    // A dataset may let the writer in by its own list.
    if (!target || Array.isArray(valueAt(target, "access")) || estate.ofType(`${type}_access`).length > 0) return [];
    return grantsOfRight(estate, right, target).some((grant) => mayBeToAgent(grant, writerOf(sink)))
      ? []
      : [
          violation(
            sink,
            `destination: no grant on ${target.address} to the sink's writer_identity found, ${needed} needed`,
          ),
        ];
  });
}

const writer: Rule = {
  id: "log-sink-grant",
  kind: "lost",
  severity: "medium",
  onlyAbroad: true,
  title: "A log sink may write where it sends its logs",
  why: "A sink writes as an account of its own: without the right nothing arrives, and only a mail to the owners tells.",
  fix: "grant the role on the destination to writer_identity of the sink",
  source: "https://cloud.google.com/logging/docs/export/configure_export_v2#dest-auth",
  yieldsTo: ["log-sink-destination"],
  check: (estate) => SINKS.flatMap((type) => estate.ofType(type).flatMap((sink) => judgeSink(estate, sink))),
};

/** Who writes the access logs of buckets. */
const ANALYTICS = /cloud-storage-analytics@google\.com$/;

const accessLogs: Rule = {
  id: "bucket-log-grant",
  kind: "no effect",
  severity: "low",
  onlyAbroad: true,
  title: "Cloud Storage may write access logs where a bucket sends them",
  why: "It writes them as a group of Google's: without the right on the bucket of the logs none is ever written.",
  fix: "grant roles/storage.objectCreator on the bucket of the logs to group:cloud-storage-analytics@google.com",
  source: "https://cloud.google.com/storage/docs/access-logs#delivery",
  check: (estate) =>
    estate.ofType(BUCKET).flatMap((bucket) => {
      const path = "logging[0].log_bucket";
      const [logs] = namedAt(estate, bucket, path, [BUCKET]).resources.filter(({ isNew }) => isNew);
      if (!logs || estate.ofType("google_storage_bucket_acl").length > 0) return [];
      const isGranted = (DESTINATIONS[0]?.narrow ?? [])
        .flatMap((narrow) => grantsOn(estate, narrow, logs))
        .some(({ members }) => members.some(({ value }) => value === UNKNOWN || ANALYTICS.test(plainText(value))));
      return isGranted
        ? []
        : [violation(bucket, `${path}: no grant on ${logs.address} to cloud-storage-analytics found, one needed`)];
    }),
};

/** Whether logs arrive where they are sent. */
export const logDeliveryRules: readonly Rule[] = [writer, accessLogs];
