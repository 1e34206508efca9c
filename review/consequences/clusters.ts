import { valueAtPath } from "../../policy/core/path";
import type { AttributeRow } from "../consequence";
import {
  attributeRows,
  isLowered,
  isSetTo,
  isSwitchedOff,
  isSwitchedOn,
  numberChangeText,
  unprotected,
  type ConsequenceRow,
} from "./row";

/** Whether the control plane answers some networks alone. */
const hasNetworks = (cluster: unknown): boolean =>
  valueAtPath(cluster, "master_authorized_networks_config[0]") !== undefined;

/** Of a cluster, and of a pool. */
const OTHER_ZONES: ConsequenceRow = {
  paths: ["node_locations", "node_locations.*"],
  severity: "high",
  text: "nodes are added in zones, or end in them: pods move, and disks of one zone cannot follow",
  undo: "redeploy",
};

const CLUSTER: readonly AttributeRow[] = attributeRows("google_container_cluster", [
  unprotected(
    ["deletion_protection"],
    "high",
    "nothing protects the cluster from deletion, with everything that runs in it",
  ),
  {
    paths: ["min_master_version", "node_version"],
    severity: "high",
    text: "the cluster gets another version of Kubernetes, and cannot go back: a control plane in one zone answers nothing meanwhile, nodes are made anew, and programs that use a removed API fail",
    undo: "one-way",
  },
  {
    paths: ["release_channel.*", "release_channel"],
    severity: "medium",
    text: "Google upgrades the cluster earlier or later than before",
    undo: "instant",
  },
  {
    paths: ["master_authorized_networks_config.*"],
    when: (_, { before, after }) => hasNetworks(before) && !hasNetworks(after),
    severity: "high",
    text: "the control plane answers from every address: a stolen credential is enough",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["master_authorized_networks_config.*"],
    severity: "high",
    text: "other networks reach the control plane: who is left out cannot deploy, whoever is added may try",
    undo: "instant",
  },
  {
    paths: ["private_cluster_config.enable_private_endpoint", "control_plane_endpoints_config.*"],
    severity: "high",
    text: "the control plane is reached otherwise: pipelines and people may be cut off, or the internet let in",
    undo: "instant",
  },
  {
    paths: ["workload_identity_config", "workload_identity_config.*"],
    severity: "high",
    text: "pods sign in to Google otherwise: what relied on the old way is refused",
    undo: "instant",
  },
  {
    paths: ["network_policy.enabled", "addons_config.network_policy_config.disabled"],
    severity: "high",
    text: "network policies begin or cease to hold, and nodes are made anew for it",
    undo: "redeploy",
  },
  {
    paths: ["enable_legacy_abac"],
    when: isSwitchedOn,
    severity: "critical",
    text: "every service account of the cluster may do everything in it",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["logging_config.*", "logging_service", "monitoring_config.*", "monitoring_service"],
    severity: "medium",
    text: "other logs and metrics of the cluster are kept: alerts on what is left out fall silent",
    undo: "instant",
  },
  OTHER_ZONES,
  {
    paths: ["addons_config.*"],
    severity: "medium",
    text: "parts that Google runs in the cluster are added or taken away: what relies on them stops",
    undo: "instant",
  },
  {
    paths: ["maintenance_policy.*"],
    severity: "medium",
    text: "Google upgrades the cluster at other times",
    undo: "instant",
  },
]);

const NODE_POOL: readonly AttributeRow[] = attributeRows("google_container_node_pool", [
  {
    paths: ["autoscaling.max_node_count", "autoscaling.total_max_node_count"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `at most ${numberChangeText(attribute)} nodes: pods above that wait`,
    undo: "instant",
  },
  {
    paths: ["node_count", "autoscaling.min_node_count", "autoscaling.total_min_node_count"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `${numberChangeText(attribute)} nodes: what runs on the others is moved, or waits for room`,
    undo: "redeploy",
  },
  {
    paths: ["node_count", "autoscaling", "autoscaling.*"],
    severity: "low",
    text: "the pool has another size",
    undo: "redeploy",
  },
  {
    paths: ["version"],
    severity: "high",
    text: "every node is made anew with another version of Kubernetes: pods are moved, as fast as upgrade_settings allows",
    undo: "one-way",
  },
  {
    paths: ["node_config.*"],
    severity: "high",
    text: "every node is made anew: pods are moved, as fast as upgrade_settings allows",
    undo: "redeploy",
  },
  {
    paths: ["management.auto_repair"],
    when: isSwitchedOff,
    severity: "medium",
    text: "a node that fails is not replaced any more",
    undo: "instant",
  },
  {
    paths: ["management.auto_upgrade"],
    when: isSwitchedOff,
    severity: "medium",
    text: "nodes get no fixes any more, until they are too old for the control plane",
    undo: "instant",
  },
  {
    paths: ["upgrade_settings.*", "upgrade_settings.strategy"],
    severity: "medium",
    text: "the next upgrade moves more pods at once, or fewer",
    undo: "instant",
  },
  OTHER_ZONES,
]);

const POLICY: readonly AttributeRow[] = attributeRows("google_binary_authorization_policy", [
  {
    paths: ["default_admission_rule.evaluation_mode", "cluster_admission_rules.evaluation_mode"],
    when: isSetTo("ALWAYS_ALLOW"),
    severity: "high",
    text: "any image may be deployed",
    undo: "instant",
    everywhere: true,
  },
]);

/** Rows of Kubernetes clusters. */
export const CLUSTERS: readonly AttributeRow[] = [...CLUSTER, ...NODE_POOL, ...POLICY];
