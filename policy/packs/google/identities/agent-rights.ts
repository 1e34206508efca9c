import type { Estate } from "../../../core/estate";
import { namedAt } from "../../../core/relations/named";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { isOfMadeAccount, type Grant } from "./grants";
import { grantsOfRight, mayBeTo, newAccountAt, type NarrowGrants, type Right } from "./rights";

/** Rights that Google's own accounts need, and accounts that events are received as. */

const BUCKET = "google_storage_bucket";
const TOPIC = "google_pubsub_topic";
const SUBSCRIPTION = "google_pubsub_subscription";

/** Whether a grant may be to the agent of a service: a member that is known later, and is no made account, may be it. */
export const mayBeToAgent = ({ members }: Grant, agent: RegExp): boolean =>
  members.some((member) =>
    typeof member.value === "string" ? agent.test(member.value) : member.value === UNKNOWN && !isOfMadeAccount(member),
  );

const STORAGE_AGENT = /@gs-project-accounts\.iam\.gserviceaccount\.com$/;
const PUBSUB_AGENT = /@gcp-sa-pubsub\.iam\.gserviceaccount\.com$/;

/** Where a trigger says what starts it, and on which bucket. */
interface Trigger {
  readonly resource: Resource;
  readonly event: string | undefined;
  readonly account: string;
  /** Paths of what its filters compare with. */
  readonly filters: readonly string[];
}

function triggersOf(estate: Estate): readonly Trigger[] {
  const functions = estate
    .ofType("google_cloudfunctions2_function")
    .filter((func) => valueAt(func, "event_trigger[0]") !== undefined)
    .map((func) => ({
      resource: func,
      event: textAt(func, "event_trigger[0].event_type"),
      account: "event_trigger[0].service_account_email",
      filters: blockPaths(func, "event_trigger[0].event_filters").map((path) => `${path}.value`),
    }));
  const triggers = estate.ofType("google_eventarc_trigger").map((trigger) => {
    const criteria = blockPaths(trigger, "matching_criteria");
    const type = criteria.find((path) => textAt(trigger, `${path}.attribute`) === "type");
    return {
      resource: trigger,
      event: type === undefined ? undefined : textAt(trigger, `${type}.value`),
      account: "service_account",
      filters: criteria.map((path) => `${path}.value`),
    };
  });
  return [...functions, ...triggers];
}

const TOPIC_GRANT = /^google_pubsub_topic_iam_/;
const PUBLISHING: Right = { roles: /^roles\/pubsub\.(publisher|editor|admin)$/, narrow: [] };

/** Triggers by objects of buckets that this plan makes: in an older project somebody may have granted the right long ago. */
export const storageTriggers = (estate: Estate): readonly (Trigger & { readonly bucket: Resource })[] =>
  triggersOf(estate).flatMap((trigger) => {
    if (!trigger.event?.startsWith("google.cloud.storage.")) return [];
    const [bucket] = trigger.filters.flatMap((path) => namedAt(estate, trigger.resource, path, [BUCKET]).resources);
    return bucket?.isNew ? [{ ...trigger, bucket }] : [];
  });

/** Grants by which Cloud Storage may publish. */
export const storageGrants = (estate: Estate): readonly Grant[] =>
  grantsOfRight(estate, PUBLISHING).filter((grant) => mayBeToAgent(grant, STORAGE_AGENT));

/** Notifications to a topic that this plan makes, and the grants by which Cloud Storage may publish there. */
export const notifications = (
  estate: Estate,
): readonly { readonly resource: Resource; readonly grants: readonly Grant[] }[] =>
  estate.ofType("google_storage_notification").map((resource) => {
    const topics = namedAt(estate, resource, "topic", [TOPIC]).resources;
    const narrow = [{ grant: TOPIC_GRANT, path: "topic", types: [TOPIC] }];
    const grants = grantsOfRight(estate, { ...PUBLISHING, narrow }, ...topics);
    return { resource, grants: topics.length > 0 ? grants.filter((grant) => mayBeToAgent(grant, STORAGE_AGENT)) : [] };
  });

const storagePublishes: Rule = {
  id: "trigger-storage-agent",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "Cloud Storage's own account may publish where objects start something",
  why: "It sends each event over Pub/Sub: without the right Eventarc refuses the trigger at apply, and no upload is worked on.",
  fix: "grant roles/pubsub.publisher on the project to the account that google_storage_project_service_account tells",
  source: "https://cloud.google.com/eventarc/docs/run/create-trigger-storage-gcloud#before-you-begin",
  check: (estate) =>
    storageGrants(estate).length > 0
      ? []
      : storageTriggers(estate).map(({ resource, bucket }) =>
          violation(
            resource,
            `event of ${bucket.address}: no grant of roles/pubsub.publisher to …@gs-project-accounts found, one needed`,
          ),
        ),
};

const RECEIVING: Right = { roles: /^roles\/eventarc\.(eventReceiver|admin|developer)$/, narrow: [] };

/** Triggers with an account that this plan makes, and the grants by which it may receive what starts them. */
export const receivers = (
  estate: Estate,
): readonly { readonly trigger: Trigger; readonly made: Resource; readonly grants: readonly Grant[] }[] =>
  triggersOf(estate).flatMap((trigger) => {
    // Messages of Pub/Sub come by a subscription, which needs no such right.
    if (trigger.event === undefined || trigger.event.startsWith("google.cloud.pubsub.")) return [];
    const made = newAccountAt(estate, trigger.resource, trigger.account);
    return made
      ? [{ trigger, made, grants: grantsOfRight(estate, RECEIVING).filter((grant) => mayBeTo(estate, grant, made)) }]
      : [];
  });

