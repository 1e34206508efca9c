import { isOpenValue } from "../../../core/relations/targets";
import { forEveryResource, plainText } from "../../../core/judge";
import { UNKNOWN, blockPaths, listAt, valueAt, type Resource } from "../../../core/resource";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";

/** The type of clusters of Kubernetes. */
export const CLUSTER = "google_container_cluster";
/** The type of their pools of nodes. */
export const NODE_POOL = "google_container_node_pool";
const LISTED = "master_authorized_networks_config";

const DNS_ENDPOINT = "control_plane_endpoints_config[0].dns_endpoint_config[0].allow_external_traffic";

const controlPlane: Rule = {
  id: "gke-control-plane",
  kind: "exposed",
  severity: "medium",
  title: "The control plane of a cluster answers networks that somebody named",
  why: "Its address answers the whole internet: a stolen key or token works from everywhere, and so does the next flaw of the API.",
  fix: "list your networks in master_authorized_networks_config, or set private_cluster_config.enable_private_endpoint",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/authorized-networks",
  check: forEveryResource(CLUSTER, (cluster) => {
    if (valueAt(cluster, DNS_ENDPOINT) === true) {
      // Google asks there for a right of IAM before anything reaches the control plane.
      return milder("low", [violation(cluster, `${DNS_ENDPOINT}: true found, false allowed`)]);
    }
    const isPrivate = valueAt(cluster, "private_cluster_config[0].enable_private_endpoint");
    if (isPrivate === true) return [];
    if (isPrivate === UNKNOWN || valueAt(cluster, LISTED) === UNKNOWN) return [unknown(cluster, LISTED)];
    if (blockPaths(cluster, LISTED).length === 0) {
      // Google makes every cluster so: it is less than what somebody opened.
      return milder("low", [violation(cluster, `${LISTED}: nothing found, a list of networks needed`)]);
    }
    const blocks = `${LISTED}[0].cidr_blocks`;
    if (valueAt(cluster, blocks) === UNKNOWN) return [unknown(cluster, blocks)];
    return blockPaths(cluster, blocks).flatMap((block): readonly Verdict[] => {
      const range = valueAt(cluster, `${block}.cidr_block`);
      if (range === UNKNOWN) return [unknown(cluster, `${block}.cidr_block`)];
      return range === "0.0.0.0/0"
        ? [violation(cluster, `${block}.cidr_block: the whole internet found, networks of yours allowed`)]
        : [];
    });
  }),
};

/** Whether Google runs the nodes of a cluster too. */
export const isAutopilot = (cluster: Resource): boolean => valueAt(cluster, "enable_autopilot") === true;

/** Where nodes are described: in a pool, and in a cluster that keeps the pool which it is made with. */
export const nodes = (check: (owner: Resource) => readonly Verdict[]): Rule["check"] => {
  const inCluster = forEveryResource(CLUSTER, (cluster) =>
    valueAt(cluster, "remove_default_node_pool") === true || isAutopilot(cluster) ? [] : check(cluster),
  );
  const inPool = forEveryResource(NODE_POOL, check);
  return (estate) => [...inCluster(estate), ...inPool(estate)];
};

const SCOPES = "node_config[0].oauth_scopes";
/** Scopes by which a node writes its logs and its metrics (https://developers.google.com/identity/protocols/oauth2/scopes). */
const WRITING = [
  { what: "logs", scope: /(^|\/)(logging[.-]write|logging\.admin|cloud-platform)$/ },
  { what: "metrics", scope: /(^|\/)(monitoring([.-]write)?|cloud-platform)$/ },
];

const scopes: Rule = {
  id: "gke-node-scopes",
  kind: "no effect",
  severity: "medium",
  title: "Nodes may write logs and metrics",
  why: "Scopes limit whatever roles the account has: without these nothing that a pod prints arrives, and no alert sees the node.",
  fix: "set oauth_scopes to cloud-platform and limit the account's roles instead, or add logging.write and monitoring",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/access-scopes",
  check: nodes((owner) => {
    if (isOpenValue(valueAt(owner, SCOPES))) return [unknown(owner, SCOPES)];
    const found = listAt(owner, SCOPES).map(plainText);
    if (found.length === 0) return [];
    const missing = WRITING.filter(({ scope }) => !found.some((one) => scope.test(one))).map(({ what }) => what);
    return missing.length === 0
      ? []
      : [violation(owner, `${SCOPES}: no scope to write ${missing.join(" and ")} found, one needed`)];
  }),
};

const ACCOUNT = "node_config[0].service_account";

/** Where it stands where Google makes the nodes. */
const AUTOPILOT_ACCOUNT = "cluster_autoscaling[0].auto_provisioning_defaults[0].service_account";

function judgeAccount(owner: Resource, path: string): readonly Verdict[] {
  const email = valueAt(owner, path);
  if (email === UNKNOWN) return [];
  return email === undefined || email === "" || email === "default"
    ? [violation(owner, `${path}: the project's default account found, one of their own allowed`)]
    : [];
}

const account: Rule = {
  id: "gke-node-account",
  kind: "exposed",
  severity: "medium",
  title: "Nodes run as an account of their own",
  why: "The project's default account may edit the project where nobody took that away, and every pod on the node can act as it.",
  fix: "set node_config.service_account, under Autopilot auto_provisioning_defaults.service_account, to an account with roles/container.defaultNodeServiceAccount",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa",
  check: (estate) => [
    ...nodes((owner) => judgeAccount(owner, ACCOUNT))(estate),
    ...estate
      .ofType(CLUSTER)
      .filter(isAutopilot)
      .flatMap((cluster) => judgeAccount(cluster, AUTOPILOT_ACCOUNT)),
  ],
};

/** Clusters of Kubernetes: who reaches the control plane, and as whom nodes run. */
export const clusterRules: readonly Rule[] = [controlPlane, scopes, account];
