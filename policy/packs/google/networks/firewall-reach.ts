import { forEveryResource, plainText } from "../../../core/judge";
import { isOpenValue, sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import {
  UNKNOWN,
  blockPaths,
  listAt,
  numberAt,
  textAt,
  valueAt,
  type Resource,
  type Value,
} from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { derivedFact, type Estate } from "../../../core/estate";
import { findGrants } from "../identities/grants";
import { containsRange, rangeAround } from "../../../../google/ip-ranges";
import { FIREWALL, isActiveIngress, portRange } from "./firewall-ranges";
import { MACHINES } from "../machines/machine-groups";
import { HEALTH_CHECKS, forMachines } from "../edge/health-checks";
import { networksOf } from "./network-reach";
import { NETWORK } from "./network-services";
import { GROUPS } from "../machines/group-updates";

/** Other things than rules of the network that may let packets in (https://cloud.google.com/firewall/docs/firewall-policies-overview). */
const POLICY = /^google_compute_(region_)?(network_)?firewall_policy/;

/** Rules that let something into a network that the plan makes; undefined where others may be made elsewhere. */
function ingressRulesOf(estate: Estate, network: Resource): readonly Resource[] | undefined {
  if (!network.isNew || estate.ofTypes((type) => POLICY.test(type)).length > 0) return undefined;
  const rules = estate.ofType(FIREWALL).map((rule) => [rule, targetsOf(estate, rule, "network", [NETWORK])] as const);
  // Where a rule's network is not found, it may be this one.
  if (rules.some(([, networks]) => networks.length === 0)) return undefined;
  return rules
    .filter(
      ([rule, networks]) => networks.includes(network) && isActiveIngress(rule) && blockPaths(rule, "allow").length > 0,
    )
    .map(([rule]) => rule);
}

/** Whether a rule lets addresses in on a port; a part that nobody knows may. */
function letsIn(rule: Resource, range: string, port: number | undefined): boolean {
  if (isOpenValue(valueAt(rule, "source_ranges"))) return true;
  const [address = "", prefix = ""] = range.split("/");
  const wanted = rangeAround(address, Number(prefix));
  const from = listAt(rule, "source_ranges").some((source) => {
    const [first = "", length = "32"] = plainText(source).split("/");
    const given = rangeAround(first, Number(length));
    return given !== undefined && wanted !== undefined && containsRange(given, wanted);
  });
  return (
    from &&
    blockPaths(rule, "allow").some((allow) => {
      const protocol = textAt(rule, `${allow}.protocol`)?.toLowerCase();
      if (protocol === undefined || protocol === "all") return true;
      if (protocol !== "tcp" && protocol !== "6") return false;
      const ports = listAt(rule, `${allow}.ports`);
      const isAny = port === undefined || ports.length === 0 || isOpenValue(valueAt(rule, `${allow}.ports`));
      return isAny || ports.map(portRange).some(([least, most]) => least <= port && port <= most);
    })
  );
}

/** Addresses from which Google's load balancers ask and send (https://cloud.google.com/load-balancing/docs/health-check-concepts). */
const CHECKERS = "35.191.0.0/16";

/** Machines behind a backend service, or the templates from which they are made. */
export const machinesBehind = (estate: Estate, backend: Resource): readonly Resource[] =>
  blockPaths(backend, "backend").flatMap((block) => {
    const groups = sureTargetsOf(estate, backend, `${block}.group`, [...GROUPS, "google_compute_instance_group"]);
    return groups.flatMap((group) => [
      ...blockPaths(group, "version").flatMap((version) =>
        sureTargetsOf(estate, group, `${version}.instance_template`, MACHINES),
      ),
      ...sureTargetsOf(estate, group, "instances", MACHINES),
    ]);
  });

/** The port that a health check asks; undefined where it is that of the group, or unknown. */
export function askedPort(check: Resource): number | undefined {
  const block = ["http", "https", "http2", "tcp", "ssl", "grpc"].map((name) => `${name}_health_check[0].port`);
  return [...block, "port"].map((path) => numberAt(check, path)).find((port) => port !== undefined);
}

const checkers: Rule = {
  id: "lb-health-firewall",
  kind: "down",
  severity: "medium",
  title: "A rule lets Google's health checks and load balancers in",
  why: "A new network lets nobody in: every machine counts as ill, and each request is answered 502.",
  fix: "allow 130.211.0.0/22 and 35.191.0.0/16 on the port that is served and on the one that the check asks",
  source: "https://cloud.google.com/load-balancing/docs/health-checks#firewall_rules",
  check: forMachines((backend, estate) => {
    const checks = sureTargetsOf(estate, backend, "health_checks", HEALTH_CHECKS);
    const [port] = checks.map(askedPort);
    const networks = machinesBehind(estate, backend).flatMap((machine) =>
      blockPaths(machine, "network_interface").flatMap((block) => networksOf(estate, machine, `${block}.`)),
    );
    return [...new Set(networks)].flatMap((network): readonly Verdict[] => {
      const rules = ingressRulesOf(estate, network);
      if (rules === undefined || rules.some((rule) => letsIn(rule, CHECKERS, port))) return [];
      return [
        violation(
          backend,
          `health_checks: no rule of ${network.address} that lets ${CHECKERS} in${port === undefined ? "" : ` on port ${port}`} found, one needed`,
        ),
      ];
    });
  }),
};

const TUNNELS = "35.235.240.0/20";
const TUNNEL_ROLE = "roles/iap.tunnelResourceAccessor";

const tunnels: Rule = {
  id: "iap-tunnel-closed",
  kind: "down",
  severity: "medium",
  title: "A network lets in the tunnels that somebody may open",
  why: "The role alone opens nothing: the tunnel ends at the firewall, and nobody gets onto the machine.",
  fix: "allow 35.235.240.0/20 on port 22, or 3389",
  source: "https://cloud.google.com/iap/docs/using-tcp-forwarding#create-firewall-rule",
  check: (estate) => {
    const [grant] = findGrants(estate, /^google_(project|iap_tunnel\w*)_iam_(member|binding)$/).filter(
      ({ role }) => role.value === TUNNEL_ROLE,
    );
    if (!grant) return [];
    const networks = MACHINES.flatMap((type) => estate.ofType(type)).flatMap((machine) =>
      blockPaths(machine, "network_interface").flatMap((block) => networksOf(estate, machine, `${block}.`)),
    );
    return [...new Set(networks)].flatMap((network): readonly Verdict[] => {
      const rules = ingressRulesOf(estate, network);
      const isOpen = rules === undefined || rules.some((rule) => letsIn(rule, TUNNELS, undefined));
      return isOpen
        ? []
        : [violation(network, `name: no rule that lets ${TUNNELS} in found, one needed for ${grant.resource.address}`)];
    });
  },
};

/** Tags that machines carry, and that rules and routes name. */
const tagsOf = (resources: readonly Resource[], paths: readonly string[]): readonly Value[] =>
  resources.flatMap((resource) =>
    paths.flatMap((path) => (valueAt(resource, path) === UNKNOWN ? [UNKNOWN] : listAt(resource, path))),
  );

/** Whatever else may carry or name a tag: nodes of clusters, connectors, services. */
const OTHERS =
  /^google_(container_|vpc_access_|cloud_run_|dataproc_|dataflow_|composer_|notebooks_|workbench_|compute_(region_)?instance_group_manager$)/;

const carried = derivedFact((estate) => {
  const machines = [...MACHINES, "google_compute_instance_from_template"].flatMap((type) => estate.ofType(type));
  const isWhole =
    machines.length > 0 && estate.ofTypes((type) => OTHERS.test(type) && !GROUPS.includes(type)).length === 0;
  return { machines, isWhole, tags: tagsOf(machines, ["tags"]) };
});

const TAG_PATHS = ["target_tags", "source_tags"];

const ruleTags: Rule = {
  id: "network-firewall-tag-unused",
  kind: "no effect",
  severity: "low",
  title: "A machine carries each tag that a firewall rule names",
  why: "A rule for a tag that nobody carries lets nobody in: it looks as if it acted, and has no effect.",
  fix: "set the tag on the machines that are meant, or correct its name",
  source: "https://cloud.google.com/vpc/docs/add-remove-network-tags",
  yieldsTo: ["network-firewall-tags"],
  check: forEveryResource(FIREWALL, (rule, estate) => {
    const { isWhole, tags } = carried(estate);
    if (!isWhole) return [];
    return TAG_PATHS.flatMap((path): readonly Verdict[] => {
      const named = listAt(rule, path);
      if (valueAt(rule, path) === UNKNOWN) return [unknown(rule, path)];
      const isCarried = named.length === 0 || named.some((tag) => tag === UNKNOWN || tags.includes(tag));
      return isCarried || tags.includes(UNKNOWN)
        ? []
        : [violation(rule, `${path}: a tag that no machine here carries found`)];
    });
  }),
};

const machineTags: Rule = {
  id: "vm-tag-unused",
  kind: "no effect",
  severity: "low",
  title: "A rule or a route names each tag of a machine",
  why: "A tag opens nothing by itself: those of the default network's rules, http-server for instance, mean nothing in another network.",
  fix: "declare the rule that names it, or remove the tag",
  source: "https://cloud.google.com/vpc/docs/add-remove-network-tags",
  check: (estate) =>
    carried(estate).machines.flatMap((machine): readonly Verdict[] => {
      if (valueAt(machine, "tags") === UNKNOWN) return [unknown(machine, "tags")];
      const networks = blockPaths(machine, "network_interface").flatMap((block) =>
        networksOf(estate, machine, `${block}.`),
      );
      const isKnown = networks.length > 0 && networks.every((network) => ingressRulesOf(estate, network) !== undefined);
      const named = tagsOf(
        estate.ofTypes((type) => type === FIREWALL || type === "google_compute_route"),
        [...TAG_PATHS, "tags"],
      );
      const idle = listAt(machine, "tags").filter((tag) => tag !== UNKNOWN && !named.includes(tag));
      return isKnown && idle.length > 0 && !named.includes(UNKNOWN)
        ? [violation(machine, `tags: ${idle.length} that no rule and no route here names found`)]
        : [];
    }),
};

/** Whom the firewall of a new network lets in, beside what needs to come in. */
export const firewallReachRules: readonly Rule[] = [checkers, tunnels, ruleTags, machineTags];
