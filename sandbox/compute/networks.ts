import { containsRange, parseRange } from "../../google/ip-ranges";
import { invalidArgument, resourceInUse, type Refusal } from "../core/answer";
import type { Route } from "../core/call";
import type { Collection } from "../core/collection";
import { actionRoute, collectionRoutes } from "../core/collection-routes";
import { asObject, asText, mergeObjects, type JsonObject } from "../core/json";
import { operationRoute } from "../core/kept-operations";
import { targetName } from "../core/references";
import type { Store } from "../core/store";
import { networkConnections } from "../service-networking/connections";
import { addressIn, checkRange, documentationAddress, freeRange } from "./ip-addresses";
import { computeCollection, setLabelsRoute } from "./resources";

const networks = computeCollection({
  pattern: "projects/{project}/global/networks",
  noun: "network",
  // A patch of a network reaches into its routing, where a null removes a member.
  update: { method: "PATCH", join: "deep" },
  defaults: {
    mtu: 1460,
    routingConfig: { routingMode: "REGIONAL", bgpBestPathSelectionMode: "LEGACY" },
    networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
  },
  check: ({ next }) => checkRouting(asObject(next.routingConfig)),
  checkDelete: ({ call, path }) =>
    networkConnections(call.store, path).length === 0
      ? undefined
      : resourceInUse(
          `The network resource '${path}' is already being used by the peering 'servicenetworking-googleapis-com'`,
        ),
});

/** The older selection of paths compares no metric of BGP. The text is Google's, from the provider's acceptance tests. */
const checkRouting = ({ bgpBestPathSelectionMode, bgpAlwaysCompareMed }: JsonObject): Refusal | undefined =>
  bgpBestPathSelectionMode === "LEGACY" && bgpAlwaysCompareMed !== undefined
    ? invalidArgument(
        "Invalid value for field 'resource.routingConfig.bgpAlwaysCompareMed': Field bgp_always_compare_med is not supported for LEGACY BGP Best Path Selection algorithm.",
      )
    : undefined;

const subnetworks = computeCollection({
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
    // The provider casts `metadata` without a check.
    ...(resource.logConfig !== undefined && {
      logConfig: mergeObjects({ enable: false, metadata: "EXCLUDE_ALL_METADATA" }, asObject(resource.logConfig)),
    }),
    gatewayAddress: addressIn(asText(resource.ipCidrRange), 1),
    enableFlowLogs: asObject(resource.logConfig).enable ?? false,
  }),
  check: ({ call, path, next }) => checkRange(call.store, `compute/${path}`, next, "resource.ipCidrRange"),
});

const addresses = computeCollection({
  pattern: "projects/{project}/global/addresses",
  noun: "address",
  references: ["network"],
  defaults: { addressType: "EXTERNAL" },
  complete: ({ call: { store, params } }, resource) => ({
    ...resource,
    address: resource.address ?? freeAddress(store, resource, params.project ?? ""),
    status: "RESERVED",
    labelFingerprint: store.etag(),
  }),
  check: ({ call, path, next }) => checkRange(call.store, `compute/${path}`, next, "resource.address"),
  // Google releases a range that a service connection reserves; instances in it keep their addresses.
  checkDelete: ({ call: { store }, path, next: { address } }) => {
    const user = forwardingRules(store, path).find(([, rule]) => rule.IPAddress === address);
    return user === undefined
      ? undefined
      : resourceInUse(`The address resource '${path}' is already being used by '${user[0].slice("compute/".length)}'`);
  },
});

/** Forwarding rules name an address by its number and not by a link. */
const forwardingRules = (store: Store, address: string): ReturnType<Store["list"]> =>
  store.list(`compute/${address.replace(/\/addresses\/.*$/, "")}/forwardingRules`);

/** The address that is reserved where none is sent; an internal one begins a free range of its network. */
function freeAddress(store: Store, { addressType, prefixLength, network }: JsonObject, project: string): string {
  return addressType === "INTERNAL" && typeof prefixLength === "number"
    ? freeRange(store, targetName(store, asText(network), project), prefixLength)
    : documentationAddress(store.next());
}

/** Networks, subnetworks and global addresses. */
export const networkCollections: readonly Collection[] = [networks, subnetworks, addresses];

/** Their routes. */
export const networkRoutes: readonly Route[] = [
  ...networkCollections.flatMap(collectionRoutes),
  ...["global", "regions/{region}"].map((scope) => operationRoute("compute", `projects/{project}/${scope}/operations`)),
  setLabelsRoute(addresses),
  actionRoute(subnetworks, "expandIpCidrRange", (stored, { body }) => {
    const [present, wanted] = [asText(stored.ipCidrRange), asText(body.ipCidrRange)];
    const [before, after] = [parseRange(present), parseRange(wanted)];
    return before !== undefined && after !== undefined && containsRange(after, before)
      ? { ...stored, ipCidrRange: wanted }
      : invalidArgument(
          `Invalid IPCidrRange: ${wanted} does not contain ${present}: a subnetwork can only be expanded.`,
        );
  }),
  actionRoute(subnetworks, "setPrivateIpGoogleAccess", (stored, { body }) => ({
    ...stored,
    privateIpGoogleAccess: body.privateIpGoogleAccess ?? false,
  })),
];
