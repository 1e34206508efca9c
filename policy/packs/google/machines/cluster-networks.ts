import { isZone } from "../../../../google/regions";
import { rangeAround } from "../../../../google/ip-ranges";
import { forEveryResource, isOneOf, judgeValue, plainText } from "../../../core/judge";
import { sureTargetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, numberAt, referencesAt, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { CLUSTER, NODE_POOL, isAutopilot } from "./clusters";
import { SUBNET } from "../networks/network-ranges";

const PRIVATE = "private_cluster_config[0].enable_private_nodes";

const privateNodes: Rule = {
  id: "gke-private-nodes",
  kind: "exposed",
  severity: "low",
  title: "Nodes have private addresses only",
  why: "A public one is scanned within minutes, and only the firewall stands in between.",
  fix: "set private_cluster_config.enable_private_nodes, with a NAT for what pods need of the internet",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
  check: forEveryResource(CLUSTER, (cluster) => judgeValue(cluster, PRIVATE, isOneOf(true), "true")),
};

const workloadIdentity: Rule = {
  id: "gke-workload-identity",
  kind: "exposed",
  severity: "low",
  title: "Pods have identities of their own",
  why: "Without Workload Identity every pod speaks as its node's account, or from a key in a secret that never ends.",
  fix: "declare workload_identity_config.workload_pool, and GKE_METADATA on the pools",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity",
  check: (estate) => [
    ...forEveryResource(CLUSTER, (cluster) =>
      isAutopilot(cluster)
        ? []
        : judgeValue(
            cluster,
            "workload_identity_config",
            (value) => Array.isArray(value) && value.length > 0,
            "a workload pool",
          ),
    )(estate),
    ...forEveryResource(NODE_POOL, (pool) =>
      judgeValue(
        pool,
        "node_config[0].workload_metadata_config[0].mode",
        (mode) => mode !== "GCE_METADATA",
        "GKE_METADATA",
      ),
    )(estate),
  ],
};

const oneZone: Rule = {
  id: "gke-one-zone",
  kind: "down",
  severity: "low",
  title: "A cluster stands in several zones",
  why: "In one zone its control plane does not answer while it is upgraded, and everything is gone when the zone is.",
  fix: "set location to a region",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/regional-clusters",
  check: forEveryResource(CLUSTER, (cluster) =>
    judgeValue(cluster, "location", (place) => !isZone(plainText(place)), "a region"),
  ),
};

const RANGES = ["cluster_secondary_range_name", "services_secondary_range_name"].map(
  (name) => `ip_allocation_policy[0].${name}`,
);

const rangeName: Rule = {
  id: "gke-range-name",
  kind: "refused",
  severity: "high",
  title: "The ranges of pods and services are ranges of the cluster's subnet",
  why: "Google refuses a cluster that names another at apply.",
  fix: "reference secondary_ip_range[…].range_name of the subnet",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/alias-ips",
  check: forEveryResource(CLUSTER, (cluster, estate) =>
    sureTargetsOf(estate, cluster, "subnetwork", [SUBNET]).flatMap((subnet) => {
      const names = blockPaths(subnet, "secondary_ip_range").map((block) => valueAt(subnet, `${block}.range_name`));
      if (valueAt(subnet, "secondary_ip_range") === UNKNOWN || names.includes(UNKNOWN)) return [];
      return RANGES.flatMap((path): readonly Verdict[] => {
        const name = valueAt(cluster, path);
        if (name === undefined || name === "") return [];
        if (name === UNKNOWN) {
          return referencesAt(cluster, path).some((from) => from.includes(SUBNET)) ? [] : [unknown(cluster, path)];
        }
        return names.includes(name)
          ? []
          : [violation(cluster, `${path}: no range of ${subnet.address} found, one of its own allowed`)];
      });
    }),
  ),
};

const DEFAULT_PODS = 110;
/** Nodes below which a cluster cannot replace one and serve. */
const LEAST_NODES = 4;

/** How many nodes a range of pods has room for: each takes a range of twice its pods, rounded up. */
const nodesIn = (prefix: number, pods: number): number => 2 ** (32 - Math.ceil(Math.log2(pods * 2)) - prefix);

const podRange: Rule = {
  id: "gke-pod-range",
  kind: "down",
  severity: "medium",
  title: "The range of pods has room for the nodes",
  why: "Each node takes a /24 of it, 110 pods twice: a range that is full adds no node, under load and at each upgrade.",
  fix: "widen the secondary range to a /20 or more, or lower default_max_pods_per_node when the cluster is made",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips#cluster_sizing_secondary_range_pods",
  check: forEveryResource(CLUSTER, (cluster, estate) => {
    const name = textAt(cluster, RANGES[0] ?? "");
    const pods = numberAt(cluster, "default_max_pods_per_node") ?? DEFAULT_PODS;
    const own = textAt(cluster, "ip_allocation_policy[0].cluster_ipv4_cidr_block");
    const subnets = sureTargetsOf(estate, cluster, "subnetwork", [SUBNET]);
    const found = subnets.flatMap((subnet) =>
      blockPaths(subnet, "secondary_ip_range")
        .filter((block) => name !== undefined && valueAt(subnet, `${block}.range_name`) === name)
        .map((block) => [subnet, `${block}.ip_cidr_range`] as const),
    );
    const open = found.find(([subnet, path]) => valueAt(subnet, path) === UNKNOWN);
    if (open) return [unknown(cluster, "ip_allocation_policy")];
    return [...found.map(([subnet, path]) => textAt(subnet, path)), own].flatMap((range) => {
      const [address = "", prefix = NaN] = range?.split("/") ?? [];
      const nodes = rangeAround(address, Number(prefix)) ? nodesIn(Number(prefix), pods) : Infinity;
      return nodes < LEAST_NODES
        ? [
            violation(
              cluster,
              `ip_allocation_policy[0]: room for ${Math.floor(nodes)} nodes found, ${LEAST_NODES} or more allowed`,
            ),
          ]
        : [];
    });
  }),
};

/** Where the nodes and pods of a cluster stand. */
export const clusterNetworkRules: readonly Rule[] = [privateNodes, workloadIdentity, oneZone, rangeName, podRange];
