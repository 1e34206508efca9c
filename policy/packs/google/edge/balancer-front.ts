import { forEveryOf, plainText } from "../../../core/judge";
import { sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, listAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { milder, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { EVERYONE, FIREWALL, isActiveIngress, portRange } from "../networks/firewall-ranges";
import { machinesBehind } from "../networks/firewall-reach";
import { ANY_GRANT, findGrants, mayName } from "../identities/grants";
import { forMachines } from "./health-checks";
import { portNameOf, servedPorts } from "./load-balancer-ports";
import { FORWARDING_RULE } from "./load-balancer";
import { MACHINES } from "../machines/machine-groups";
import { SUBNET } from "../networks/network-ranges";
import { NETWORK } from "../networks/network-services";

/** Names of the networks that a value, or the subnet at its side, leads to. */
function networkNames(estate: Estate, owner: Resource, at: string): readonly string[] {
  const subnets = sureTargetsOf(estate, owner, `${at}subnetwork`, [SUBNET]);
  return [[owner, `${at}network`] as const, ...subnets.map((subnet) => [subnet, "network"] as const)].flatMap(
    ([one, path]) => {
      const [network] = targetsOf(estate, one, path, [NETWORK]);
      return (network ? textAt(network, "name") : textAt(one, path)?.split("/").pop()) ?? [];
    },
  );
}

/** Whether a machine has an address that the internet reaches. */
const isPublic = (machine: Resource): boolean =>
  blockPaths(machine, "network_interface").some((block) => blockPaths(machine, `${block}.access_config`).length > 0);

/** Whether a rule lets everyone reach a machine on a port. */
function letsEveryoneIn(estate: Estate, rule: Resource, machine: Resource, port: number): boolean {
  const targets = listAt(rule, "target_tags");
  const isTargeted = targets.length === 0 || targets.some((tag) => listAt(machine, "tags").includes(tag));
  const isOpen = listAt(rule, "source_ranges").some((range) => EVERYONE.includes(plainText(range)));
  const networks = blockPaths(machine, "network_interface").flatMap((block) =>
    networkNames(estate, machine, `${block}.`),
  );
  const isThere = networkNames(estate, rule, "").some((name) => networks.includes(name));
  const isOfAccounts = listAt(rule, "target_service_accounts").length > 0;
  return (
    isActiveIngress(rule) &&
    isTargeted &&
    isOpen &&
    isThere &&
    !isOfAccounts &&
    blockPaths(rule, "allow").some((allow) => {
      const ports = listAt(rule, `${allow}.ports`);
      return ports.length === 0 || ports.map(portRange).some(([least, most]) => least <= port && port <= most);
    })
  );
}

const bypassed: Rule = {
  id: "lb-bypassed",
  kind: "exposed",
  severity: "medium",
  title: "Machines behind a load balancer are reached through it only",
  why: "With an address of their own and a rule for everyone each of them answers past Cloud Armor, TLS, Identity-Aware Proxy and the log of requests.",
  fix: "remove access_config, and let in 35.191.0.0/16 and 130.211.0.0/22 alone",
  source: "https://cloud.google.com/load-balancing/docs/https#firewall-rules",
  check: forMachines((backend, estate) => {
    const name = portNameOf(backend);
    const ports = name === undefined ? [] : servedPorts(estate, backend, name);
    const isGuarded = ["security_policy", "iap"].some((path) => {
      const value = valueAt(backend, path);
      return value === UNKNOWN || (Array.isArray(value) ? value.length > 0 : (value ?? "") !== "");
    });
    return [...new Set(machinesBehind(estate, backend))].filter(isPublic).flatMap((machine): readonly Verdict[] => {
      const rule = estate
        .ofType(FIREWALL)
        .find((one) => ports.some((port) => letsEveryoneIn(estate, one, machine, port)));
      if (!rule) return [];
      const found = [violation(machine, `network_interface: an address that ${rule.address} opens to everyone found`)];
      return isGuarded ? found : milder("low", found);
    });
  }),
};

const address: Rule = {
  id: "lb-own-address",
  kind: "down",
  severity: "low",
  title: "A load balancer has an address that stays",
  why: "Without a reserved one Google chooses: when the forwarding rule is made anew it is another, and every name leads to the old one.",
  fix: "declare google_compute_global_address and name it in ip_address",
  source: "https://cloud.google.com/load-balancing/docs/forwarding-rule-concepts#ip_address_specifications",
  check: forEveryOf([FORWARDING_RULE], (rule) => {
    const isInternal = textAt(rule, "load_balancing_scheme")?.startsWith("INTERNAL") ?? false;
    if (isInternal) return [];
    const value = valueAt(rule, "ip_address");
    return value === undefined || value === ""
      ? [violation(rule, "ip_address: nothing found, a reserved address allowed")]
      : [];
  }),
};

const accountRoles: Rule = {
  id: "vm-account-roles",
  kind: "no effect",
  severity: "low",
  title: "The new account of a machine may do something",
  why: "A new account has no right at all: what the machine asks of Google is refused, its logs and metrics among it.",
  fix: "grant it roles/logging.logWriter, roles/monitoring.metricWriter and what its program needs",
  source: "https://cloud.google.com/compute/docs/access/service-accounts",
  check: forEveryOf(MACHINES, (machine, estate) =>
    sureTargetsOf(estate, machine, "service_account[0].email", ["google_service_account"])
      .filter(({ isNew }) => isNew)
      .flatMap((account) => {
        const isGranted = findGrants(estate, ANY_GRANT).some(({ members }) =>
          members.some((member) => mayName(account, member)),
        );
        return isGranted
          ? []
          : [violation(machine, "service_account[0].email: an account without any role here found, one needed")];
      }),
  ),
};

/** Where a load balancer is met, and what the machines behind it may. */
export const balancerFrontRules: readonly Rule[] = [bypassed, address, accountRoles];
