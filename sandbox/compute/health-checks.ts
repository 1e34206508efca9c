import type { Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { actionRoute, collectionRoutes } from "../core/collection-routes";
import { asObject, asText, type JsonObject } from "../core/json";
import { computeCollection, setMember } from "./resources";

/**
 * What stands behind a load balancer elsewhere: no stack of ours declares it, and other types of the load balancer are used
 * with it (https://cloud.google.com/compute/docs/reference/rest/v1/healthChecks).
 */

/** Times of every health check, seconds, and its thresholds. */
const TIMES: JsonObject = { checkIntervalSec: 5, timeoutSec: 5, unhealthyThreshold: 2, healthyThreshold: 2 };

/** The member of each type with its own settings, and the port where none is named. */
const TYPES: Readonly<Record<string, readonly [member: string, port: number, hasPath: boolean]>> = {
  TCP: ["tcpHealthCheck", 80, false],
  SSL: ["sslHealthCheck", 443, false],
  HTTP: ["httpHealthCheck", 80, true],
  HTTPS: ["httpsHealthCheck", 443, true],
  HTTP2: ["http2HealthCheck", 443, true],
};

function withProtocol(_draft: Draft, check: JsonObject): JsonObject {
  const [member, port, hasPath] = TYPES[asText(check.type)] ?? [];
  if (member === undefined || port === undefined) return check;
  const given = asObject(check[member]);
  const hasPort = given.portSpecification === undefined || given.portSpecification === "USE_FIXED_PORT";
  return {
    ...check,
    [member]: { proxyHeader: "NONE", ...(hasPath && { requestPath: "/" }), ...(hasPort && { port }), ...given },
  };
}

const healthChecks = computeCollection({
  pattern: "projects/{project}/global/healthChecks",
  noun: "healthCheck",
  update: { method: "PUT", join: "replace" },
  defaults: TIMES,
  complete: withProtocol,
});

/** The older kind, which has its settings at the top. */
const httpHealthChecks = computeCollection({
  pattern: "projects/{project}/global/httpHealthChecks",
  noun: "httpHealthCheck",
  update: { method: "PUT", join: "replace" },
  defaults: { ...TIMES, port: 80, requestPath: "/" },
});

const backendBuckets = computeCollection({
  pattern: "projects/{project}/global/backendBuckets",
  noun: "backendBucket",
  update: { method: "PUT", join: "replace", keeps: ["edgeSecurityPolicy"] },
  references: ["edgeSecurityPolicy"],
});

/** Health checks and backend buckets. */
export const healthCheckCollections: readonly Collection[] = [healthChecks, httpHealthChecks, backendBuckets];

/** Their routes. */
export const healthCheckRoutes: readonly Route[] = [
  ...healthCheckCollections.flatMap(collectionRoutes),
  actionRoute(backendBuckets, "setEdgeSecurityPolicy", setMember("edgeSecurityPolicy", "securityPolicy")),
];