const receivesEvents: Rule = {
  id: "trigger-event-receiver",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "The account of a trigger may receive events",
  why: "Eventarc asks for it beside the right to call: without it the trigger is refused, or no event ever comes.",
  fix: "grant roles/eventarc.eventReceiver on the project to the account of the trigger",
  source: "https://cloud.google.com/eventarc/docs/roles-permissions",
  check: (estate) =>
    receivers(estate)
      .filter(({ grants }) => grants.length === 0)
      .map(({ trigger: { resource, account }, made }) =>
        violation(resource, `${account}: ${made.address} without roles/eventarc.eventReceiver found, that role needed`),
      ),
};

const SUBSCRIBING: Right = {
  roles: /^roles\/pubsub\.(subscriber|editor|admin)$/,
  narrow: [{ grant: /^google_pubsub_subscription_iam_/, path: "subscription", types: [SUBSCRIPTION] }],
};

const deadLetterRead: Rule = {
  id: "pubsub-dead-letter-forward",
  kind: "lost",
  severity: "medium",
  title: "Pub/Sub's own account may take a message from the subscription whose dead letters it forwards",
  why: "Without roles/pubsub.subscriber there it cannot acknowledge what it forwards: nothing is moved away, and the message comes again and again.",
  fix: "grant roles/pubsub.subscriber on the subscription to service-PROJECT_NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com",
  source: "https://cloud.google.com/pubsub/docs/dead-letter-topics#granting_forwarding_permissions",
  yieldsTo: ["pubsub-dead-letter-self", "pubsub-dead-letter-grant"],
  check: (estate) =>
    estate.ofType(SUBSCRIPTION).flatMap((subscription) => {
      const path = "dead_letter_policy[0].dead_letter_topic";
      if (!subscription.isNew || valueAt(subscription, path) === undefined) return [];
      const isOwn = namedAt(estate, subscription, path, [TOPIC]).resources.some(({ isNew }) => isNew);
      return !isOwn ||
        grantsOfRight(estate, SUBSCRIBING, subscription).some((grant) => mayBeToAgent(grant, PUBSUB_AGENT))
        ? []
        : [violation(subscription, "no grant of roles/pubsub.subscriber to Pub/Sub's own account found, one needed")];
    }),
};

/** Where Pub/Sub writes messages by itself, and what it needs there. */
const SINKS: readonly (Right & {
  readonly path: string;
  readonly types: readonly string[];
  readonly needed: string;
})[] = [
  {
    path: "bigquery_config[0].table",
    types: ["google_bigquery_table", "google_bigquery_dataset"],
    roles: /^roles\/bigquery\.(dataEditor|dataOwner|admin)$/,
    narrow: [narrowOn(/^google_bigquery_(dataset|table)_iam_/, "dataset_id", "google_bigquery_dataset")],
    needed: "roles/bigquery.dataEditor",
  },
  {
    path: "cloud_storage_config[0].bucket",
    types: [BUCKET],
    roles: /^roles\/storage\.(objectCreator|objectUser|objectAdmin|admin|legacyBucketWriter)$/,
    narrow: [narrowOn(/^google_storage_bucket_iam_/, "bucket", BUCKET)],
    needed: "roles/storage.objectCreator and legacyBucketReader",
  },
];

function narrowOn(grant: RegExp, path: string, type: string): NarrowGrants {
  return { grant, path, types: [type] };
}

/** The dataset of a table, which is what is granted on; a bucket stands for itself. */
const holderOf = (estate: Estate, sink: Resource): Resource =>
  namedAt(estate, sink, "dataset_id", ["google_bigquery_dataset"]).resources[0] ?? sink;

/** Subscriptions that put their messages somewhere new, and the grants by which Pub/Sub may write there. */
export const sinks = (
  estate: Estate,
): readonly {
  readonly subscription: Resource;
  readonly path: string;
  readonly needed: string;
  readonly grants: readonly Grant[];
}[] =>
  estate.ofType(SUBSCRIPTION).flatMap((subscription) =>
    SINKS.flatMap(({ path, types, needed, ...right }) => {
      const block = path.slice(0, path.lastIndexOf("."));
      // A subscription may write as an account that it names.
      if ((valueAt(subscription, `${block}.service_account_email`) ?? "") !== "") return [];
      const [sink] = namedAt(estate, subscription, path, types).resources.filter(({ isNew }) => isNew);
      if (!sink) return [];
      const grants = grantsOfRight(estate, right, holderOf(estate, sink));
      return [{ subscription, path, needed, grants: grants.filter((grant) => mayBeToAgent(grant, PUBSUB_AGENT)) }];
    }),
  );

const sinkWritten: Rule = {
  id: "pubsub-sink-grant",
  kind: "refused",
  severity: "medium",
  title: "Pub/Sub's own account may write where a subscription puts its messages",
  why: "Pub/Sub looks when the subscription is made, and refuses one whose table or bucket it may not write to.",
  fix: "grant the role on the dataset or the bucket to service-PROJECT_NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com",
  source: "https://cloud.google.com/pubsub/docs/create-bigquery-subscription#assign_bigquery_service_account",
  check: (estate) =>
    sinks(estate)
      .filter(({ grants }) => grants.length === 0)
      .map(({ subscription, path, needed }) =>
        violation(subscription, `${path}: no grant to Pub/Sub's own account found, ${needed} needed`),
      ),
};

/** Whether Google's own accounts may do what a resource makes them do. */
export const agentRules: readonly Rule[] = [storagePublishes, receivesEvents, deadLetterRead, sinkWritten];
