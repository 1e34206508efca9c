import {
  failedPrecondition,
  invalidArgument,
  notFound,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { maskPaths } from "../core/joins";
import { operationRoute } from "../core/kept-operations";
import { typedMessage } from "../core/operations";
import { checkProject, pathByProjectId, pathByProjectNumber } from "../core/projects";
import { partialLink } from "../core/references";
import type { Store } from "../core/store";

const SERVICE = "services/{service}/connections";

/** The path of a network, which may be named in any form, with its project's id. */
export const networkPath = (store: Store, network: string): string => pathByProjectId(store, partialLink(network));

/** Connections of services to a network, which may be named in any form. */
export function networkConnections(store: Store, network: string): readonly JsonObject[] {
  const wanted = networkPath(store, network);
  return store
    .list("servicenetworking/connections")
    .map(([, connection]) => connection)
    .filter((connection) => networkPath(store, asText(connection.network)) === wanted);
}

/**
 * The block of a network in which an instance gets its address: the start of the named range, or of the first reserved
 * one where no range is named; undefined where there is none.
 */
export function serviceBlock(store: Store, network: string, range: string): string | undefined {
  const path = networkPath(store, network);
  const [first = ""] = reservedRanges(store, path);
  const address = store.get(`compute/projects/${path.split("/")[1] ?? ""}/global/addresses/${range || first}`)?.address;
  return address === undefined ? undefined : `${asText(address)}/24`;
}

/** Names of the ranges that are reserved for services on a network. */
export const reservedRanges = (store: Store, network: string): readonly string[] =>
  networkConnections(store, network).flatMap((connection) => asList(connection.reservedPeeringRanges).map(asText));

/** Name of a connection in the store: there is one for each network. */
const connectionName = (network: string): string => `servicenetworking/connections/${encodeURIComponent(network)}`;

function checkRanges(store: Store, network: string, ranges: readonly string[]): Refusal | undefined {
  if (store.get(`compute/${network}`) === undefined) return invalidArgument(`Network '${network}' was not found.`);
  const project = network.split("/")[1] ?? "";
  const unfit = ranges.find((range) => {
    const address = store.get(`compute/projects/${project}/global/addresses/${range}`);
    return address?.purpose !== "VPC_PEERING" || !asText(address.network).endsWith(network);
  });
  if (ranges.length === 0) return invalidArgument("At least one allocated IP range is needed.");
  return unfit === undefined
    ? undefined
    : invalidArgument(`The range '${unfit}' is not an allocated range for VPC peering of network '${network}'.`);
}

/** An operation that is done. What Google tells of it as metadata is not known. */
const connectionOperation = (store: Store, end: JsonObject): Answer =>
  okAnswer({ name: `operations/pssn.${store.next()}`, done: true, ...end });

/** The path names no project: the one of the network must have the service switched on. */
function writeConnection(call: Call, network: string): Answer {
  const { store, service, body } = call;
  const path = networkPath(store, network);
  const paths = maskPaths(call.query.get("updateMask") ?? "");
  const isMasked = paths.length === 0 || paths.some(([step]) => step === "*" || step === "reservedPeeringRanges");
  const kept = store.get(connectionName(path))?.reservedPeeringRanges;
  const ranges = asList(isMasked ? body.reservedPeeringRanges : kept).map(asText);
  const project = path.split("/")[1] ?? "";
  const refusal = checkProject(store, service, project) ?? checkRanges(store, path, ranges);
  if (refusal !== undefined) return refusalAnswer(refusal);
  const connection: JsonObject = {
    // Named by its number, however it was sent: the provider compares it as text.
    network: pathByProjectNumber(store, path),
    peering: "servicenetworking-googleapis-com",
    reservedPeeringRanges: ranges,
    service: "services/servicenetworking.googleapis.com",
  };
  store.put(connectionName(path), connection);
  return connectionOperation(store, {
    response: typedMessage("google.cloud.servicenetworking.v1.Connection", connection),
  });
}

function createConnection(call: Call): Answer {
  const network = asText(call.body.network);
  if (networkConnections(call.store, network).length > 0) {
    return refusalAnswer(
      failedPrecondition("Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection."),
    );
  }
  return writeConnection(call, network);
}

const missingConnection = (network: string): Refusal =>
  notFound(`No service networking connection of network '${network}'.`);

function updateConnection(call: Call, network: string): Answer {
  return networkConnections(call.store, network).length === 0
    ? refusalAnswer(missingConnection(network))
    : writeConnection(call, network);
}

/** Whether a database or a cache uses the connection of a network. */
const isNetworkUsed = (store: Store, network: string): boolean =>
  [...store.below("sql/"), ...store.below("redis/")].some(([, resource]) =>
    [
      asObject(asObject(resource.settings).ipConfiguration).privateNetwork,
      resource.connectMode === "PRIVATE_SERVICE_ACCESS" ? resource.authorizedNetwork : undefined,
    ].some((used) => networkPath(store, asText(used)) === network),
  );

function deleteConnection(call: Call): Answer {
  const network = networkPath(call.store, asText(call.body.consumerNetwork));
  if (isNetworkUsed(call.store, network)) {
    const message =
      "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.";
    // Google accepts the call, and the operation fails.
    return connectionOperation(call.store, { error: { code: 9, message } });
  }
  if (!call.store.remove(connectionName(network))) return refusalAnswer(missingConnection(network));
  return connectionOperation(call.store, { response: typedMessage("google.protobuf.Empty") });
}

/** Private connections between a network and Google's services. */
export const serviceNetworkingRoutes: readonly Route[] = [
  { api: "servicenetworking", method: "POST", pattern: SERVICE, handle: createConnection },
  {
    api: "servicenetworking",
    method: "GET",
    pattern: SERVICE,
    reads: ["network"],
    handle: ({ store, query }) => okAnswer({ connections: networkConnections(store, query.get("network") ?? "") }),
  },
  {
    api: "servicenetworking",
    method: "PATCH",
    pattern: `${SERVICE}/{id}`,
    // What an update forces is a range that is in use, and none is refused here.
    reads: ["force"],
    wildcards: ["id"],
    handle: (call) => updateConnection(call, asText(call.body.network)),
  },
  {
    api: "servicenetworking",
    method: "POST",
    pattern: `${SERVICE}/{id}`,
    handle: (call) =>
      param(call, "id") === "servicenetworking-googleapis-com"
        ? deleteConnection(call)
        : refusalAnswer(invalidArgument("Unknown peering.")),
  },
  operationRoute("servicenetworking", "operations"),
];
