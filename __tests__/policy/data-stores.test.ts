import { bigqueryRules } from "../../policy/packs/google/stores/bigquery";
import { clusterRules } from "../../policy/packs/google/machines/clusters";
import { storeDeletionRules } from "../../policy/packs/google/stores/store-deletion";
import { describeArea } from "../support/area";

const DATASET = "google_bigquery_dataset.sales";
const TABLE = "google_bigquery_table.orders";
const KEPT = "google_bigquery_dataset.kept";
const CLUSTER = "google_container_cluster.main";
const POOL = "google_container_node_pool.main";
const DOCUMENTS = "google_firestore_database.documents";

describeArea({
  rules: [...bigqueryRules, ...clusterRules, ...storeDeletionRules],
  estate: {
    [DATASET]: {
      default_table_expiration_ms: 2_592_000_000,
      delete_contents_on_destroy: false,
      access: [{ role: "OWNER", special_group: "projectOwners" }, { role: "READER" }],
    },
    [CLUSTER]: {
      remove_default_node_pool: true,
      deletion_protection: true,
      master_authorized_networks_config: { cidr_blocks: [{ cidr_block: "203.0.113.0/24" }] },
    },
    [POOL]: {
      node_config: {
        service_account: "nodes@p.iam.gserviceaccount.com",
        oauth_scopes: ["logging-write", "https://www.googleapis.com/auth/monitoring"],
      },
    },
    [TABLE]: { dataset_id: "${google_bigquery_dataset.kept.dataset_id}", deletion_protection: true },
    [KEPT]: { dataset_id: "kept" },
    [DOCUMENTS]: { delete_protection_state: "DELETE_PROTECTION_ENABLED" },
  },
  broken: [
    ["bigquery-table-life", DATASET, "default_table_expiration_ms", 3_600_000, "a day"],
    ["bigquery-delete-contents", DATASET, "delete_contents_on_destroy", true, "true found"],
    ["bigquery-owner", DATASET, "access", [{ role: "READER" }], "no owner found"],
    ["bigquery-table-inherits-life", KEPT, "default_table_expiration_ms", 2_592_000_000, "live 30 days"],
    [
      "gke-control-plane",
      CLUSTER,
      "control_plane_endpoints_config",
      { dns_endpoint_config: { allow_external_traffic: true } },
      "true found",
    ],
    ["gke-control-plane", CLUSTER, "master_authorized_networks_config", undefined, "nothing found"],
    [
      "gke-control-plane",
      CLUSTER,
      "master_authorized_networks_config.cidr_blocks",
      [{ cidr_block: "0.0.0.0/0" }],
      "the whole internet",
    ],
    ["gke-node-scopes", POOL, "node_config.oauth_scopes", ["logging-write"], "write metrics"],
    ["gke-node-account", POOL, "node_config.service_account", undefined, "default account"],
    ["gke-node-account", CLUSTER, "remove_default_node_pool", false, "default account"],
    ["store-deletion-protection", CLUSTER, "deletion_protection", false, "false found"],
    ["firestore-delete-protection", DOCUMENTS, "delete_protection_state", undefined, "not enabled"],
  ],
  held: [
    [DATASET, "default_table_expiration_ms", undefined],
    [DATASET, "access", undefined],
    [CLUSTER, "master_authorized_networks_config", { cidr_blocks: [] }],
    [TABLE, "expiration_time", 4_102_444_800_000],
    [CLUSTER, "deletion_protection", undefined],
    [POOL, "node_config.oauth_scopes", undefined],
    [POOL, "node_config.oauth_scopes", ["https://www.googleapis.com/auth/cloud-platform"]],
  ],
  unknown: [
    ["bigquery-table-life", DATASET, "default_table_expiration_ms"],
    ["bigquery-delete-contents", DATASET, "delete_contents_on_destroy"],
    ["bigquery-owner", DATASET, "access"],
    ["gke-control-plane", CLUSTER, "master_authorized_networks_config"],
    ["gke-node-scopes", POOL, "node_config.oauth_scopes"],
    ["store-deletion-protection", CLUSTER, "deletion_protection"],
    ["firestore-delete-protection", DOCUMENTS, "delete_protection_state"],
  ],
});
