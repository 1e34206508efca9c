import type { Estate } from "../../core/estate";
import { forEveryOf } from "../../core/judge";
import { referencedBy, targetsOf } from "../../core/relations/targets";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { WIDE_GRANT, findGrants, isOfMadeAccount, type Grant } from "./grants";

const PROJECT = "google_logging_project_sink";
const WIDER = ["google_logging_folder_sink", "google_logging_organization_sink", "google_logging_billing_account_sink"];
const SINKS = [PROJECT, ...WIDER];

/** What a destination is, and how Google writes it (https://cloud.google.com/logging/docs/export/configure_export_v2). */
const DESTINATION =
  /^(storage\.googleapis\.com\/[a-z0-9][a-z0-9._-]+|bigquery\.googleapis\.com\/projects\/[^/]+\/datasets\/\w+|pubsub\.googleapis\.com\/projects\/[^/]+\/topics\/[^/]+|logging\.googleapis\.com\/((projects|folders|organizations|billingAccounts)\/[^/]+\/locations\/[^/]+\/buckets\/[^/]+|projects\/[^/]+))$/;

const destination: Rule = {
  id: "log-sink-destination",
  kind: "refused",
  severity: "high",
  title: "A sink names its destination as Google writes it",
  why: "Google refuses a topic or a dataset without its project, and what is no place for logs, at apply; the provider takes any text.",
  fix: "write storage.googleapis.com/BUCKET, pubsub.googleapis.com/projects/P/topics/T, bigquery.googleapis.com/projects/P/datasets/D or logging.googleapis.com/projects/P/locations/L/buckets/B",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_project_sink",
  check: forEveryOf(SINKS, (sink) => {
    const found = textAt(sink, "destination");
    return found === undefined || DESTINATION.test(found)
      ? []
      : [violation(sink, "destination: another form found, SERVICE.googleapis.com/ and the full name allowed")];
  }),
};

/** What a sink writes to, the grants on it, and where those name it. */
const WRITTEN: readonly (readonly [type: string, grant: RegExp, path: string])[] = [
  ["google_storage_bucket", /^google_storage_bucket_iam_(member|binding|policy)$/, "bucket"],
  ["google_pubsub_topic", /^google_pubsub_topic_iam_(member|binding|policy)$/, "topic"],
  ["google_bigquery_dataset", /^google_bigquery_dataset_iam_(member|binding|policy)$/, "dataset_id"],
];

/** The account that all sinks wrote as which have none of their own. */
const SHARED = "serviceAccount:cloud-logs@system.gserviceaccount.com";

/** Whether a grant may be to the writer of a sink: a member that is known later, and is no account of the plan's, may be. */
function mayBeToWriter(estate: Estate, { resource, members }: Grant, sink: Resource): boolean {
  const hasOwn = valueAt(sink, "unique_writer_identity") !== false;
  return members.some((member) => {
    if (typeof member.value === "string")
      return /@gcp-sa-logging\.iam\.gserviceaccount\.com$/.test(member.value) || (!hasOwn && member.value === SHARED);
    const sinks = member.references.flatMap((from) => referencedBy(estate, resource, from, SINKS));
    return member.value === UNKNOWN && (sinks.length > 0 ? sinks.includes(sink) : !isOfMadeAccount(member));
  });
}

/** The same of a dataset's own list of access, which names addresses. */
const mayBeListed = (dataset: Resource): boolean =>
  referencesAt(dataset, "access").some((from) => from.includes("_sink."));

const writer: Rule = {
  id: "log-sink-writer",
  kind: "no effect",
  severity: "medium",
  title: "A sink may write to what the plan makes for it",
  why: "Google makes the sink and drops every line that it may not write: the logs that somebody will look for are not there.",
  fix: "grant the sink's writer_identity roles/storage.objectCreator, roles/pubsub.publisher or roles/bigquery.dataEditor on the destination",
  source: "https://cloud.google.com/logging/docs/export/configure_export_v2#dest-auth",
  yieldsTo: ["log-sink-destination"],
  check: forEveryOf(SINKS, (sink, estate) =>
    WRITTEN.flatMap(([type, grants, path]): readonly Verdict[] => {
      const made = targetsOf(estate, sink, "destination", [type]).filter(({ isNew }) => isNew);
      if (made.length === 0) return [];
      const wide = findGrants(estate, WIDE_GRANT);
      const own = findGrants(estate, grants).filter(({ resource }) => {
        const named = targetsOf(estate, resource, path, [type]);
        return named.length === 0 || named.some((target) => made.includes(target));
      });
      return [...own, ...wide].some((grant) => mayBeToWriter(estate, grant, sink)) || made.some(mayBeListed)
        ? []
        : [violation(sink, `destination: no grant to its writer on ${made[0]?.address ?? ""} found, one needed`)];
    }),
  ),
};

const children: Rule = {
  id: "log-sink-children",
  kind: "no effect",
  severity: "low",
  title: "A sink of a folder or an organization takes the logs of what is below it",
  why: "Without include_children it takes only the few lines of the folder or the organization itself, and none of a project.",
  fix: "set include_children to true",
  source: "https://cloud.google.com/logging/docs/export/aggregated_sinks",
  check: forEveryOf(WIDER.slice(0, 2), (sink) => {
    const value = valueAt(sink, "include_children");
    if (value === UNKNOWN) return [unknown(sink, "include_children")];
    return value === true ? [] : [violation(sink, "include_children: not on, true allowed")];
  }),
};

/** Whether logs get to where they are sent. */
export const logSinkRules: readonly Rule[] = [destination, writer, children];
