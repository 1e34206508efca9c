import { derivedFact, type Estate } from "../../../core/estate";
import { namedAt } from "../../../core/relations/named";
import { referrersOf } from "../../../core/relations/targets";
import { violation, type Rule } from "../../../core/rule";
import type { Resource } from "../../../core/resource";
import { TOPIC } from "./pubsub-dead-letters";

/** Types that publish to a topic which they name; everything else that names one may read it. */
const PUBLISHERS = new Set([
  "google_cloud_scheduler_job",
  "google_storage_notification",
  "google_logging_project_sink",
  "google_monitoring_notification_channel",
  "google_billing_budget",
  "google_secret_manager_secret",
  "google_bigquery_data_transfer_config",
  "google_pubsub_topic_iam_member",
  "google_pubsub_topic_iam_binding",
  "google_pubsub_topic_iam_policy",
  "google_cloud_run_v2_service",
  "google_cloud_run_v2_job",
  "google_cloud_run_service",
]);

/** Names of topics that something spells out, as the end of a link. */
const subscribedNames = derivedFact(
  (estate) =>
    new Set(
      [
        ["google_pubsub_subscription", "topic"],
        ["google_cloudfunctions_function", "event_trigger[0].resource"],
        ["google_cloudfunctions2_function", "event_trigger[0].pubsub_topic"],
        ["google_eventarc_trigger", "transport[0].pubsub[0].topic"],
        ["google_cloudbuild_trigger", "pubsub_config[0].topic"],
      ].flatMap(([type = "", path = ""]) =>
        estate.ofType(type).flatMap((reader) => namedAt(estate, reader, path, [TOPIC]).resources),
      ),
    ),
);

/** Whether a topic is where the dead letters of something go, which another rule speaks of. */
const isDeadLetter = (estate: Estate, topic: Resource): boolean =>
  estate
    .ofType("google_pubsub_subscription")
    .some((subscription) =>
      namedAt(estate, subscription, "dead_letter_policy[0].dead_letter_topic", [TOPIC]).resources.includes(topic),
    );

export const unreadTopic: Rule = {
  id: "pubsub-topic-unread",
  kind: "lost",
  severity: "low",
  onlyAbroad: true,
  title: "Somebody reads the topic that something here publishes to",
  why: "A topic keeps nothing for nobody: what is published before the first subscription is there is gone.",
  fix: "add a google_pubsub_subscription, or message_retention_duration on the topic where one comes later",
  source: "https://cloud.google.com/pubsub/docs/overview",
  check: (estate) =>
    estate.ofType(TOPIC).flatMap((topic) => {
      if (!topic.isNew || subscribedNames(estate).has(topic) || isDeadLetter(estate, topic)) return [];
      const users = referrersOf(estate, topic).filter((user) => user !== topic);
      if (users.length === 0 || !users.every(({ type }) => PUBLISHERS.has(type))) return [];
      return [
        violation(topic, `name: a topic that is published to and not subscribed to found, a subscription needed`),
      ];
    }),
};
