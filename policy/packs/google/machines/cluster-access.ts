import { forEveryResource, isOneOf, judgeValue } from "../../../core/judge";
import { referrersOf, sureTargetsOf } from "../../../core/relations/targets";
import { blockPaths, listAt, valueAt } from "../../../core/resource";
import { milder, violation, type Rule } from "../../../core/rule";
import { CLUSTER, NODE_POOL, isAutopilot } from "./clusters";
import { ANY_GRANT, findGrants, mayName } from "../identities/grants";

const OLD_ACCESS: readonly (readonly [path: string, what: string])[] = [
  ["enable_legacy_abac", "rights that RBAC does not take away"],
  ["master_auth[0].client_certificate_config[0].issue_client_certificate", "a certificate that nobody can take back"],
];

const oldAccess: Rule = {
  id: "gke-legacy-access",
  kind: "exposed",
  severity: "medium",
  title: "Only accounts of Google's and RBAC let anyone into a cluster",
  why: "Certificates of clients are valid for years and stand in the state; with the old rights every pod's account may do nearly everything.",
  fix: "set enable_legacy_abac and issue_client_certificate to false",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
  check: forEveryResource(CLUSTER, (cluster) =>
    OLD_ACCESS.flatMap(([path, what]) =>
      judgeValue(cluster, path, (value) => value !== true, `false (it gives ${what})`),
    ),
  ),
};

const OBSERVED: readonly (readonly [service: string, config: string])[] = [
  ["logging_service", "logging_config"],
  ["monitoring_service", "monitoring_config"],
];

const observed: Rule = {
  id: "gke-observed",
  kind: "down",
  severity: "medium",
  title: "A cluster writes its logs and its metrics",
  why: "Nobody sees why a pod or a node failed, no alert does, and what was not written cannot be read later.",
  fix: "remove the service none, and list SYSTEM_COMPONENTS and WORKLOADS",
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/observability",
  check: forEveryResource(CLUSTER, (cluster) =>
    OBSERVED.flatMap(([service, config]) => [
      ...judgeValue(cluster, service, (value) => value !== "none", "Google's service"),
      ...blockPaths(cluster, config).flatMap((block) => {
        const listed = listAt(cluster, `${block}.enable_components`);
        const isOwn = valueAt(cluster, `${block}.managed_prometheus[0].enabled`) === true;
        return listed.length === 0 && Array.isArray(valueAt(cluster, `${block}.enable_components`)) && !isOwn
          ? [violation(cluster, `${block}.enable_components: none found, SYSTEM_COMPONENTS needed`)]
          : [];
      }),
    ]),
  ),
};

const POLICY = "network_policy[0].enabled";
const ADDON = "addons_config[0].network_policy_config[0].disabled";

const networkPolicy: Rule = {
  id: "gke-network-policy",
  kind: "no effect",
  severity: "low",
  title: "A cluster keeps to the network policies of its pods",
  why: "Without an enforcement every pod reaches every other one, whatever policies are written.",
  fix: 'set datapath_provider to "ADVANCED_DATAPATH", or enable network_policy and its add-on',
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/network-policy",
  check: forEveryResource(CLUSTER, (cluster) => {
    const isEnforced = isAutopilot(cluster) || valueAt(cluster, "datapath_provider") === "ADVANCED_DATAPATH";
    if (isEnforced) return [];
    if (valueAt(cluster, POLICY) === true && valueAt(cluster, ADDON) === true) {
      return [violation(cluster, `${ADDON}: true beside network_policy found, false allowed`)];
    }
    return judgeValue(cluster, POLICY, isOneOf(true), "true, or ADVANCED_DATAPATH,");
  }),
};

const defaultPool: Rule = {
  id: "gke-default-pool",
  kind: "no effect",
  severity: "low",
  title: "A cluster with pools of its own has no default pool beside them",
  why: "It stays with the default account and machine type, is paid for, and each of its changes replaces the whole cluster.",
  fix: "set remove_default_node_pool to true and initial_node_count to 1",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/container_cluster",
  check: forEveryResource(CLUSTER, (cluster, estate) => {
    const hasPools = referrersOf(estate, cluster).some(({ type }) => type === NODE_POOL);
    if (!hasPools || isAutopilot(cluster) || blockPaths(cluster, "node_pool").length > 0) return [];
    return judgeValue(cluster, "remove_default_node_pool", isOneOf(true), "true");
  }),
};

/** Roles with which a node writes logs and metrics. */
const NODE_ROLES =
  /defaultNodeServiceAccount|container\.nodeServiceAccount|logging\.(logWriter|admin)|roles\/(editor|owner)$/;

const nodeRoles: Rule = {
  id: "gke-node-roles",
  kind: "no effect",
  severity: "medium",
  title: "The account of nodes may write logs and metrics",
  why: "A new account has no right at all: nodes start, and nothing that a pod prints arrives, no alert sees them, and a private registry refuses their images.",
  fix: "grant it roles/container.defaultNodeServiceAccount and roles/artifactregistry.reader",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa",
  check: forEveryResource(NODE_POOL, (pool, estate) =>
    sureTargetsOf(estate, pool, "node_config[0].service_account", ["google_service_account"])
      .filter(({ isNew }) => isNew)
      .flatMap((account) => {
        const grants = findGrants(estate, ANY_GRANT).filter(({ members }) =>
          members.some((member) => mayName(account, member)),
        );
        if (grants.some(({ role }) => typeof role.value !== "string" || NODE_ROLES.test(role.value))) return [];
        const what = grants.length === 0 ? "an account without any role" : "no role to write logs";
        const found = [violation(pool, `node_config[0].service_account: ${what} found here, one needed`)];
        return grants.length === 0 ? found : milder("low", found);
      }),
  ),
};

/** Who gets into a cluster, and what of it anybody sees. */
export const clusterAccessRules: readonly Rule[] = [oldAccess, observed, networkPolicy, defaultPool, nodeRoles];
