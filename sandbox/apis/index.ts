import { ok, notFound, refuse } from "../answer";
import { param, type Route } from "../call";
import type { Collection } from "../collection";
import { computeLink } from "../compute-links";
import { projectName } from "../projects";
import { alertPolicyCollections, alertPolicyRoutes } from "./alert-policies";
import { armorCollections, armorRoutes } from "./armor";
import { artifactCollections, artifactRoutes } from "./artifact-registry";
import { backendCollections, backendRoutes } from "./backends";
import { dashboardCollections, dashboardRoutes } from "./dashboards";
import { frontendCollections, frontendRoutes } from "./frontends";
import { iamRoutes } from "./iam";
import { logEntryRoutes } from "./log-entries";
import { logMetricCollections, logMetricRoutes } from "./log-metrics";
import { descriptorCollections, descriptorRoutes } from "./metric-descriptors";
import { networkCollections, networkRoutes } from "./network";
import { channelCollections, channelRoutes } from "./notification-channels";
import { objectRoutes } from "./objects";
import { projectRoutes, serviceRoutes } from "./projects";
import { redisCollections, redisRoutes } from "./redis";
import { runCollections, runRoutes } from "./run";
import { executionRoutes } from "./run-executions";
import { jobCollections, jobRoutes } from "./run-jobs";
import { revisionRoutes } from "./run-revisions";
import { secretCollections, secretRoutes } from "./secrets";
import { serviceLevelCollections, serviceLevelRoutes } from "./service-levels";
import { serviceNetworkingRoutes } from "./service-networking";
import { sqlCollections, sqlRoutes } from "./sql";
import { sqlContentCollections, sqlContentRoutes } from "./sql-contents";
import { bucketCollections, bucketRoutes } from "./storage";
import { timeSeriesRoutes } from "./time-series";
import { uptimeCollections, uptimeRoutes } from "./uptime-checks";
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
