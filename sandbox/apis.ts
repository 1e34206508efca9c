import { ok, notFound, refuse } from "./core/answer";
import { param, type Route } from "./core/call";
import type { Collection } from "./core/collection";
import { computeLink } from "./compute/links";
import { projectName } from "./core/projects";
import { alertPolicyCollections, alertPolicyRoutes } from "./monitoring/alert-policies";
import { armorCollections, armorRoutes } from "./compute/security-policies";
import { artifactCollections, artifactRoutes } from "./artifact-registry/repositories";
import { backendCollections, backendRoutes } from "./compute/backends";
import { dashboardCollections, dashboardRoutes } from "./monitoring/dashboards";
import { frontendCollections, frontendRoutes } from "./compute/frontends";
import { iamRoutes } from "./iam/accounts";
import { logEntryRoutes } from "./logging/entries";
import { logMetricCollections, logMetricRoutes } from "./logging/metrics";
import { descriptorCollections, descriptorRoutes } from "./monitoring/metric-descriptors";
import { networkCollections, networkRoutes } from "./compute/networks";
import { channelCollections, channelRoutes } from "./monitoring/notification-channels";
import { objectRoutes } from "./storage/objects";
import { projectRoutes, serviceRoutes } from "./projects/services";
import { redisCollections, redisRoutes } from "./redis/instances";
import { runCollections, runRoutes } from "./run/services";
import { executionRoutes } from "./run/executions";
import { jobCollections, jobRoutes } from "./run/jobs";
import { revisionRoutes } from "./run/revisions";
import { secretCollections, secretRoutes } from "./secrets/secrets";
import { serviceLevelCollections, serviceLevelRoutes } from "./monitoring/service-levels";
import { serviceNetworkingRoutes } from "./service-networking/connections";
import { sqlCollections, sqlRoutes } from "./sql/instances";
import { sqlContentCollections, sqlContentRoutes } from "./sql/databases";
import { bucketCollections, bucketRoutes } from "./storage/buckets";
import { timeSeriesRoutes } from "./monitoring/time-series";
import { uptimeCollections, uptimeRoutes } from "./monitoring/uptime-checks";
import { workloadIdentityCollections, workloadIdentityRoutes } from "./iam/identity-pools";

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
  ...jobCollections,
  ...sqlCollections,
  ...sqlContentCollections,
  ...redisCollections,
  ...secretCollections,
  ...bucketCollections,
  ...artifactCollections,
  ...workloadIdentityCollections,
  ...channelCollections,
  ...uptimeCollections,
  ...serviceLevelCollections,
  ...alertPolicyCollections,
  ...descriptorCollections,
  ...dashboardCollections,
  ...logMetricCollections,
];

/** Every route of every API. */
export const ROUTES: readonly Route[] = [
  computeProject,
  ...networkRoutes,
  ...backendRoutes,
  ...frontendRoutes,
  ...armorRoutes,
  ...runRoutes,
  ...revisionRoutes,
  ...jobRoutes,
  ...executionRoutes,
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
  ...channelRoutes,
  ...uptimeRoutes,
  ...serviceLevelRoutes,
  ...alertPolicyRoutes,
  ...descriptorRoutes,
  ...dashboardRoutes,
  ...timeSeriesRoutes,
  ...logMetricRoutes,
  ...logEntryRoutes,
];
