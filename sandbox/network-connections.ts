import { asList, asText, type JsonObject } from "./json";
import { projectId } from "./projects";
import type { Store } from "./store";

/** Connections of services to a network that is named by its path, with the project's id. */
export function networkConnections(store: Store, network: string): readonly JsonObject[] {
  return store
    .list("servicenetworking/connections")
    .map(([, connection]) => connection)
    .filter((connection) => withId(store, asText(connection.network)) === network);
}

/** Names of the ranges that are reserved for services on a network. */
export const reservedRanges = (store: Store, network: string): readonly string[] =>
  networkConnections(store, network).flatMap((connection) => asList(connection.reservedPeeringRanges).map(asText));

/** The path of a network with its project's id: services name it by the number. */
const withId = (store: Store, network: string): string =>
  network.replace(/^projects\/([^/]+)/, (whole, project: string) => {
    const id = projectId(store, project);
    return id === undefined ? whole : `projects/${id}`;
  });
