import { MAXMEMORY_POLICIES } from "../../google/memorystore";
import { REDIS_REFUSALS } from "../../google/refusals/stores";
import { failedPrecondition, invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asNumber, asObject, asText, valueText } from "../core/json";
import { networkConnections, networkPath, reservedRanges } from "../service-networking/connections";

/** The rules of a Memorystore instance. */
export const checkRedis = (draft: Draft): Refusal | undefined =>
  checkName(draft) ??
  checkEviction(draft) ??
  checkReplicas(draft) ??
  checkConnection(draft) ??
  checkFixedMembers(draft);

function checkEviction({ next }: Draft): Refusal | undefined {
  const policy = asObject(next.redisConfigs)["maxmemory-policy"];
  return policy === undefined || MAXMEMORY_POLICIES.has(asText(policy))
    ? undefined
    : invalidArgument(`redis_configs: maxmemory-policy ${asText(policy)} is none.`);
}

function checkName({ id, next }: Draft): Refusal | undefined {
  if (!/^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/.test(id)) return invalidArgument(`Invalid instance id '${id}'.`);
  const size = next.memorySizeGb;
  const gibibytes = typeof size === "number" ? size : Number.NaN;
  return refuse(REDIS_REFUSALS.memory, { gibibytes, given: valueText(size) });
}

function checkReplicas({ next }: Draft): Refusal | undefined {
  const count = asNumber(next.replicaCount ?? 0);
  if (next.tier === "BASIC") return refuse(REDIS_REFUSALS.replicasOfBasic, { replicas: count });
  if (next.tier !== "STANDARD_HA") return undefined;
  const isReading = next.readReplicasMode === "READ_REPLICAS_ENABLED";
  if (isReading && asNumber(next.memorySizeGb) < 5) {
    return invalidArgument("Read replicas need memory_size_gb of at least 5.");
  }
  return isReading ? undefined : refuse(REDIS_REFUSALS.replicasUnread, { replicas: count });
}

/** Private service access needs a connection of the network, and uses one of its ranges. */
function checkConnection({ call: { store, body }, next, previous }: Draft): Refusal | undefined {
  if (next.connectMode !== "PRIVATE_SERVICE_ACCESS") return undefined;
  const network = networkPath(store, asText(next.authorizedNetwork));
  if (networkConnections(store, network).length === 0) {
    return failedPrecondition(
      `Google private service access is not enabled. Enable private service access and try again. Network: ${network}`,
    );
  }
  // The instance has a block of the range: its name is in the request alone, and never changes.
  const range = previous === undefined ? asText(body.reservedIpRange) : "";
  return range === "" || reservedRanges(store, network).includes(range)
    ? undefined
    : invalidArgument(`The range '${range}' is not allocated for private service access of network '${network}'.`);
}

const FIXED = ["tier", "connectMode", "authorizedNetwork", "transitEncryptionMode", "reservedIpRange"] as const;

/** Some members of an instance never change. */
function checkFixedMembers({ next, previous }: Draft): Refusal | undefined {
  if (previous === undefined) return undefined;
  const changed = FIXED.find((field) => JSON.stringify(next[field]) !== JSON.stringify(previous[field]));
  return changed === undefined ? undefined : invalidArgument(`The field ${changed} cannot be updated.`);
}
