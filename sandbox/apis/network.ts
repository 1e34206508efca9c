import { inUse, invalid } from "../answer";
import type { Route } from "../call";
import { actionOf, checkGuard, routesOf, type Collection } from "../collection";
import { asObject, asText } from "../json";
import { networkConnections } from "../network-connections";
import { checkRange } from "../network-ranges";
import { addressIn, contains, isRange } from "../ranges";
import { compute, labelled } from "./compute";

const networks = compute({
  pattern: "projects/{project}/global/networks",
  noun: "network",
  update: { method: "PATCH", join: "merge" },
  defaults: {
    mtu: 1460,
    routingConfig: { routingMode: "REGIONAL" },
    networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
  },
  checkDelete: ({ call, path }) =>
    networkConnections(call.store, path).length === 0
      ? undefined
      : inUse(`The network resource '${path}' is already being used by the peering 'servicenetworking-googleapis-com'`),
});

const subnetworks = compute({
  pattern: "projects/{project}/regions/{region}/subnetworks",
  noun: "subnetwork",
  update: { method: "PATCH", join: "merge" },
  hasFingerprint: true,
  references: ["network"],
  defaults: {
    purpose: "PRIVATE",
    stackType: "IPV4_ONLY",
    privateIpGoogleAccess: false,
    privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
    allowSubnetCidrRoutesOverlap: false,
  },
  complete: (_draft, resource) => ({
    ...resource,
    gatewayAddress: addressIn(asText(resource.ipCidrRange), 1),
    enableFlowLogs: asObject(resource.logConfig).enable ?? false,
  }),
  check: ({ call, path, next }) => checkRange(call.store, `compute/${path}`, next, "resource.ipCidrRange"),
});

/** The n-th of the addresses that are set aside for documentation (RFC 5737): nobody is reached there. */
const documentationAddress = (n: number): string => addressIn("203.0.113.0/24", 1 + (n % 254));

const addresses = compute({
  pattern: "projects/{project}/global/addresses",
  noun: "address",
  references: ["network"],
  defaults: { addressType: "EXTERNAL" },
  complete: ({ call: { store } }, resource) => ({
    ...resource,
    address: resource.address ?? documentationAddress(store.next()),
    status: "RESERVED",
    labelFingerprint: store.etag(),
  }),
  check: ({ call, path, next }) => checkRange(call.store, `compute/${path}`, next, "resource.address"),
});

/** Networks, subnetworks and global addresses. */
export const networkCollections: readonly Collection[] = [networks, subnetworks, addresses];

/** Their routes. */
export const networkRoutes: readonly Route[] = [
  ...networkCollections.flatMap(routesOf),
  actionOf(addresses, "setLabels", (stored, { body, store }) => {
    const stale = checkGuard(body, stored, "labelFingerprint");
    return stale ?? labelled(stored, body, store.etag());
  }),
  actionOf(subnetworks, "expandIpCidrRange", (stored, { body }) => {
    const [present, wanted] = [asText(stored.ipCidrRange), asText(body.ipCidrRange)];
    return isRange(wanted) && contains(wanted, present)
      ? { ...stored, ipCidrRange: wanted }
      : invalid(`Invalid IPCidrRange: ${wanted} does not contain ${present}: a subnetwork can only be expanded.`);
  }),
  actionOf(subnetworks, "setPrivateIpGoogleAccess", (stored, { body }) => ({
    ...stored,
    privateIpGoogleAccess: body.privateIpGoogleAccess ?? false,
  })),
];
