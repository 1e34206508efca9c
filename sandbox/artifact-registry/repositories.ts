import { invalidArgument } from "../core/answer";
import type { Route } from "../core/call";
import { param } from "../core/call";
import type { Collection } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, asText, mergeObjects } from "../core/json";
import { operationRoute } from "../core/kept-operations";
import { typedMessage } from "../core/operations";

const repositories: Collection = {
  api: "artifactregistry",
  pattern: "projects/{project}/locations/{location}/repositories",
  noun: "Repository",
  id: { query: "repositoryId" },
  items: "repositories",
  fields: [{ field: "name" }],
  style: {
    resource: "google.devtools.artifactregistry.v1.Repository",
    // A message without members.
    metadata: () => typedMessage("google.devtools.artifactregistry.v1.OperationMetadata"),
  },
  updateStyle: "direct",
  update: { method: "PATCH", join: "replace" },
  fill: ({ call, path, next, previous }) => {
    const { store } = call;
    const host = `${param(call, "location")}-docker.pkg.dev`;
    return {
      ...mergeObjects({ mode: "STANDARD_REPOSITORY" }, next),
      name: path,
      format: asText(next.format).toUpperCase(),
      createTime: previous?.createTime ?? store.time(),
      updateTime: store.time(),
      registryUri: `${host}/${param(call, "project")}/${path.split("/").at(-1) ?? ""}`,
      vulnerabilityScanningConfig: {
        enablementConfig: "INHERITED",
        ...asObject(next.vulnerabilityScanningConfig),
        lastEnableTime: store.time(),
        enablementState: "SCANNING_DISABLED",
        enablementStateReason: "API containerscanning.googleapis.com is not enabled.",
      },
    };
  },
  // Its images go with it (https://cloud.google.com/artifact-registry/docs/repositories/delete-repo).
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`artifactregistry/${path}/`)) call.store.remove(name);
  },
  check: ({ id, next }) => {
    if (!/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(id)) return invalidArgument(`invalid repository id "${id}"`);
    return next.format === "" ? invalidArgument("format is required") : undefined;
  },
};

/** Repositories of container images. */
export const repositoryCollections: readonly Collection[] = [repositories];

/** Their routes. */
export const repositoryRoutes: readonly Route[] = [
  ...repositoryCollections.flatMap(collectionRoutes),
  operationRoute("artifactregistry", "projects/{project}/locations/{location}/operations"),
];
