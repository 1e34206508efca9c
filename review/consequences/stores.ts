import type { AttributeRow } from "../consequence";
import { isRaised, numberChangeText, isLowered, isSetTo, attributeRows, type ConsequenceRow, unprotected } from "./row";

/** Rows that both products of Memorystore share. */
const SHARED: readonly ConsequenceRow[] = [
  unprotected(
    ["deletion_protection_enabled"],
    "critical",
    "nothing protects it from deletion: a later plan, or one click, takes it with every session in it",
  ),
  {
    paths: ["shard_count"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `shards ${numberChangeText(attribute)}: keys move for minutes, what does not fit is evicted`,
    undo: "redeploy",
  },
  {
    paths: ["shard_count"],
    when: isRaised,
    severity: "medium",
    text: (attribute) =>
      `shards ${numberChangeText(attribute)}: keys move for minutes, clients are sent from shard to shard`,
    undo: "redeploy",
  },
  {
    paths: ["replica_count"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `replicas ${numberChangeText(attribute)} a shard: connections to them drop, and without one the loss of a node loses its sessions`,
    undo: "redeploy",
  },
  {
    paths: ["redis_configs.*", "engine_configs.*"],
    severity: "medium",
    text: "the store is configured otherwise: a full one drops other keys, or answers with errors",
    undo: "instant",
  },
  {
    paths: ["persistence_config.*"],
    severity: "high",
    text: "what is kept over a restart changes: without snapshots it loses every session",
    undo: "instant",
  },
  {
    paths: ["maintenance_policy.*", "automated_backup_config.*"],
    severity: "medium",
    text: "maintenance or backups come at another time, or not at all",
    undo: "instant",
  },
];

const MEMORYSTORE = ["google_redis_cluster", "google_memorystore_instance"].flatMap((type) =>
  attributeRows(type, SHARED),
);

const SUBSCRIPTION = attributeRows("google_pubsub_subscription", [
  {
    paths: ["push_config.*"],
    severity: "high",
    text: "messages go to another endpoint, or with another identity: one that refuses them lets them pile up",
    undo: "instant",
  },
  {
    paths: ["ack_deadline_seconds"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `messages come again after ${numberChangeText(attribute, " s")}: slower work is done twice`,
    undo: "instant",
  },
  {
    paths: ["message_retention_duration", "retain_acked_messages", "expiration_policy.*"],
    severity: "high",
    text: "messages are kept for another time: what nobody fetched by then is lost",
    undo: "data lost",
  },
  {
    paths: ["dead_letter_policy.*", "retry_policy.*"],
    severity: "medium",
    text: "messages that fail are tried otherwise, or end elsewhere",
    undo: "instant",
  },
]);

const TOPIC = attributeRows("google_pubsub_topic", [
  {
    paths: ["message_retention_duration"],
    severity: "medium",
    text: "messages can be replayed for another time, or not at all",
    undo: "instant",
  },
  {
    paths: ["schema_settings.*", "kms_key_name", "message_storage_policy.*"],
    severity: "high",
    text: "messages that publishers send may be refused from now on",
    undo: "instant",
  },
]);

const RECORD = attributeRows("google_dns_record_set", [
  {
    paths: ["rrdatas", "rrdatas.*"],
    severity: "critical",
    text: "the name leads elsewhere: clients follow as their caches end, and open sockets stay where they are",
    undo: "redeploy",
  },
  {
    paths: ["ttl"],
    severity: "medium",
    text: (attribute) => `clients keep the address for ${numberChangeText(attribute, " s")}: a move takes as long`,
    undo: "redeploy",
  },
]);

const KEY = attributeRows("google_kms_crypto_key", [
  {
    paths: ["rotation_period"],
    severity: "medium",
    text: "the key rotates at other times, or no more",
    undo: "instant",
  },
]);

const ZONE: readonly AttributeRow[] = attributeRows("google_dns_managed_zone", [
  {
    paths: ["dnssec_config.state"],
    when: isSetTo("off", "transfer"),
    severity: "critical",
    text: "the zone is not signed any more: while the registrar still has its key, resolvers that check refuse every name",
    undo: "redeploy",
  },
  {
    paths: ["dnssec_config.*"],
    severity: "high",
    text: "the zone is signed otherwise: resolvers that check refuse every name until the registrar has the key",
    undo: "redeploy",
  },
  {
    paths: ["private_visibility_config.*", "forwarding_config.*", "peering_config.*"],
    severity: "high",
    text: "other networks see its names, or they are answered elsewhere",
    undo: "instant",
  },
]);

/** Rows of other stores and queues, of DNS records and of keys. */
export const STORES: readonly AttributeRow[] = [...MEMORYSTORE, ...SUBSCRIPTION, ...TOPIC, ...RECORD, ...KEY, ...ZONE];
