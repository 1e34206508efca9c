import { ok, notFound, refuse } from "../answer";
import { param, type Route } from "../call";
import type { Collection } from "../collection";
import { computeLink } from "../compute-links";
import { projectName } from "../projects";
import { armorCollections, armorRoutes } from "./armor";
import { artifactCollections, artifactRoutes } from "./artifact-registry";
import { backendCollections, backendRoutes } from "./backends";
import { frontendCollections, frontendRoutes } from "./frontends";
import { iamRoutes } from "./iam";
import { networkCollections, networkRoutes } from "./network";
import { objectRoutes } from "./objects";
import { projectRoutes, serviceRoutes } from "./projects";
import { redisCollections, redisRoutes } from "./redis";
import { runCollections, runRoutes } from "./run";
import { secretCollections, secretRoutes } from "./secrets";
import { serviceNetworkingRoutes } from "./service-networking";
import { sqlCollections, sqlRoutes } from "./sql";
import { sqlContentCollections, sqlContentRoutes } from "./sql-contents";
import { bucketCollections, bucketRoutes } from "./storage";
import { workloadIdentityCollections, workloadIdentityRoutes } from "./workload-identity";

/** A project as Compute shows it: an imported bucket's project is looked up there, by its number. */
const computeProject: Route = {
  api: "compute",
  method: "GET",
  pattern: "projects/{project}",
  handle: (call) => {
    const project = call.store.get(projectName(param(call, "project")));
    if (project === undefined) return refuse(notFound(`The resource '${call.path}' was not found`));
    const { projectId = null, projectNumber = null } = project;
    return ok({ kind: "compute#project", id: projectNumber, name: projectId, selfLink: computeLink(call.path) });
  },
};

/** Every collection of every API. */
export const COLLECTIONS: readonly Collection[] = [
  ...networkCollections,
  ...backendCollections,
  ...frontendCollections,
  ...armorCollections,
  ...runCollections,
  ...sqlCollections,
  ...sqlContentCollections,
  ...redisCollections,
  ...secretCollections,
  ...bucketCollections,
  ...artifactCollections,
  ...workloadIdentityCollections,
];

/** Every route of every API. */
export const ROUTES: readonly Route[] = [
  computeProject,
  ...networkRoutes,
  ...backendRoutes,
  ...frontendRoutes,
  ...armorRoutes,
  ...runRoutes,
  ...sqlRoutes,
  ...sqlContentRoutes,
  ...redisRoutes,
  ...secretRoutes,
  ...bucketRoutes,
  ...objectRoutes,
  ...artifactRoutes,
  ...projectRoutes,
  ...serviceRoutes,
  ...iamRoutes,
  ...workloadIdentityRoutes,
  ...serviceNetworkingRoutes,
];
