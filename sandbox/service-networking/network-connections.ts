import { asList, asText, type JsonObject } from "../core/json";
import { partialLink } from "../core/paths";
import { byProjectId } from "../core/projects";
import type { Store } from "../core/store";

/** The path of a network that is named in any form, with its project's id. */
export const networkPath = (store: Store, network: string): string => byProjectId(store, partialLink(network));

/** Connections of services to a network that is named in any form. */
export function networkConnections(store: Store, network: string): readonly JsonObject[] {
  const wanted = networkPath(store, network);
  return store
    .list("servicenetworking/connections")
    .map(([, connection]) => connection)
    .filter((connection) => networkPath(store, asText(connection.network)) === wanted);
}

/**
 * Where a service's instance lives on a network: a block at the start of the range that it asks for by name, or else of
 * the first one that is reserved; undefined where there is none.
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
