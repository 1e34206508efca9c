import { alloydbRules } from "../../policy/packs/google/stores/alloydb";
import { cacheFormRules } from "../../policy/packs/google/stores/cache-forms";
import { filestoreRules } from "../../policy/packs/google/stores/filestore";
import { kmsRules } from "../../policy/packs/google/identities/kms";
import { spannerRules } from "../../policy/packs/google/stores/spanner";
import { storePlaceRules } from "../../policy/packs/google/stores/store-places";
import { describeArea } from "../support/area";

const CLUSTER = "google_alloydb_cluster.main";
const PRIMARY = "google_alloydb_instance.primary";
const FILES = "google_filestore_instance.files";
const SPANNER = "google_spanner_instance.main";
const ORDERS = "google_spanner_database.orders";
const REDIS = "google_redis_instance.cache";
const MEMCACHE = "google_memcache_instance.cache";
const KEY = "google_kms_crypto_key.data";

const window = { weekly_maintenance_window: { day: "SUNDAY" } };
const share = { name: "share1", capacity_gb: 1024, nfs_export_options: [{ ip_ranges: ["10.0.0.0/24"] }] };
const range = (cidr_range: string) => ({ enable_public_ip: true, authorized_external_networks: [{ cidr_range }] });

describeArea({
  rules: [...alloydbRules, ...filestoreRules, ...spannerRules, ...cacheFormRules, ...storePlaceRules, ...kmsRules],
  estate: {
    [CLUSTER]: { continuous_backup_config: { enabled: true } },
    [PRIMARY]: {
      instance_type: "PRIMARY",
      availability_type: "REGIONAL",
      network_config: range("203.0.113.0/24"),
      client_connection_config: { ssl_config: { ssl_mode: "ENCRYPTED_ONLY" } },
    },
    [FILES]: {
      tier: "BASIC_HDD",
      location: "us-central1-a",
      deletion_protection_enabled: true,
      file_shares: share,
    },
    [SPANNER]: {
      name: "main",
      config: "regional-us-central1",
      processing_units: 200,
      edition: "STANDARD",
      default_backup_schedule_type: "AUTOMATIC",
    },
    [ORDERS]: { name: "orders", instance: "${google_spanner_instance.main.name}" },
    [REDIS]: {
      region: "us-central1",
      tier: "STANDARD_HA",
      redis_version: "REDIS_7_2",
      location_id: "us-central1-a",
      alternative_location_id: "us-central1-b",
      maintenance_policy: window,
      authorized_network: "projects/p/global/networks/main",
    },
    [MEMCACHE]: {
      node_count: 2,
      node_config: { memory_size_mb: 1024 },
      maintenance_policy: window,
      authorized_network: "projects/p/global/networks/main",
    },
    [KEY]: { purpose: "ENCRYPT_DECRYPT", rotation_period: "7776000s", destroy_scheduled_duration: "2592000s" },
  },
  broken: [
    ["alloydb-backups", CLUSTER, "continuous_backup_config.enabled", false, "false found"],
    ["alloydb-open", PRIMARY, "network_config", range("0.0.0.0/0"), "the whole internet"],
    [
      "alloydb-encrypted",
      PRIMARY,
      "client_connection_config.ssl_config.ssl_mode",
      "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
      "ENCRYPTED_ONLY",
    ],
    ["alloydb-zonal", PRIMARY, "availability_type", "ZONAL", "REGIONAL allowed"],
    ["alloydb-read-pool", PRIMARY, "instance_type", "READ_POOL", "a number of nodes needed"],
    ["filestore-bounds", FILES, "tier", "BASIC_SSD", "2560 or more"],
    ["filestore-bounds", FILES, "file_shares", { ...share, name: "file-share" }, "underscores allowed"],
    ["filestore-bounds", FILES, "location", "us-central1", "a zone allowed"],
    ["filestore-bounds", FILES, "tier", "ENTERPRISE", "a region allowed"],
    [
      "filestore-open",
      FILES,
      "file_shares",
      { ...share, nfs_export_options: [{ ip_ranges: ["0.0.0.0/0"] }] },
      "every address",
    ],
    ["filestore-deletion-protection", FILES, "deletion_protection_enabled", undefined, "not on"],
    ["spanner-size", SPANNER, "processing_units", 1500, "1500 found"],
    ["spanner-edition", SPANNER, "config", "nam3", "ENTERPRISE_PLUS allowed"],
    ["spanner-edition", SPANNER, "autoscaling_config", { autoscaling_limits: {} }, "ENTERPRISE allowed"],
    ["spanner-force-destroy", SPANNER, "force_destroy", true, "true found"],
    ["redis-version-name", REDIS, "redis_version", "redis_7", "REDIS_7_2 allowed"],
    ["store-zone", REDIS, "location_id", "us-east1-b", "a zone of"],
    ["store-zone", REDIS, "alternative_location_id", "us-central1-a", "the same zone twice"],
    ["store-maintenance-window", MEMCACHE, "maintenance_policy", undefined, "a window allowed"],
    ["store-default-network", MEMCACHE, "authorized_network", undefined, "the default network"],
    ["memcache-bounds", MEMCACHE, "node_config.memory_size_mb", 512, "512 found"],
    ["memcache-one-node", MEMCACHE, "node_count", 1, "1 found"],
    ["kms-destroy-delay", KEY, "destroy_scheduled_duration", "86400s", "less than a week"],
    ["kms-rotation-purpose", KEY, "purpose", "ASYMMETRIC_SIGN", "none allowed"],
  ],
  held: [
    [CLUSTER, "continuous_backup_config", undefined],
    [
      PRIMARY,
      "network_config",
      { enable_public_ip: false, authorized_external_networks: [{ cidr_range: "0.0.0.0/0" }] },
    ],
    [SPANNER, "processing_units", 2000],
    [REDIS, "alternative_location_id", undefined],
    [MEMCACHE, "node_count", 3],
  ],
  unknown: [
    ["alloydb-backups", CLUSTER, "continuous_backup_config.enabled"],
    ["alloydb-read-pool", PRIMARY, "instance_type"],
    ["filestore-bounds", FILES, "tier"],
    ["filestore-deletion-protection", FILES, "deletion_protection_enabled"],
    ["spanner-size", SPANNER, "processing_units"],
    ["spanner-force-destroy", SPANNER, "force_destroy"],
    ["redis-version-name", REDIS, "redis_version"],
    ["memcache-bounds", MEMCACHE, "node_config.memory_size_mb"],
    ["kms-destroy-delay", KEY, "destroy_scheduled_duration"],
    ["kms-rotation-purpose", KEY, "purpose"],
  ],
});
