import { failedPrecondition, invalid, notFound, ok, refuse, type Answer, type Refusal } from "../core/answer";
import { APIS } from "../api-table";
import { param, type Call, type Route } from "../core/call";
import { asList, asObject, asText, type JsonObject } from "../core/json";
import { networkConnections, networkPath } from "./network-connections";
import { answerChange } from "../core/operations";
import { checkProject } from "../core/project-check";
import { byProjectNumber } from "../core/projects";
import type { Store } from "../core/store";

const SERVICE = "services/{service}/connections";

/** Its paths name no project: the network's must have it switched on. */
const OWN_SERVICE = APIS.find(({ name }) => name === "servicenetworking")?.service;

/** Name of a connection: one for each network and service. */
const nameOf = (network: string): string => `servicenetworking/connections/${encodeURIComponent(network)}`;

function checkRanges(store: Store, network: string, ranges: readonly string[]): Refusal | undefined {
  if (store.get(`compute/${network}`) === undefined) return invalid(`Network '${network}' was not found.`);
  const project = network.split("/")[1] ?? "";
  const unfit = ranges.find((range) => {
    const address = store.get(`compute/projects/${project}/global/addresses/${range}`);
    return address?.purpose !== "VPC_PEERING" || !asText(address.network).endsWith(network);
  });
  if (ranges.length === 0) return invalid("At least one allocated IP range is needed.");
  return unfit === undefined
    ? undefined
    : invalid(`The range '${unfit}' is not an allocated range for VPC peering of network '${network}'.`);
}

function write(call: Call, network: string, change: "create" | "update"): Answer {
  const { store, body } = call;
  const ranges = asList(body.reservedPeeringRanges).map(asText);
  const path = networkPath(store, network);
  const project = path.split("/")[1] ?? "";
  const refusal = checkProject(store, OWN_SERVICE, project) ?? checkRanges(store, path, ranges);
  if (refusal !== undefined) return refuse(refusal);
  const connection: JsonObject = {
    // By the number, whatever was sent: the provider compares it as a text.
    network: byProjectNumber(store, path),
    peering: "servicenetworking-googleapis-com",
    reservedPeeringRanges: ranges,
    service: "services/servicenetworking.googleapis.com",
  };
  store.put(nameOf(path), connection);
  return answerChange("lro", call, change, `connections/${path}`, connection);
}

function create(call: Call): Answer {
  const network = asText(call.body.network);
  if (networkConnections(call.store, network).length > 0) {
    return refuse(
      failedPrecondition("Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection."),
    );
  }
  return write(call, network, "create");
}

const noConnection = (network: string): Refusal =>
  notFound(`No service networking connection of network '${network}'.`);

function update(call: Call, network: string): Answer {
  return networkConnections(call.store, network).length === 0
    ? refuse(noConnection(network))
    : write(call, network, "update");
}

/** Whether a database or a cache lives on the network through its connection. */
const isUsed = (store: Store, network: string): boolean =>
  [...store.below("sql/"), ...store.below("redis/")].some(([, resource]) =>
    [
      asObject(asObject(resource.settings).ipConfiguration).privateNetwork,
      resource.connectMode === "PRIVATE_SERVICE_ACCESS" ? resource.authorizedNetwork : undefined,
    ].some((used) => networkPath(store, asText(used)) === network),
  );

function remove(call: Call): Answer {
  const network = networkPath(call.store, asText(call.body.consumerNetwork));
  if (isUsed(call.store, network)) {
    const message =
      "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.";
    // Google accepts the call, and the operation fails.
    return ok({ name: `operations/${call.store.next()}`, done: true, error: { code: 9, message } });
  }
  if (!call.store.remove(nameOf(network))) return refuse(noConnection(network));
  return answerChange("lro", call, "delete", `connections/${network}`, {});
}

/** Private connections between a network and Google's services. */
export const serviceNetworkingRoutes: readonly Route[] = [
  { api: "servicenetworking", method: "POST", pattern: SERVICE, handle: create },
  {
    api: "servicenetworking",
    method: "GET",
    pattern: SERVICE,
    handle: ({ store, query }) => ok({ connections: networkConnections(store, query.get("network") ?? "") }),
  },
  {
    api: "servicenetworking",
    method: "PATCH",
    pattern: `${SERVICE}/{id}`,
    handle: (call) => update(call, asText(call.body.network)),
  },
  {
    api: "servicenetworking",
    method: "POST",
    pattern: `${SERVICE}/{id}`,
    handle: (call) =>
      param(call, "id") === "servicenetworking-googleapis-com" ? remove(call) : refuse(invalid("Unknown peering.")),
  },
];
