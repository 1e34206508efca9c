import { pubsubRules } from "../../policy/packs/google/programs/pubsub";
import { describeArea } from "../support/area";

const SUBSCRIPTION = "google_pubsub_subscription.rooms";

describeArea({
  rules: pubsubRules,
  estate: {
    [SUBSCRIPTION]: {
      topic: "projects/p/topics/rooms",
      ack_deadline_seconds: 60,
      message_retention_duration: "604800s",
      expiration_policy: { ttl: "" },
      dead_letter_policy: { dead_letter_topic: "projects/p/topics/rooms-dead", max_delivery_attempts: 10 },
      push_config: {
        push_endpoint: "https://api.example.com/push",
        oidc_token: { service_account_email: "push@p.iam.gserviceaccount.com" },
      },
    },
  },
  broken: [
    ["pubsub-bounds", SUBSCRIPTION, "ack_deadline_seconds", 700, "700 found, 10 to 600"],
    ["pubsub-bounds", SUBSCRIPTION, "dead_letter_policy.max_delivery_attempts", 3, "3 found, 5 to 100"],
    ["pubsub-bounds", SUBSCRIPTION, "message_retention_duration", "60s", '"60s" found'],
    ["pubsub-expiration", SUBSCRIPTION, "expiration_policy.ttl", "86400s", '"86400s" found'],
    ["pubsub-expires-by-default", SUBSCRIPTION, "expiration_policy", undefined, "nothing found"],
    ["pubsub-dead-letter", SUBSCRIPTION, "dead_letter_policy", undefined, "nothing found"],
    ["pubsub-push-identity", SUBSCRIPTION, "push_config.oidc_token", undefined, "an oidc_token allowed"],
    ["pubsub-push-identity", SUBSCRIPTION, "push_config.push_endpoint", "http://api.example.com", "no https URL"],
    [
      "pubsub-dead-letter-self",
      SUBSCRIPTION,
      "dead_letter_policy.dead_letter_topic",
      "projects/p/topics/rooms",
      "the subscription's own topic",
    ],
  ],
  held: [
    [SUBSCRIPTION, "push_config", undefined],
    [SUBSCRIPTION, "expiration_policy.ttl", "2678400s"],
    [SUBSCRIPTION, "ack_deadline_seconds", 0],
    [SUBSCRIPTION, "dead_letter_policy.dead_letter_topic", "${google_pubsub_topic.dead.id}"],
  ],
  unknown: [
    ["pubsub-bounds", SUBSCRIPTION, "ack_deadline_seconds"],
    ["pubsub-expiration", SUBSCRIPTION, "expiration_policy.ttl"],
    ["pubsub-push-identity", SUBSCRIPTION, "push_config"],
  ],
});
