import { forEveryResource, isOneOf, judgeValue } from "../../../core/judge";
import { UNKNOWN, blockPaths, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";

const CLUSTER = "google_alloydb_cluster";
const INSTANCE = "google_alloydb_instance";

const backups: Rule = {
  id: "alloydb-backups",
  kind: "lost",
  severity: "high",
  abroad: "medium",
  title: "A cluster of AlloyDB can be brought back to any moment",
  why: "Continuous backups are on unless switched off: without them a bad migration costs everything since the last backup, if there is one.",
  fix: "remove continuous_backup_config, or set enabled to true",
  source: "https://cloud.google.com/alloydb/docs/backup/overview",
  check: forEveryResource(CLUSTER, (cluster) =>
    judgeValue(cluster, "continuous_backup_config[0].enabled", isOneOf(true, undefined), "true"),
  ),
};

const NETWORKS = "network_config[0].authorized_external_networks";

const open: Rule = {
  id: "alloydb-open",
  kind: "exposed",
  severity: "critical",
  title: "An instance of AlloyDB lets in networks that somebody named",
  why: "A public address with a /0 network lets the whole internet try passwords.",
  fix: "set enable_public_ip to false, or name narrow ranges",
  source: "https://cloud.google.com/alloydb/docs/connect-public-ip",
  check: forEveryResource(INSTANCE, (instance) => {
    const isPublic = valueAt(instance, "network_config[0].enable_public_ip");
    if (isPublic !== true && isPublic !== UNKNOWN) return [];
    return blockPaths(instance, NETWORKS).flatMap((network) => {
      const path = `${network}.cidr_range`;
      if (valueAt(instance, path) === UNKNOWN) return [unknown(instance, path)];
      if (!textAt(instance, path)?.endsWith("/0")) return [];
      return isPublic === UNKNOWN
        ? [unknown(instance, "network_config[0].enable_public_ip")]
        : [violation(instance, `${path}: the whole internet found, a narrower range allowed`)];
    });
  }),
};

const encrypted: Rule = {
  id: "alloydb-encrypted",
  kind: "exposed",
  severity: "medium",
  title: "An instance of AlloyDB refuses connections that are not encrypted",
  why: "Google asks for encryption unless it is switched off: then passwords and rows cross the network in plaintext.",
  fix: "remove ssl_mode, or set it to ENCRYPTED_ONLY",
  source: "https://cloud.google.com/alloydb/docs/ssl-connect-instance",
  check: forEveryResource(INSTANCE, (instance) =>
    judgeValue(
      instance,
      "client_connection_config[0].ssl_config[0].ssl_mode",
      (mode) => mode !== "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
      "ENCRYPTED_ONLY",
    ).filter(({ status }) => status === "violation" || instance.references.size > 0),
  ),
};

const zonal: Rule = {
  id: "alloydb-zonal",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "A primary of AlloyDB survives the loss of its zone",
  why: "A zonal one is down until its zone is back, and during maintenance.",
  fix: "remove availability_type, or set it to REGIONAL",
  source: "https://cloud.google.com/alloydb/docs/overview",
  check: forEveryResource(INSTANCE, (instance) =>
    textAt(instance, "instance_type") === "PRIMARY" && valueAt(instance, "availability_type") === "ZONAL"
      ? [violation(instance, 'availability_type: "ZONAL" found, REGIONAL allowed')]
      : [],
  ),
};

const readPool: Rule = {
  id: "alloydb-read-pool",
  kind: "refused",
  severity: "medium",
  title: "A read pool of AlloyDB says how many nodes it has",
  why: "Google refuses a pool without a number of nodes at apply.",
  fix: "set read_pool_config.node_count",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/alloydb_instance",
  check: forEveryResource(INSTANCE, (instance) => {
    const type = valueAt(instance, "instance_type");
    if (type !== "READ_POOL" && type !== UNKNOWN) return [];
    if (valueAt(instance, "read_pool_config[0].node_count") !== undefined) return [];
    return type === UNKNOWN
      ? [unknown(instance, "instance_type")]
      : [violation(instance, "read_pool_config: nothing found, a number of nodes needed")];
  }),
};

/** What is lost, exposed or down with a cluster of AlloyDB. */
export const alloydbRules: readonly Rule[] = [backups, open, encrypted, zonal, readPool];
