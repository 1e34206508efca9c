import { defaultAnswer } from "../../google/hardened/answer";
import { CACHE_ACCESS, CACHE_MEMORY } from "../../google/hardened/memorystore";
import { addressAt, parseRange, rangeAround } from "../../google/ip-ranges";
import { addressIn } from "../compute/ip-addresses";
import { okAnswer } from "../core/answer";
import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { actionRoute, collectionRoutes } from "../core/collection-routes";
import { asObject, asText, mapValuesAt, mergeObjects, withoutNulls, type Json, type JsonObject } from "../core/json";
import { operationRoute } from "../core/kept-operations";
import { typedMessage, type OperationForm } from "../core/operations";
import type { Store } from "../core/store";
import { serviceBlock } from "../service-networking/connections";
import { checkRedis } from "./instance-rules";

/** Operations as the protocol buffers of the API have them, and a public log of one. */
const OPERATION: OperationForm = {
  resource: "google.cloud.redis.v1.Instance",
  metadata: ({ change, path, time }) =>
    typedMessage("google.cloud.redis.v1.OperationMetadata", {
      createTime: time,
      endTime: time,
      target: path,
      verb: change,
      cancelRequested: false,
      apiVersion: "v1",
    }),
};

const instances: Collection = {
  api: "redis",
  pattern: "projects/{project}/locations/{location}/instances",
  noun: "Resource",
  id: { query: "instanceId" },
  items: "instances",
  wildcards: ["location"],
  style: OPERATION,
  update: { method: "PATCH", join: "replace" },
  references: ["authorizedNetwork"],
  fill: (draft) => ({ ...withoutZeros(mergeObjects(defaultMembers(draft), draft.next)), ...computedMembers(draft) }),
  check: checkRedis,
};

function defaultMembers({ call, next }: Draft): JsonObject {
  const isStandard = next.tier === "STANDARD_HA";
  return {
    ...defaultAnswer(CACHE_ACCESS, CACHE_MEMORY),
    tier: "BASIC",
    redisVersion: "REDIS_7_0",
    authorizedNetwork: `projects/${param(call, "project")}/global/networks/default`,
    readReplicasMode: "READ_REPLICAS_DISABLED",
    ...(isStandard && { replicaCount: 1 }),
  };
}

/** Members that only Google writes: they are made with the instance, and updates keep them. */
function computedMembers({ call, path, next, previous }: Draft): JsonObject {
  const { store, params } = call;
  const zone = (letter: string): string => `${params.location ?? ""}-${letter}`;
  const isStandard = next.tier === "STANDARD_HA";
  const kept = previous ?? {};
  const host = asText(kept.host) || hostAddress(call.store, next);
  return {
    name: path,
    createTime: kept.createTime ?? store.time(),
    state: "READY",
    host,
    reservedIpRange: previous === undefined ? blockAround(host, next) : (next.reservedIpRange ?? null),
    port: next.transitEncryptionMode === "SERVER_AUTHENTICATION" ? 6378 : 6379,
    locationId: next.locationId ?? zone("a"),
    currentLocationId: kept.currentLocationId ?? asText(next.locationId || zone("a")),
    ...(isStandard && { alternativeLocationId: next.alternativeLocationId ?? zone("b") }),
    nodes: (isStandard ? ["a", "b"] : ["a"]).map((letter, index) => ({ id: `node-${index}`, zone: zone(letter) })),
    persistenceIamIdentity: `serviceAccount:service-0@cloud-redis.iam.gserviceaccount.com`,
    ...(next.transitEncryptionMode === "SERVER_AUTHENTICATION" && {
      serverCaCerts: kept.serverCaCerts ?? [certificateAuthority(store.next())],
    }),
  };
}

/** An address of the instance, in the block that was sent or in the range that its network reserves for services. */
function hostAddress(store: Store, { authorizedNetwork, reservedIpRange }: JsonObject): string {
  const sent = asText(reservedIpRange);
  if (parseRange(sent) !== undefined) return addressIn(sent, 3);
  return addressIn(serviceBlock(store, asText(authorizedNetwork), sent) ?? "10.0.0.0/24", 4 + (store.next() % 200));
}

/**
 * The block of an instance: the one that was sent, else the /29 around its address, a /28 with replicas that are read. Google
 * answers a block also where the name of a range was sent
 * (https://cloud.google.com/memorystore/docs/redis/reference/rest/v1/projects.locations.instances).
 */
function blockAround(host: string, { readReplicasMode, reservedIpRange }: JsonObject): string {
  if (parseRange(asText(reservedIpRange)) !== undefined) return asText(reservedIpRange);
  const prefix = readReplicasMode === "READ_REPLICAS_ENABLED" ? 28 : 29;
  const block = rangeAround(host, prefix);
  return block === undefined ? "" : `${addressAt(block, 0)}/${prefix}`;
}

/** A text in the form of a certificate, with which no TLS connection can be made. */
const certificateAuthority = (serial: number): JsonObject => ({
  serialNumber: String(serial),
  cert: `-----BEGIN CERTIFICATE-----\nc2FuZGJveC0${serial}\n-----END CERTIFICATE-----`,
  createTime: "2026-01-01T00:00:00Z",
  expireTime: "2036-01-01T00:00:00Z",
  sha1Fingerprint: "0".repeat(40),
});

/** The instance without numbers that are zero: JSON that is made from protocol buffers leaves them out. */
function withoutZeros(instance: JsonObject): JsonObject {
  const path = "maintenancePolicy.weeklyMaintenanceWindow[].startTime";
  const drop = (time: Json): Json =>
    withoutNulls(
      Object.fromEntries(
        Object.entries(asObject(time)).map(([key, value]) => [key, value === 0 ? null : (value ?? null)]),
      ),
    );
  return asObject(mapValuesAt(instance, path, drop));
}

/** Instances of Memorystore for Redis. */
export const redisCollections: readonly Collection[] = [instances];

/** Their routes. */
export const redisRoutes: readonly Route[] = [
  ...redisCollections.flatMap(collectionRoutes),
  operationRoute("redis", "projects/{project}/locations/{location}/operations"),
  actionRoute(instances, "upgrade", (stored, { body }) => ({ ...stored, redisVersion: body.redisVersion ?? null })),
  {
    api: "redis",
    method: "GET",
    pattern: "projects/{project}/locations/{location}/instances/{id}/authString",
    handle: ({ store, path }) => {
      const name = path.slice(0, path.lastIndexOf("/"));
      const instance = asObject(store.get(`redis/${name}`));
      // The string is derived at each call and not stored. A new instance of the same name has another one.
      const seed = `${name} ${asText(instance.createTime)}`;
      return okAnswer(instance.authEnabled === true ? { authString: store.mark(seed).slice(0, 36) } : {});
    },
  },
];
