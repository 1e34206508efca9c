import { CHANNEL_TYPES } from "../../google/notification-channels";
import { failedPrecondition, invalidArgument, type Refusal } from "../core/answer";
import type { Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText, omitMembers, pickMembers, type JsonObject } from "../core/json";
import { pathByProjectId } from "../core/projects";
import type { Store } from "../core/store";
import { LABELLED_FIELDS } from "./filter-fields";
import { checkUserLabels } from "./user-label-rules";

/** Labels that hold keys: Google never answers them, and the sandbox never keeps them. */
const SENSITIVE = ["auth_token", "password", "service_key"];

/** Kinds that Google sends a code to, and nothing else until somebody has confirmed it. */
const CONFIRMED: ReadonlySet<string> = new Set(["sms"]);

/** What is answered instead of a key. */
const MASK = "**********";

/** The label that each type of channel needs; other types need none. */
const NEEDED: ReadonlyMap<string, string> = new Map([
  ["email", "email_address"],
  ["sms", "number"],
  ["slack", "channel_name"],
  ["pubsub", "topic"],
  ["webhook_basicauth", "url"],
  ["webhook_tokenauth", "url"],
]);

const channels: Collection = {
  api: "monitoring",
  pattern: "projects/{project}/notificationChannels",
  noun: "Notification channel",
  id: { given: ({ store }) => store.id() },
  items: "notificationChannels",
  fields: [...LABELLED_FIELDS, { field: "type" }, { field: "labels.*" }, { field: "enabled" }],
  reads: ["force"],
  style: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: ({ call: { store }, path, next, previous }) => {
    const labels = asObject(next.labels);
    const keys = Object.entries(pickMembers(labels, ...SENSITIVE));
    const record = { mutateTime: store.time() };
    return {
      enabled: true,
      ...next,
      ...(next.labels !== undefined && { labels: omitMembers(labels, ...SENSITIVE) }),
      name: path,
      // Only Google writes it; an update never does.
      ...(CONFIRMED.has(asText(next.type)) && {
        verificationStatus: previous?.verificationStatus ?? "UNVERIFIED",
      }),
      creationRecord: previous?.creationRecord ?? record,
      mutationRecords: [record],
      keyMarks: Object.fromEntries(keys.map(([key, value]) => [key, store.mark(asText(value))])),
    };
  },
  check: checkChannel,
  checkDelete: ({ call, path }) => {
    const [user] = call.query.get("force") === "true" ? [] : policiesTelling(call.store, path);
    return user === undefined
      ? undefined
      : failedPrecondition(
          `Could not delete "${path}" because it is still being referenced by: "${asText(user[1].name)}"`,
        );
  },
  afterDelete: ({ call: { store }, path }) => {
    for (const [name, policy] of policiesTelling(store, path)) {
      const kept = asList(policy.notificationChannels).filter((each) => pathByProjectId(store, asText(each)) !== path);
      store.put(name, { ...policy, notificationChannels: kept });
    }
  },
  show: ({ keyMarks, labels, ...channel }) => {
    const masked = Object.fromEntries(Object.keys(asObject(keyMarks)).map((key) => [key, MASK]));
    return { ...channel, ...(labels !== undefined && { labels: { ...asObject(labels), ...masked } }) };
  },
};

/** Alert policies that notify a channel, with their names in the store. */
function policiesTelling(store: Store, path: string): readonly (readonly [string, JsonObject])[] {
  const project = path.split("/").slice(0, 2).join("/");
  return store
    .list(`monitoring/${project}/alertPolicies`)
    .filter(([, { notificationChannels }]) =>
      asList(notificationChannels).some((each) => pathByProjectId(store, asText(each)) === path),
    );
}

function checkChannel({ next }: Draft): Refusal | undefined {
  const type = asText(next.type);
  if (type === "")
    return invalidArgument('Field notification_channel.type had an invalid value of "": must not be empty.');
  if (!CHANNEL_TYPES.has(type)) {
    return invalidArgument(`Field notification_channel.type had an invalid value of "${type}": there is no such type.`);
  }
  const needed = NEEDED.get(type);
  return needed !== undefined && asText(asObject(next.labels)[needed]) === ""
    ? invalidArgument(`Field notification_channel.labels.${needed} had an invalid value of "": type ${type} needs it.`)
    : checkUserLabels("notification_channel", next.userLabels);
}

/** Notification channels. */
export const channelCollections: readonly Collection[] = [channels];

/** Their routes. */
export const channelRoutes: readonly Route[] = channelCollections.flatMap(collectionRoutes);
