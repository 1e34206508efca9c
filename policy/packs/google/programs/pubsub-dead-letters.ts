import { derivedFact, type Estate } from "../../../core/estate";
import { NamedIndex, namedAt, type Named } from "../../../core/relations/named";
import { valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { WIDE_GRANT, findGrants, type Grant } from "../identities/grants";

const SUBSCRIPTION = "google_pubsub_subscription";
/** The type of topics. */
export const TOPIC = "google_pubsub_topic";
const DEAD = "dead_letter_policy[0].dead_letter_topic";

const subscribed = derivedFact(
  (estate) =>
    new NamedIndex(
      estate
        .ofType(SUBSCRIPTION)
        .map((subscription) => ({ named: namedAt(estate, subscription, "topic", [TOPIC]), item: subscription })),
    ),
);

/** The check "of every dead letter topic that this plan makes, this". What others made may have its readers elsewhere. */
const everyDeadLetter =
  (judge: (estate: Estate, subscription: Resource, dead: Named) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    estate
      .ofType(SUBSCRIPTION)
      .filter((subscription) => valueAt(subscription, DEAD) !== undefined)
      .flatMap((subscription) => {
        const dead = namedAt(estate, subscription, DEAD, [TOPIC]);
        return dead.resources.some(({ isNew }) => isNew) ? judge(estate, subscription, dead) : [];
      });

const unread: Rule = {
  id: "pubsub-dead-letter-unread",
  kind: "lost",
  severity: "medium",
  title: "Somebody reads a dead letter topic",
  why: "A topic keeps nothing for nobody: without a subscription the messages that could not be handled are gone.",
  fix: "add a google_pubsub_subscription on the dead letter topic",
  source: "https://cloud.google.com/pubsub/docs/dead-letter-topics#set_a_dead_letter_topic",
  yieldsTo: ["pubsub-dead-letter-self"],
  check: everyDeadLetter((estate, subscription, dead) => {
    const { same, maybe } = subscribed(estate).find(dead);
    return same.length + maybe.length === 0
      ? [violation(subscription, `${DEAD}: a topic without a subscription found, one needed`)]
      : [];
  }),
};

const PUBLISHERS = new Set([
  "roles/pubsub.publisher",
  "roles/pubsub.editor",
  "roles/pubsub.admin",
  "roles/editor",
  "roles/owner",
]);
const TOPIC_GRANT = /^google_pubsub_topic_iam_(member|binding|policy)$/;

/** Whether a grant may be one to publish: its role is one of those, or not known, or the project's own. */
export const mayPublish = ({ role }: Grant): boolean =>
  typeof role.value !== "string" || PUBLISHERS.has(role.value) || !role.value.startsWith("roles/");

/** Grants on single topics that may be one to publish. */
export const publishGrants = derivedFact((estate) => findGrants(estate, TOPIC_GRANT).filter(mayPublish));

/** Pub/Sub's own account, whose number only the project knows. */
const isAgent = ({ members }: Grant): boolean =>
  members.some(({ value }) => typeof value !== "string" || /@gcp-sa-pubsub\.iam\.gserviceaccount\.com$/.test(value));

const grant: Rule = {
  id: "pubsub-dead-letter-grant",
  kind: "lost",
  severity: "medium",
  title: "Pub/Sub's own account may publish to a dead letter topic",
  why: "It forwards the messages, and without roles/pubsub.publisher they stay where they are and are delivered again and again.",
  fix: "grant roles/pubsub.publisher on the topic to service-PROJECT_NUMBER@gcp-sa-pubsub.iam.gserviceaccount.com",
  source: "https://cloud.google.com/pubsub/docs/dead-letter-topics#granting_forwarding_permissions",
  yieldsTo: ["pubsub-dead-letter-self"],
  check: everyDeadLetter((estate, subscription, dead) => {
    const own = publishGrants(estate).filter(({ resource }) =>
      namedAt(estate, resource, "topic", [TOPIC]).resources.some((topic) => dead.resources.includes(topic)),
    );
    const wide = findGrants(estate, WIDE_GRANT).filter(mayPublish);
    return [...own, ...wide].some(isAgent)
      ? []
      : [violation(subscription, `${DEAD}: no grant to Pub/Sub's own account found, roles/pubsub.publisher needed`)];
  }),
};

/** Whether what goes to a dead letter topic arrives there, and is read. */
export const deadLetterRules: readonly Rule[] = [unread, grant];
