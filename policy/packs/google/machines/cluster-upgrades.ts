import { isZone } from "../../../../google/regions";
import { forEveryResource, isOneOf, judgeValue, plainText } from "../../../core/judge";
import { sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { CLUSTER, NODE_POOL, isAutopilot, nodes } from "./clusters";

const CHANNEL = "release_channel[0].channel";

const channel: Rule = {
  id: "gke-release-channel",
  kind: "down",
  severity: "low",
  title: "A cluster takes versions that others have run before",
  why: "RAPID gets what is new with its faults and outside of Google's agreement; outside of every channel a version stays until Google ends it, and then changes in one leap.",
  fix: "set release_channel.channel to REGULAR or STABLE",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels",
  check: forEveryResource(CLUSTER, (cluster) =>
    judgeValue(cluster, CHANNEL, isOneOf("REGULAR", "STABLE", "EXTENDED", undefined), '"REGULAR" or "STABLE"'),
  ),
};

const window: Rule = {
  id: "gke-maintenance-window",
  kind: "down",
  severity: "low",
  title: "A cluster is upgraded in hours that somebody chose",
  why: "Google replaces nodes and, with one control plane, stops it at any hour, also the busiest one.",
  fix: "declare maintenance_policy with a recurring_window",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/maintenance-windows-and-exclusions",
  check: forEveryResource(CLUSTER, (cluster) =>
    judgeValue(cluster, "maintenance_policy", (value) => Array.isArray(value) && value.length > 0, "a window"),
  ),
};

/** The channel of a pool's cluster; undefined where the plan does not hold it, or it has none. */
const channelsOf = (clusters: readonly Resource[]): readonly string[] =>
  clusters.map((cluster) => textAt(cluster, CHANNEL) ?? "UNSPECIFIED");

const management: Rule = {
  id: "gke-node-management",
  kind: "down",
  severity: "medium",
  title: "Google repairs and upgrades the nodes of a pool",
  why: "A node that is ill stays, and an old version gets no fixes until Google ends it; beside a release channel Google refuses a pool without upgrades at apply.",
  fix: "set management.auto_repair and management.auto_upgrade to true",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-upgrades",
  check: forEveryResource(NODE_POOL, (pool, estate) => {
    const channels = channelsOf(sureTargetsOf(estate, pool, "cluster", [CLUSTER]));
    const isRefused = channels.some((one) => one !== "UNSPECIFIED");
    return [
      ...judgeValue(
        pool,
        "management[0].auto_upgrade",
        (value) => value !== false,
        `true${isRefused ? " beside a release channel" : ""}`,
      ),
      ...judgeValue(pool, "management[0].auto_repair", (value) => value !== false, "true"),
    ];
  }),
};

/** The newest minor version that Google has ended, also for extended support. */
const ENDED_MINOR = 29;
const VERSION_PATHS = ["min_master_version", "node_version", "version"];

const version: Rule = {
  id: "gke-version-ended",
  kind: "refused",
  severity: "high",
  title: "The version of a cluster is one that Google still has",
  why: "Google refuses to make a cluster or a pool of an ended version at apply, and upgrades one that stands.",
  fix: "leave the version to the release channel, or name a supported one",
  source: "https://cloud.google.com/kubernetes-engine/docs/release-schedule",
  check: (estate) =>
    [CLUSTER, NODE_POOL].flatMap((type) =>
      forEveryResource(type, (owner) =>
        VERSION_PATHS.flatMap((path): readonly Verdict[] => {
          if (valueAt(owner, path) === UNKNOWN) return [unknown(owner, path)];
          const [, minor] = /^1\.(\d+)/.exec(plainText(valueAt(owner, path))) ?? [];
          if (minor === undefined || Number(minor) > ENDED_MINOR) return [];
          const found = [violation(owner, `${path}: 1.${minor} found, a version that Google has allowed`)];
          // What stands is older than its code and is upgraded by Google.
          return owner.isNew ? found : milder("medium", found);
        }),
      )(estate),
    ),
};

const imageType: Rule = {
  id: "gke-image-type",
  kind: "refused",
  severity: "high",
  title: "Nodes start from an image with containerd",
  why: "Those with Docker ended with version 1.24: Google refuses the pool at apply.",
  fix: "set image_type to COS_CONTAINERD or UBUNTU_CONTAINERD",
  source: "https://cloud.google.com/kubernetes-engine/docs/deprecations/docker-containerd",
  check: nodes((owner) =>
    judgeValue(
      owner,
      "node_config[0].image_type",
      (type) => !["COS", "UBUNTU", "WINDOWS_LTSC", "WINDOWS_SAC"].includes(plainText(type).toUpperCase()),
      "an image with containerd",
    ),
  ),
};

const isSpot = (pool: Resource): boolean =>
  ["preemptible", "spot"].some((name) => valueAt(pool, `node_config[0].${name}`) === true);

const spot: Rule = {
  id: "gke-spot-only",
  kind: "down",
  severity: "low",
  title: "A cluster has nodes that Google does not take back",
  why: "Spot nodes go when Google needs the capacity, many at once, with 30 seconds' notice: what runs nowhere else is down until others come.",
  fix: "add a pool without spot for what has to answer",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms",
  check: forEveryResource(CLUSTER, (cluster, estate) => {
    const pools = estate
      .ofType(NODE_POOL)
      .filter((pool) => targetsOf(estate, pool, "cluster", [CLUSTER]).includes(cluster));
    // Of which cluster an instance of a pool is nothing tells.
    if (pools.some((pool) => sureTargetsOf(estate, pool, "cluster", [CLUSTER]).length === 0)) return [];
    const own = valueAt(cluster, "remove_default_node_pool") === true ? [] : [cluster];
    const [first, ...more] = [...own, ...pools];
    if (isAutopilot(cluster) || first === undefined) return [];
    if ([first, ...more].every(isSpot)) {
      return [violation(first, "node_config[0]: spot nodes alone found, others beside them needed")];
    }
    const open = pools.find((pool) =>
      ["preemptible", "spot"].some((name) => valueAt(pool, `node_config[0].${name}`) === UNKNOWN),
    );
    return open ? [unknown(open, "node_config[0].spot")] : [];
  }),
};

/** How many nodes a pool has at most in each of its zones; undefined where nobody says. */
const mostNodes = (pool: Resource): unknown =>
  valueAt(pool, "autoscaling[0].max_node_count") ??
  valueAt(pool, "autoscaling[0].total_max_node_count") ??
  valueAt(pool, "node_count");

const oneNode: Rule = {
  id: "gke-one-node",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "A cluster has a second node",
  why: "While its only one is upgraded, repaired or lost, nothing runs, and pods have nowhere to go.",
  fix: "let the pool have two nodes or more, or nodes in several zones",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/types-of-clusters",
  check: (estate) => {
    const pools = estate.ofType(NODE_POOL);
    return pools
      .filter((pool) => {
        const clusters = targetsOf(estate, pool, "cluster", [CLUSTER]);
        return pools.every(
          (other) =>
            other === pool || !targetsOf(estate, other, "cluster", [CLUSTER]).some((one) => clusters.includes(one)),
        );
      })
      .flatMap((pool): readonly Verdict[] => {
        const isZonal = isZone(textAt(pool, "location") ?? "") && blockPaths(pool, "node_locations").length < 2;
        if (!isZonal) return [];
        const most = mostNodes(pool);
        if (most === UNKNOWN) return [unknown(pool, "node_count")];
        return most === 1 ? [violation(pool, "node_count: 1 found, 2 or more allowed")] : [];
      });
  },
};

const counted: Rule = {
  id: "gke-size-scaled",
  kind: "down",
  severity: "medium",
  title: "One of both says how many nodes a pool has: Terraform or its autoscaler",
  why: "Each apply sets the pool back to the written number, whatever load the autoscaler has answered with more nodes: pods are evicted.",
  fix: "use initial_node_count, or ignore changes of node_count",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_node_pool#node_count",
  check: forEveryResource(NODE_POOL, (pool) => {
    if (valueAt(pool, "autoscaling") === UNKNOWN) return [unknown(pool, "autoscaling")];
    if (blockPaths(pool, "autoscaling").length === 0) return [];
    return judgeValue(pool, "node_count", (value) => value === undefined, "none beside autoscaling");
  }),
};

/** Versions, upgrades and sizes of clusters. */
export const clusterUpgradeRules: readonly Rule[] = [
  channel,
  window,
  management,
  version,
  imageType,
  spot,
  counted,
  oneNode,
];
