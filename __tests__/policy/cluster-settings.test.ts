import { clusterAccessRules } from "../../policy/packs/google/machines/cluster-access";
import { clusterNetworkRules } from "../../policy/packs/google/machines/cluster-networks";
import { clusterUpgradeRules } from "../../policy/packs/google/machines/cluster-upgrades";
import { describeArea } from "../support/area";
import { findingsOfRules, resources } from "../support/resource";

const CLUSTER = "google_container_cluster.site";
const POOL = "google_container_node_pool.site";
const SUBNET = "google_compute_subnetwork.nodes";

const RULES = [...clusterAccessRules, ...clusterNetworkRules, ...clusterUpgradeRules];

const ESTATE = {
  [SUBNET]: {
    name: "nodes",
    region: "us-central1",
    secondary_ip_range: [
      { range_name: "pods", ip_cidr_range: "10.20.0.0/16" },
      { range_name: "services", ip_cidr_range: "10.30.0.0/20" },
    ],
  },
  [CLUSTER]: {
    name: "site",
    location: "us-central1",
    subnetwork: "nodes",
    remove_default_node_pool: true,
    enable_legacy_abac: false,
    logging_service: "logging.googleapis.com/kubernetes",
    ip_allocation_policy: { cluster_secondary_range_name: "pods", services_secondary_range_name: "services" },
    private_cluster_config: { enable_private_nodes: true },
    release_channel: { channel: "REGULAR" },
    network_policy: { enabled: true },
    workload_identity_config: { workload_pool: "p.svc.id.goog" },
    maintenance_policy: { daily_maintenance_window: { start_time: "03:00" } },
  },
  [POOL]: {
    cluster: `\${${CLUSTER}.id}`,
    location: "us-central1",
    node_count: 3,
    management: { auto_repair: true, auto_upgrade: true },
    node_config: { image_type: "COS_CONTAINERD", spot: false, workload_metadata_config: { mode: "GKE_METADATA" } },
  },
};

describeArea({
  rules: RULES,
  estate: ESTATE,
  broken: [
    ["gke-release-channel", CLUSTER, "release_channel.channel", "RAPID", '"RAPID" found'],
    ["gke-maintenance-window", CLUSTER, "maintenance_policy", undefined, "nothing found"],
    ["gke-node-management", POOL, "management.auto_upgrade", false, "beside a release channel"],
    ["gke-node-management", POOL, "management.auto_repair", false, "true allowed"],
    ["gke-version-ended", CLUSTER, "min_master_version", "1.24.3-gke.1", "1.24 found"],
    ["gke-version-ended", POOL, "version", "1.21", "1.21 found"],
    ["gke-image-type", POOL, "node_config.image_type", "COS", "containerd"],
    ["gke-spot-only", POOL, "node_config.spot", true, "spot nodes alone"],
    ["gke-size-scaled", POOL, "autoscaling", { min_node_count: 1, max_node_count: 3 }, "none beside autoscaling"],
    ["gke-private-nodes", CLUSTER, "private_cluster_config", undefined, "true allowed"],
    ["gke-workload-identity", CLUSTER, "workload_identity_config", undefined, "a workload pool"],
    ["gke-workload-identity", POOL, "node_config.workload_metadata_config.mode", "GCE_METADATA", "GKE_METADATA"],
    ["gke-one-zone", CLUSTER, "location", "us-central1-a", "a region allowed"],
    ["gke-range-name", CLUSTER, "ip_allocation_policy.services_secondary_range_name", "other", "no range of"],
    ["gke-pod-range", SUBNET, "secondary_ip_range.0.ip_cidr_range", "10.20.0.0/23", "room for 2 nodes"],
    ["gke-legacy-access", CLUSTER, "enable_legacy_abac", true, "false"],
    ["gke-observed", CLUSTER, "logging_service", "none", "Google's service"],
    ["gke-observed", CLUSTER, "monitoring_config", { enable_components: [] }, "SYSTEM_COMPONENTS"],
    ["gke-network-policy", CLUSTER, "network_policy", undefined, "ADVANCED_DATAPATH"],
    [
      ...(["gke-network-policy", CLUSTER, "addons_config"] as const),
      { network_policy_config: { disabled: true } },
      "beside network_policy",
    ],
    ["gke-default-pool", CLUSTER, "remove_default_node_pool", undefined, "true allowed"],
  ],
  held: [
    [CLUSTER, "datapath_provider", "ADVANCED_DATAPATH"],
    [CLUSTER, "min_master_version", "1.34"],
    [CLUSTER, "default_max_pods_per_node", 32],
    [SUBNET, "secondary_ip_range.0.ip_cidr_range", "10.20.0.0/20"],
  ],
  unknown: [
    ["gke-release-channel", CLUSTER, "release_channel.channel"],
    ["gke-maintenance-window", CLUSTER, "maintenance_policy"],
    ["gke-node-management", POOL, "management.auto_upgrade"],
    ["gke-version-ended", CLUSTER, "min_master_version"],
    ["gke-image-type", POOL, "node_config.image_type"],
    ["gke-spot-only", POOL, "node_config.spot"],
    ["gke-size-scaled", POOL, "autoscaling"],
    ["gke-private-nodes", CLUSTER, "private_cluster_config.enable_private_nodes"],
    ["gke-workload-identity", CLUSTER, "workload_identity_config"],
    ["gke-one-zone", CLUSTER, "location"],
    ["gke-range-name", CLUSTER, "ip_allocation_policy.services_secondary_range_name"],
    ["gke-pod-range", SUBNET, "secondary_ip_range.0.ip_cidr_range"],
    ["gke-legacy-access", CLUSTER, "enable_legacy_abac"],
    ["gke-observed", CLUSTER, "logging_service"],
    ["gke-network-policy", CLUSTER, "network_policy.enabled"],
    ["gke-default-pool", CLUSTER, "remove_default_node_pool"],
  ],
});

const ACCOUNT = "google_service_account.nodes";

test.each([
  ["without a role", {}, 1],
  ["that may read buckets alone", { role: "roles/storage.objectViewer" }, 1],
  ["that may write logs", { role: "roles/container.defaultNodeServiceAccount" }, 0],
])("nodes with a new account %s", (_, grant, count) => {
  const member = `serviceAccount:\${${ACCOUNT}.email}`;
  const made = resources({
    [ACCOUNT]: { account_id: "nodes" },
    [POOL]: { node_config: { service_account: `\${${ACCOUNT}.email}` } },
    ...("role" in grant && { "google_project_iam_member.nodes": { ...grant, member } }),
  }).map((one) => ({ ...one, isNew: true as const }));
  const found = findingsOfRules(clusterAccessRules, { stacks: [], resources: made });
  expect(found.filter(({ rule }) => rule === "gke-node-roles")).toHaveLength(count);
});
