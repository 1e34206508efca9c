import { namedResources } from "../../../core/relations/targets";
import { referencesAt, spreadPath, textAt } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { CLUSTER, NODE_POOL } from "../machines/clusters";
import { MACHINES } from "../machines/machine-groups";
import { SUBNET } from "./network-ranges";
import { NAT, NETWORK } from "./network-services";
import { waitsFor } from "../order";

/** Where people write the name of what the same plan makes; `block[].path` stands in each block. */
type Naming = readonly [type: string, path: string, named: string];

const IN_NETWORK = [
  "google_compute_firewall",
  SUBNET,
  "google_compute_router",
  "google_compute_route",
  "google_vpc_access_connector",
  "google_compute_global_address",
  "google_service_networking_connection",
  "google_filestore_instance",
  CLUSTER,
];

const NAMINGS: readonly Naming[] = [
  ...IN_NETWORK.map((type): Naming => [type, "network", NETWORK]),
  ...MACHINES.flatMap((type): readonly Naming[] => [
    [type, "network_interface[].network", NETWORK],
    [type, "network_interface[].subnetwork", SUBNET],
  ]),
  [CLUSTER, "subnetwork", SUBNET],
  [NODE_POOL, "cluster", CLUSTER],
  [NAT, "router", "google_compute_router"],
  [NAT, "subnetwork[].name", SUBNET],
  ["google_vpc_access_connector", "subnet[].name", SUBNET],
  ["google_compute_forwarding_rule", "network", NETWORK],
  ["google_compute_forwarding_rule", "subnetwork", SUBNET],
  ["google_dns_record_set", "managed_zone", "google_dns_managed_zone"],
  ["google_compute_attached_disk", "disk", "google_compute_disk"],
];

/** What is named and not waited for: networks, subnets, routers, clusters, zones. */
export const namedOrder: Rule = {
  id: "named-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "What stands in a network waits for it",
  why: "A name that is written out orders nothing: where the other one is made later Google answers 404, and the apply stops half-way.",
  fix: "reference the resource instead of writing its name, or name it in depends_on",
  source: "https://developer.hashicorp.com/terraform/language/resources/behavior#resource-dependencies",
  check: (estate) =>
    NAMINGS.flatMap(([type, path, named]) =>
      estate
        .ofType(type)
        .filter(({ isNew }) => isNew)
        .flatMap((resource) =>
          spreadPath(resource, path).flatMap((where) => {
            // A local leads on to what no plan lists.
            const isLocal = referencesAt(resource, where).some((from) => /(^|\.)local\./.test(from));
            const text = isLocal ? undefined : textAt(resource, where);
            const [made, ...others] = text === undefined ? [] : namedResources(estate, resource, named, text);
            return made?.isNew && others.length === 0 && !waitsFor(estate, resource, made)
              ? [violation(resource, `${where}: does not wait for ${made.address}, an order needed`)]
              : [];
          }),
        ),
    ),
};
