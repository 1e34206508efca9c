import { defaultAnswer } from "../../google/hardened/answer";
import { BACKEND_ROWS } from "../../google/hardened/load-balancer";
import type { Route } from "../core/call";
import type { Collection } from "../core/collection";
import { actionRoute, collectionRoutes } from "../core/collection-routes";
import { checkBackendService, checkEndpointGroup } from "./backend-rules";
import { computeCollection, setMember } from "./resources";
import { URL_MAP_LINKS } from "./url-map-links";
import { checkUrlMap } from "./url-map-rules";

const endpointGroups = computeCollection({
  pattern: "projects/{project}/regions/{region}/networkEndpointGroups",
  noun: "networkEndpointGroup",
  references: ["network", "subnetwork"],
  complete: (_draft, resource) => ({ ...resource, size: 0 }),
  check: checkEndpointGroup,
});

const backendServices = computeCollection({
  pattern: "projects/{project}/global/backendServices",
  noun: "backendService",
  // Cloud Armor policies have actions of their own, and a PUT without them leaves them as they are.
  update: { method: "PUT", join: "replace", keeps: ["securityPolicy", "edgeSecurityPolicy"] },
  hasFingerprint: true,
  references: ["backends[].group", "securityPolicy", "edgeSecurityPolicy", "healthChecks[]"],
  defaults: defaultAnswer(BACKEND_ROWS),
  check: checkBackendService,
});

const urlMaps = computeCollection({
  pattern: "projects/{project}/global/urlMaps",
  noun: "urlMap",
  update: { method: "PUT", join: "replace" },
  hasFingerprint: true,
  references: URL_MAP_LINKS,
  check: checkUrlMap,
});

/** Endpoint groups, backend services and URL maps. */
export const backendCollections: readonly Collection[] = [endpointGroups, backendServices, urlMaps];

/** Their routes. */
export const backendRoutes: readonly Route[] = [
  ...backendCollections.flatMap(collectionRoutes),
  actionRoute(backendServices, "setSecurityPolicy", setMember("securityPolicy")),
  actionRoute(backendServices, "setEdgeSecurityPolicy", setMember("edgeSecurityPolicy", "securityPolicy")),
];
