import { defaultAnswer } from "../../google/hardened/answer";
import { isApiBundle } from "../../google/load-balancing";
import { FORWARDING_RULE_ROWS, TLS_POLICY } from "../../google/hardened/load-balancer";
import type { Route } from "../core/call";
import type { Collection } from "../core/collection";
import { actionRoute, collectionRoutes } from "../core/collection-routes";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { targetName } from "../core/references";
import type { Store } from "../core/store";
import { checkForwardingRule, checkHttpsProxy } from "./frontend-rules";
import { documentationAddress } from "./ip-addresses";
import { computeCollection, setLabelsRoute, setMember } from "./resources";

const certificates = computeCollection({
  pattern: "projects/{project}/global/sslCertificates",
  noun: "sslCertificate",
  // Google provisions a certificate once its host resolves to the load balancer, which never happens in a sandbox.
  complete: (_draft, resource) => {
    const managed = asObject(resource.managed);
    const domains = asList(managed.domains);
    const status = Object.fromEntries(domains.map((domain) => [asText(domain), "PROVISIONING"] as const));
    return {
      ...resource,
      managed: { ...managed, status: "PROVISIONING", domainStatus: status },
      subjectAlternativeNames: domains,
    };
  },
});

/**
 * Features of each profile, shortened to those that differ
 * (https://cloud.google.com/load-balancing/docs/ssl-policies-concepts#defining_an_ssl_policy).
 */
const PROFILE_FEATURES: ReadonlyMap<string, readonly string[]> = new Map([
  ["COMPATIBLE", ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"]],
  ["MODERN", ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"]],
  ["RESTRICTED", ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]],
]);

const sslPolicies = computeCollection({
  pattern: "projects/{project}/global/sslPolicies",
  noun: "sslPolicy",
  update: { method: "PATCH", join: "merge" },
  hasFingerprint: true,
  defaults: defaultAnswer(TLS_POLICY),
  complete: (_draft, resource) => ({
    ...resource,
    enabledFeatures: PROFILE_FEATURES.get(asText(resource.profile)) ?? asList(resource.customFeatures),
  }),
});

const httpsProxies = computeCollection({
  pattern: "projects/{project}/global/targetHttpsProxies",
  noun: "targetHttpsProxy",
  update: { method: "PATCH", join: "merge" },
  hasFingerprint: true,
  references: ["urlMap", "sslCertificates[]", "sslPolicy"],
  defaults: { quicOverride: "NONE" },
  check: checkHttpsProxy,
});

const httpProxies = computeCollection({
  pattern: "projects/{project}/global/targetHttpProxies",
  noun: "targetHttpProxy",
  update: { method: "PATCH", join: "merge" },
  hasFingerprint: true,
  references: ["urlMap"],
});

/** Members of a rule in front of a load balancer, where they are not sent. */
const BALANCED: JsonObject = {
  ...defaultAnswer(FORWARDING_RULE_ROWS),
  IPProtocol: "TCP",
  networkTier: "PREMIUM",
};

/** Members of a rule that leads to APIs of Google's, which has no scheme. */
const connectedMembers = ({ id = "" }: JsonObject): JsonObject => ({
  pscConnectionId: id,
  pscConnectionStatus: "ACCEPTED",
});

const forwardingRules = computeCollection({
  pattern: "projects/{project}/global/forwardingRules",
  noun: "forwardingRule",
  update: { method: "PATCH", join: "merge" },
  hasFingerprint: true,
  references: ["target", "network", "subnetwork"],
  complete: ({ call: { store, params } }, resource) => ({
    ...(isApiBundle(asText(resource.target)) ? connectedMembers(resource) : BALANCED),
    ...resource,
    IPAddress: literalAddress(store, asText(resource.IPAddress), params.project ?? ""),
    ...(resource.portRange !== undefined && { portRange: wholeRange(asText(resource.portRange)) }),
    labelFingerprint: store.etag(),
  }),
  check: checkForwardingRule,
});

/**
 * The address of a forwarding rule: Compute answers a link as the number that it stands for, and gives an address to a
 * rule without one. A link to nothing stays a link, which the rule's check refuses.
 */
function literalAddress(store: Store, sent: string, project: string): string {
  if (sent === "") return documentationAddress(store.next());
  return asText(store.get(targetName(store, sent, project))?.address) || sent;
}

/** A single port as a range: "443" is "443-443". */
const wholeRange = (range: string): string => (/^\d+$/.test(range) ? `${range}-${range}` : range);

/** Certificates, TLS policies, proxies and forwarding rules. */
export const frontendCollections: readonly Collection[] = [
  certificates,
  sslPolicies,
  httpsProxies,
  httpProxies,
  forwardingRules,
];

/** Their routes. */
export const frontendRoutes: readonly Route[] = [
  ...frontendCollections.flatMap(collectionRoutes),
  actionRoute(httpsProxies, "setQuicOverride", setMember("quicOverride")),
  actionRoute(httpsProxies, "setSslPolicy", setMember("sslPolicy")),
  actionRoute(httpsProxies, "setCertificateMap", setMember("certificateMap")),
  actionRoute(httpsProxies, "setSslCertificates", setMember("sslCertificates")),
  actionRoute(httpsProxies, "setUrlMap", setMember("urlMap")),
  actionRoute(httpProxies, "setUrlMap", setMember("urlMap")),
  actionRoute(forwardingRules, "setTarget", setMember("target")),
  setLabelsRoute(forwardingRules),
];
