import { asList, asText, type JsonObject } from "./json";
import { partialLink } from "./paths";
import { byProjectId } from "./projects";
import type { Store } from "./store";

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

/** Names of the ranges that are reserved for services on a network. */
export const reservedRanges = (store: Store, network: string): readonly string[] =>
  networkConnections(store, network).flatMap((connection) => asList(connection.reservedPeeringRanges).map(asText));
