import { deadLetterRules } from "./pubsub-dead-letters";
import { deliveryRules } from "./pubsub-delivery";
import { namedAt, sameness } from "../../../core/relations/named";
import { UNKNOWN, blockPaths, textAt, valueAt } from "../../../core/resource";
import { isBetween, forEveryResource, judgeValue, secondsOf, type Known } from "../../../core/judge";
import { unknown, violation, type Rule } from "../../../core/rule";

const SUBSCRIPTION = "google_pubsub_subscription";
const TOPIC = "google_pubsub_topic";
/** A week: a subscription with a shorter life goes over a holiday. */
const MIN_EXPIRATION_SECONDS = 604_800;

const isAbsentOr =
  (holds: (value: Known) => boolean) =>
  (value: Known): boolean =>
    value === undefined || holds(value);

const bounds: Rule = {
  id: "pubsub-bounds",
  kind: "refused",
  severity: "high",
  title: "A subscription is within Google's bounds",
  why: "Google refuses others at apply; the provider checks none of them.",
  fix: "set ack_deadline_seconds to 10–600, max_delivery_attempts to 5–100 and message_retention_duration to 10 minutes to 31 days",
  source: "https://cloud.google.com/pubsub/docs/subscription-properties",
  check: forEveryResource(SUBSCRIPTION, (subscription) => [
    // A plan shows the default as 0.
    ...judgeValue(
      subscription,
      "ack_deadline_seconds",
      isAbsentOr((value) => value === 0 || isBetween(10, 600)(value)),
      "10 to 600",
    ),
    ...judgeValue(
      subscription,
      "dead_letter_policy[0].max_delivery_attempts",
      isAbsentOr((value) => value === 0 || isBetween(5, 100)(value)),
      "5 to 100",
    ),
    ...judgeValue(
      subscription,
      "message_retention_duration",
      isAbsentOr((value) => secondsOf(value) >= 600 && secondsOf(value) <= 2_678_400),
      '"600s" to "2678400s"',
    ),
  ]),
};

const expiration: Rule = {
  id: "pubsub-expiration",
  kind: "lost",
  severity: "medium",
  title: "A subscription does not expire over a quiet week",
  why: "Google deletes one that nobody used for its ttl, with the messages in it, and tells no one.",
  fix: 'set expiration_policy.ttl to "" (never)',
  source: "https://cloud.google.com/pubsub/docs/subscription-properties#expiration_period",
  check: forEveryResource(SUBSCRIPTION, (subscription) =>
    judgeValue(
      subscription,
      "expiration_policy[0].ttl",
      (ttl) => ttl === undefined || ttl === "" || !(secondsOf(ttl) < MIN_EXPIRATION_SECONDS),
      'a week or more, or ""',
    ),
  ),
};

const push: Rule = {
  id: "pubsub-push-identity",
  kind: "exposed",
  severity: "high",
  // An endpoint may tell its callers apart by other means, such as a token in its URL.
  abroad: "medium",
  title: "A push subscription signs its requests and sends them over HTTPS",
  why: "Without a token the endpoint has to be open to everyone, and anyone can post messages to it.",
  fix: "declare oidc_token with an account of its own, and an https endpoint",
  source: "https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions",
  check: forEveryResource(SUBSCRIPTION, (subscription) => {
    const config = "push_config[0]";
    if (valueAt(subscription, config) === UNKNOWN) return [unknown(subscription, "push_config")];
    if (valueAt(subscription, config) === undefined) return [];
    const endpoint = textAt(subscription, `${config}.push_endpoint`);
    return [
      ...(valueAt(subscription, `${config}.push_endpoint`) === UNKNOWN
        ? [unknown(subscription, `${config}.push_endpoint`)]
        : []),
      ...(endpoint === undefined || endpoint === "" || endpoint.startsWith("https://")
        ? []
        : [violation(subscription, `${config}.push_endpoint: no https URL found, one allowed`)]),
      ...judgeValue(subscription, `${config}.oidc_token[0]`, (token) => token !== undefined, "an oidc_token"),
    ];
  }),
};

const deadLetter: Rule = {
  id: "pubsub-dead-letter-self",
  kind: "lost",
  severity: "high",
  title: "Messages that cannot be handled go to another topic than their own",
  why: "Back on the topic they came from they are delivered forever.",
  fix: "name another topic in dead_letter_policy",
  check: forEveryResource(SUBSCRIPTION, (subscription, estate) => {
    const path = "dead_letter_policy[0].dead_letter_topic";
    if (valueAt(subscription, path) === undefined) return [];
    const [dead, own] = [path, "topic"].map((at) => namedAt(estate, subscription, at, [TOPIC]));
    const isOwn = dead && own ? sameness(dead, own) : false;
    if (isOwn === UNKNOWN) return [unknown(subscription, path)];
    return isOwn ? [violation(subscription, `${path}: the subscription's own topic found, another one allowed`)] : [];
  }),
};

const defaultExpiration: Rule = {
  id: "pubsub-expires-by-default",
  kind: "lost",
  severity: "medium",
  title: "A subscription says whether it may expire",
  why: "Left out, Google deletes it after 31 days without a subscriber, with the messages in it, and tells no one.",
  fix: 'set expiration_policy.ttl to "" (never), or to what you mean',
  source: "https://cloud.google.com/pubsub/docs/subscription-properties#expiration_period",
  check: forEveryResource(SUBSCRIPTION, (subscription) =>
    valueAt(subscription, "expiration_policy") === undefined ||
    (valueAt(subscription, "expiration_policy") !== UNKNOWN &&
      blockPaths(subscription, "expiration_policy").length === 0)
      ? [violation(subscription, 'expiration_policy: nothing found, a ttl or "" needed')]
      : [],
  ),
};

const noDeadLetter: Rule = {
  id: "pubsub-dead-letter",
  kind: "down",
  severity: "low",
  title: "Messages that cannot be handled go somewhere",
  why: "Without a dead letter topic one poisoned message is delivered again until its retention ends, before all others where order counts.",
  fix: "declare dead_letter_policy with a topic of its own",
  source: "https://cloud.google.com/pubsub/docs/dead-letter-topics",
  check: forEveryResource(SUBSCRIPTION, (subscription) => {
    const isStored = ["bigquery_config[0]", "cloud_storage_config[0]"].some(
      (path) => valueAt(subscription, path) !== undefined,
    );
    if (valueAt(subscription, "dead_letter_policy") === UNKNOWN && !isStored) {
      return [unknown(subscription, "dead_letter_policy")];
    }
    return !isStored && valueAt(subscription, "dead_letter_policy[0]") === undefined
      ? [violation(subscription, "dead_letter_policy: nothing found, one needed")]
      : [];
  }),
};

export const pubsubRules: readonly Rule[] = [
  bounds,
  expiration,
  push,
  deadLetter,
  defaultExpiration,
  noDeadLetter,
  ...deadLetterRules,
  ...deliveryRules,
];
