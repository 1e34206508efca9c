import { namedAt } from "../../../core/relations/named";
import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { WIDE_GRANT, findGrants, isOfMadeAccount } from "../identities/grants";
import { TOPIC, mayPublish, publishGrants } from "./pubsub-dead-letters";

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
const KEPT = "message_retention_duration";

const retention: Rule = {
  id: "pubsub-retention",
  kind: "lost",
  severity: "medium",
  title: "Messages wait for their subscriber for a day or more",
  why: "When the subscriber is down for longer, what was published in that time is gone.",
  fix: "leave message_retention_duration out (a week), or set it to the longest outage that you mean to survive",
  source: "https://cloud.google.com/pubsub/docs/subscription-properties#message_retention_duration",
  yieldsTo: ["pubsub-bounds"],
  check: forEveryResource("google_pubsub_subscription", (subscription) => {
    if (valueAt(subscription, KEPT) === UNKNOWN) return [unknown(subscription, KEPT)];
    const seconds = Number(/^(\d+(?:\.\d+)?)s$/.exec(textAt(subscription, KEPT) ?? "")?.[1] ?? DAY_SECONDS);
    if (seconds >= DAY_SECONDS) return [];
    const found = [violation(subscription, `${KEPT}: ${seconds} s found, ${DAY_SECONDS} s or more allowed`)];
    return seconds < HOUR_SECONDS ? found : milder("low", found);
  }),
};

/** What publishes as an account of Google's own, the path of its topic, and the project of that account. */
const PUBLISHERS: readonly (readonly [type: string, path: string, project: string])[] = [
  ["google_storage_notification", "topic", "gs-project-accounts"],
  ["google_monitoring_notification_channel", "labels.topic", "gcp-sa-monitoring-notification"],
];

/** Whether the account of a service may be granted to publish: a member that is known only later may be it. */
function mayBeGranted(estate: Estate, topics: readonly Resource[], project: string): boolean {
  const own = publishGrants(estate).filter(({ resource }) => {
    const { resources, isOpen } = namedAt(estate, resource, "topic", [TOPIC]);
    return isOpen || resources.some((topic) => topics.includes(topic));
  });
  const wide = findGrants(estate, WIDE_GRANT).filter(mayPublish);
  return [...own, ...wide].some(({ members }) =>
    members.some((member) =>
      typeof member.value === "string"
        ? member.value.endsWith(`@${project}.iam.gserviceaccount.com`)
        : member.value === UNKNOWN && !isOfMadeAccount(member),
    ),
  );
}

const agents: Rule = {
  id: "pubsub-agent-grant",
  kind: "lost",
  severity: "medium",
  title: "The account by which Google publishes may publish to the topic",
  why: "Cloud Storage refuses such a notification at apply, and what Monitoring sends is dropped: nobody hears of it.",
  fix: "grant roles/pubsub.publisher on the topic to the service's own account (google_storage_project_service_account tells that of Cloud Storage)",
  source: "https://cloud.google.com/storage/docs/reporting-changes",
  check: (estate) =>
    PUBLISHERS.flatMap(([type, path, project]) =>
      estate.ofType(type).flatMap((publisher): readonly Verdict[] => {
        const topics = namedAt(estate, publisher, path, [TOPIC]).resources.filter(({ isNew }) => isNew);
        return topics.length === 0 || mayBeGranted(estate, topics, project)
          ? []
          : [violation(publisher, `${path}: no grant to …@${project} found, roles/pubsub.publisher needed`)];
      }),
    ),
};

/** Whether a message waits for its reader, and whether Google's own services may send one. */
export const deliveryRules: readonly Rule[] = [retention, agents];
