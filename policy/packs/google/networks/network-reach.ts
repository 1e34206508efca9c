import { forEveryOf, forEveryResource, judgeValue } from "../../../core/judge";
import { sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, listAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { derivedFact, type Estate } from "../../../core/estate";
import { regionOf } from "../../../core/relations/link";
import { CLUSTER } from "../machines/clusters";
import { MACHINES, START_SCRIPTS } from "../machines/machine-groups";
import { SUBNET } from "./network-ranges";
import { NAT, NETWORK } from "./network-services";

const ROUTER = "google_compute_router";

/** Networks and subnets of this plan in which a machine or a cluster stands, through one of its interfaces. */
export function placesOf(estate: Estate, owner: Resource, at: string): readonly Resource[] {
  const subnets = sureTargetsOf(estate, owner, `${at}subnetwork`, [SUBNET]);
  const networks = [owner, ...subnets].flatMap((one) =>
    sureTargetsOf(estate, one, one === owner ? `${at}network` : "network", [NETWORK]),
  );
  return [...new Set([...networks, ...subnets])];
}

/** The networks among them. */
export const networksOf = (estate: Estate, owner: Resource, at: string): readonly Resource[] =>
  placesOf(estate, owner, at).filter(({ type }) => type === NETWORK);

/** Networks that a NAT leads out of; UNKNOWN among them where nothing tells which. */
const networksWithNat = derivedFact((estate) => {
  const networks = estate.ofType(NAT).map((nat) => {
    const routers = targetsOf(estate, nat, "router", [ROUTER]);
    return routers.flatMap((router) => targetsOf(estate, router, "network", [NETWORK]));
  });
  return { networks: new Set(networks.flat()), isOpen: networks.some((found) => found.length === 0) };
});

/** Whether a network that the plan makes has no NAT in it: one that stands already may have it elsewhere. */
const isWithoutNat = (estate: Estate, network: Resource): boolean => {
  const { networks, isOpen } = networksWithNat(estate);
  return network.isNew === true && !isOpen && !networks.has(network);
};

/** Commands that ask for something of the internet. */
const DOWNLOADS =
  /\b(apt(-get)?|yum|dnf|apk|zypper|pip3?|npm|gem)\b.*\b(install|update|add)\b|\b(curl|wget)\b[^\n]*https?:\/\/(?!metadata\.google|169\.254)|\bgit clone\b|\bdocker (pull|run)\b/;

const scriptOf = (machine: Resource): string => START_SCRIPTS.map((path) => textAt(machine, path) ?? "").join("\n");

const noWayOut: Rule = {
  id: "vm-no-way-out",
  kind: "down",
  severity: "medium",
  title: "A machine that installs something reaches the internet",
  why: "Without an address and without a NAT its network leads nowhere: the start-up script waits, fails, and the machine serves nothing.",
  fix: "declare google_compute_router and google_compute_router_nat in its region, or start from an image that has everything",
  source: "https://cloud.google.com/nat/docs/overview",
  check: forEveryOf(MACHINES, (machine, estate) => {
    if (!DOWNLOADS.test(scriptOf(machine))) return [];
    const interfaces = blockPaths(machine, "network_interface");
    const open = interfaces.find((block) => valueAt(machine, `${block}.access_config`) === UNKNOWN);
    const isPublic = interfaces.some((block) => blockPaths(machine, `${block}.access_config`).length > 0);
    const isShut = interfaces.some((block) =>
      networksOf(estate, machine, `${block}.`).some((network) => isWithoutNat(estate, network)),
    );
    if (isPublic || !isShut) return [];
    return open === undefined
      ? [violation(machine, "network_interface: no address and no NAT of its network found, one of them needed")]
      : [unknown(machine, `${open}.access_config`)];
  }),
};

const PRIVATE_NODES = "private_cluster_config[0].enable_private_nodes";

const clusterWayOut: Rule = {
  id: "gke-no-way-out",
  kind: "down",
  severity: "medium",
  title: "Private nodes have a NAT",
  why: "They have no address of their own: images that are not Google's are not pulled, and no pod reaches an API of somebody else.",
  fix: "declare google_compute_router and google_compute_router_nat for the subnet and its secondary ranges",
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/private-clusters",
  check: forEveryResource(CLUSTER, (cluster, estate) => {
    if (!networksOf(estate, cluster, "").some((network) => isWithoutNat(estate, network))) return [];
    if (valueAt(cluster, PRIVATE_NODES) === UNKNOWN) return [unknown(cluster, PRIVATE_NODES)];
    return valueAt(cluster, PRIVATE_NODES) === true
      ? [violation(cluster, `${PRIVATE_NODES}: true found, and no NAT in its network`)]
      : [];
  }),
};

const ROUTE = "google_compute_route";

const defaultRoute: Rule = {
  id: "network-default-route",
  kind: "down",
  severity: "medium",
  title: "A network without its default route has another one",
  why: "Neither a NAT nor an address of its own takes a packet out that no route leads to the gateway.",
  fix: "leave delete_default_routes_on_create out, or declare a google_compute_route with next_hop_gateway",
  source: "https://cloud.google.com/vpc/docs/routes#routingpacketsinternet",
  check: forEveryResource(NETWORK, (network, estate) => {
    const path = "delete_default_routes_on_create";
    const isLedOut = estate.ofType(ROUTE).some((route) => {
      const networks = targetsOf(estate, route, "network", [NETWORK]);
      return networks.length === 0 || networks.includes(network);
    });
    // Without a NAT or a public address nobody wants out.
    if (isLedOut || !networksWithNat(estate).networks.has(network)) return [];
    return judgeValue(network, path, (value) => value !== true, "false where a NAT is to lead out");
  }),
};

const PGA = "private_ip_google_access";

/** Subnets in which a machine without an address stands, whose network no NAT leads out of. */
function lonelySubnets(estate: Estate): readonly Resource[] {
  const owners = MACHINES.flatMap((type) => estate.ofType(type)).flatMap((machine) =>
    blockPaths(machine, "network_interface")
      .filter((block) => blockPaths(machine, `${block}.access_config`).length === 0)
      .map((block) => placesOf(estate, machine, `${block}.`)),
  );
  const clusters = estate
    .ofType(CLUSTER)
    .filter((cluster) => valueAt(cluster, PRIVATE_NODES) === true)
    .map((cluster) => placesOf(estate, cluster, ""));
  return [...new Set([...owners, ...clusters].flat())].filter(
    (place) =>
      place.type === SUBNET &&
      targetsOf(estate, place, "network", [NETWORK]).some((network) => isWithoutNat(estate, network)),
  );
}

const googleAccess: Rule = {
  id: "subnet-google-access",
  kind: "down",
  severity: "medium",
  title: "A subnet of machines without addresses reaches Google's APIs",
  why: "Without it and without a NAT a program there reads no secret, no bucket and no image of a registry, and writes no log.",
  fix: "set private_ip_google_access to true",
  source: "https://cloud.google.com/vpc/docs/private-google-access",
  check: (estate) =>
    lonelySubnets(estate).flatMap((subnet) => judgeValue(subnet, PGA, (value) => value === true, "true")),
};

const natRegion: Rule = {
  id: "network-nat-region",
  kind: "no effect",
  severity: "medium",
  title: "A NAT stands in a region in which its network has a subnet",
  why: "It leads out what is in its own region alone: everything elsewhere stays without.",
  fix: "declare a router and a NAT in the region of the subnets",
  source: "https://cloud.google.com/nat/docs/overview",
  check: forEveryResource(NAT, (nat, estate) => {
    const routers = targetsOf(estate, nat, "router", [ROUTER]);
    const networks = routers.flatMap((router) => targetsOf(estate, router, "network", [NETWORK]));
    const region = regionOf(nat) ?? routers.map(regionOf).find((found) => found !== undefined);
    if (networks.length === 0 || region === undefined || networks.some(({ isNew }) => isNew !== true)) return [];
    const subnets = estate.ofType(SUBNET).filter((subnet) =>
      targetsOf(
        estate,
        subnet,
        "network",
        networks.map(({ type }) => type),
      ).some((one) => networks.includes(one)),
    );
    const regions = subnets.map(regionOf);
    if (subnets.length === 0 || regions.includes(undefined) || regions.includes(region)) return [];
    return [violation(nat, `region: ${region} found, and no subnet of its network there`)];
  }),
};

const USERS: readonly (readonly [type: string, path: string])[] = [
  ...MACHINES.map((type) => [type, "network_interface[0].network"] as const),
  [CLUSTER, "network"],
];

const defaultNetwork: Rule = {
  id: "network-default",
  kind: "exposed",
  severity: "medium",
  title: "Machines and clusters stand in a network that somebody made for them",
  why: "The default one has a subnet in every region and rules that let SSH, RDP and each machine of it in from everywhere, and no plan shows them.",
  fix: "declare google_compute_network with auto_create_subnetworks = false, its subnets and its rules",
  source: "https://cloud.google.com/vpc/docs/vpc#default-network",
  check: (estate) =>
    USERS.flatMap(([type, path]) =>
      estate.ofType(type).flatMap((owner): readonly Verdict[] => {
        const name = textAt(owner, path);
        if (valueAt(owner, path) === UNKNOWN) return [];
        const isDefault = name !== undefined && /(^|\/)default$/.test(name);
        return isDefault && targetsOf(estate, owner, path, [NETWORK]).length === 0
          ? [violation(owner, `${path}: the default network found, one of its own allowed`)]
          : [];
      }),
    ),
};

const NAT_LISTS: readonly (readonly [option: string, value: string, list: string])[] = [
  ["nat_ip_allocate_option", "MANUAL_ONLY", "nat_ips"],
  ["source_subnetwork_ip_ranges_to_nat", "LIST_OF_SUBNETWORKS", "subnetwork"],
];
const DYNAMIC = "enable_dynamic_port_allocation";

const natLists: Rule = {
  id: "network-nat-lists",
  kind: "refused",
  severity: "high",
  title: "A NAT lists what it says that it lists",
  why: "Google refuses one with manual addresses or subnets and none of them, and a most of ports without dynamic allocation, at apply.",
  fix: "list nat_ips and subnetwork, and set enable_dynamic_port_allocation beside max_ports_per_vm",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_router_nat",
  check: forEveryResource(NAT, (nat) => [
    ...NAT_LISTS.flatMap(([option, value, list]): readonly Verdict[] => {
      if (valueAt(nat, option) === UNKNOWN) return [unknown(nat, option)];
      const isEmpty = valueAt(nat, list) !== UNKNOWN && listAt(nat, list).length === 0;
      const others = list === "nat_ips" ? listAt(nat, "initial_nat_ips").length : 0;
      return valueAt(nat, option) === value && isEmpty && others === 0
        ? [violation(nat, `${list}: nothing beside ${option} ${value} found, one or more needed`)]
        : [];
    }),
    ...(typeof valueAt(nat, "max_ports_per_vm") === "number" && ![true, UNKNOWN].includes(valueAt(nat, DYNAMIC) as true)
      ? [violation(nat, `max_ports_per_vm: a value without ${DYNAMIC} found, none allowed`)]
      : []),
  ]),
};

/** What machines, nodes and subnets reach, and through what. */
export const networkReachRules: readonly Rule[] = [
  noWayOut,
  clusterWayOut,
  defaultRoute,
  googleAccess,
  natRegion,
  defaultNetwork,
  natLists,
];
