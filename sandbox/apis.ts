import { repositoryCollections, repositoryRoutes } from "./artifact-registry/repositories";
import { imageSegments, tagRoutes } from "./artifact-registry/tags";
import { backendCollections, backendRoutes } from "./compute/backends";
import { frontendCollections, frontendRoutes } from "./compute/frontends";
import { healthCheckCollections, healthCheckRoutes } from "./compute/health-checks";
import { networkCollections, networkRoutes } from "./compute/networks";
import { globalProxySegments } from "./compute/resources";
import { securityPolicyCollections, securityPolicyRoutes } from "./compute/security-policies";
import type { Api, Catalog, Service } from "./core/api";
import { type Route } from "./core/call";
import type { Collection } from "./core/collection";
import { accountRoutes } from "./iam/accounts";
import { identityPoolCollections, identityPoolRoutes } from "./iam/identity-pools";
import { roleRoutes } from "./iam/roles";
import { logEntryRoutes } from "./logging/entries";
import { logMetricCollections, logMetricRoutes } from "./logging/metrics";
import { alertPolicyCollections, alertPolicyRoutes } from "./monitoring/alert-policies";
import { dashboardCollections, dashboardRoutes } from "./monitoring/dashboards";
import { descriptorCollections, descriptorRoutes } from "./monitoring/metric-descriptors";
import { metricTypeSegments } from "./monitoring/metrics";
import { channelCollections, channelRoutes } from "./monitoring/notification-channels";
import { serviceLevelCollections, serviceLevelRoutes } from "./monitoring/service-levels";
import { snoozeCollections, snoozeRoutes } from "./monitoring/snoozes";
import { timeSeriesRoutes } from "./monitoring/time-series";
import { uptimeCollections, uptimeRoutes } from "./monitoring/uptime-checks";
import { computeProject, projectRoutes } from "./projects/projects";
import { serviceRoutes } from "./projects/services";
import { redisCollections, redisRoutes } from "./redis/instances";
import { executionRoutes } from "./run/executions";
import { jobCollections, jobRoutes } from "./run/jobs";
import { revisionRoutes } from "./run/revisions";
import { runCollections, runRoutes } from "./run/services";
import { secretCollections, secretRoutes } from "./secrets/secrets";
import { versionRoutes } from "./secrets/versions";
import { serviceNetworkingRoutes } from "./service-networking/connections";
import { backupRoutes } from "./sql/backups";
import { sqlContentCollections, sqlContentRoutes } from "./sql/databases-and-users";
import { sqlCollections, sqlRoutes } from "./sql/instances";
import { transferRoutes } from "./sql/transfers";
import { bucketCollections, bucketRoutes } from "./storage/buckets";
import { answerMedia, objectRoutes } from "./storage/objects";

const MONITORING: Service = { name: "monitoring.googleapis.com", title: "Cloud Monitoring API" };

/**
 * Every API that the provider may call. An API with no served route is listed too, so that a call to it ends at the
 * sandbox and shows in its log.
 */
const APIS: readonly Api[] = [
  {
    name: "compute",
    discovery: "compute.v1",
    bodyField: "resource",
    errorForm: "both",
    base: "compute/v1",
    variables: ["COMPUTE"],
    service: { name: "compute.googleapis.com", title: "Compute Engine API" },
    hasNoVerbs: true,
    routeSegments: globalProxySegments,
  },
  {
    name: "run",
    discovery: "run.v2",
    base: "run/v2",
    variables: ["CLOUD_RUN_V2"],
    service: { name: "run.googleapis.com", title: "Cloud Run Admin API" },
    keepsFailed: true,
  },
  {
    name: "sql",
    discovery: "sqladmin.v1beta4",
    bodyField: "body",
    errorForm: "both",
    base: "sql/v1beta4",
    variables: ["SQL"],
    service: { name: "sqladmin.googleapis.com", title: "Cloud SQL Admin API" },
    hasNoVerbs: true,
  },
  {
    name: "redis",
    discovery: "redis.v1",
    base: "redis/v1",
    variables: ["REDIS"],
    service: { name: "redis.googleapis.com", title: "Google Cloud Memorystore for Redis API" },
  },
  {
    name: "secretmanager",
    discovery: "secretmanager.v1",
    base: "secretmanager/v1",
    variables: ["SECRET_MANAGER"],
    service: { name: "secretmanager.googleapis.com", title: "Secret Manager API" },
  },
  // A bucket's path names no project, so no service can be asked for.
  {
    name: "storage",
    discovery: "storage.v1",
    errorForm: "list",
    base: "storage/v1",
    variables: ["STORAGE"],
    hasNoVerbs: true,
    hasSlashes: true,
  },
  // Clients derive this base from the variable of `storage`.
  {
    name: "storage-upload",
    discovery: "storage.v1",
    errorForm: "list",
    base: "upload/storage/v1",
    variables: [],
    hasNoVerbs: true,
    hasRawBodies: true,
  },
  {
    name: "storage-download",
    discovery: "storage.v1",
    errorForm: "list",
    base: "download/storage/v1",
    variables: [],
    hasNoVerbs: true,
    hasSlashes: true,
  },
  {
    name: "artifactregistry",
    discovery: "artifactregistry.v1",
    base: "artifactregistry/v1",
    variables: ["ARTIFACT_REGISTRY"],
    service: { name: "artifactregistry.googleapis.com", title: "Artifact Registry API" },
    hasSlashes: true,
    hasMultiRegions: true,
    routeSegments: imageSegments,
  },
  {
    name: "serviceusage",
    discovery: "serviceusage.v1",
    base: "serviceusage/v1",
    variables: ["SERVICE_USAGE"],
    service: { name: "serviceusage.googleapis.com", title: "Service Usage API" },
  },
  {
    name: "cloudresourcemanager",
    discovery: "cloudresourcemanager.v1",
    base: "cloudresourcemanager/v1",
    variables: ["RESOURCE_MANAGER"],
    service: { name: "cloudresourcemanager.googleapis.com", title: "Cloud Resource Manager API" },
  },
  { name: "cloudresourcemanager-v3", base: "cloudresourcemanager/v3", variables: ["RESOURCE_MANAGER_V3"] },
  {
    name: "iam",
    discovery: "iam.v1",
    base: "iam/v1",
    variables: ["IAM", "IAM_BETA"],
    service: { name: "iam.googleapis.com", title: "Identity and Access Management (IAM) API" },
  },
  {
    name: "servicenetworking",
    discovery: "servicenetworking.v1",
    base: "servicenetworking/v1",
    variables: ["SERVICE_NETWORKING"],
    service: { name: "servicenetworking.googleapis.com", title: "Service Networking API" },
  },
  {
    name: "monitoring",
    discovery: "monitoring.v3",
    base: "monitoring/v3",
    variables: [],
    service: MONITORING,
    hasSlashes: true,
    routeSegments: metricTypeSegments,
  },
  {
    name: "monitoring-dashboards",
    discovery: "monitoring.v1",
    base: "monitoring/v1",
    variables: [],
    service: MONITORING,
  },
  // The provider uses two versions of Monitoring, so its variable names none. A path without a version is not served.
  { name: "monitoring-unversioned", base: "monitoring", variables: ["MONITORING"] },
  {
    name: "logging",
    discovery: "logging.v2",
    base: "logging/v2",
    variables: ["LOGGING"],
    service: { name: "logging.googleapis.com", title: "Cloud Logging API" },
    hasSlashes: true,
  },
];

/** Every collection of every API. */
const COLLECTIONS: readonly Collection[] = [
  ...networkCollections,
  ...healthCheckCollections,
  ...backendCollections,
  ...frontendCollections,
  ...securityPolicyCollections,
  ...runCollections,
  ...jobCollections,
  ...sqlCollections,
  ...sqlContentCollections,
  ...redisCollections,
  ...secretCollections,
  ...bucketCollections,
  ...repositoryCollections,
  ...identityPoolCollections,
  ...channelCollections,
  ...uptimeCollections,
  ...serviceLevelCollections,
  ...alertPolicyCollections,
  ...descriptorCollections,
  ...dashboardCollections,
  ...snoozeCollections,
  ...logMetricCollections,
];

/** Every route of every API. */
const ROUTES: readonly Route[] = [
  computeProject,
  ...networkRoutes,
  ...healthCheckRoutes,
  ...backendRoutes,
  ...frontendRoutes,
  ...securityPolicyRoutes,
  ...runRoutes,
  ...revisionRoutes,
  ...jobRoutes,
  ...executionRoutes,
  ...sqlRoutes,
  ...sqlContentRoutes,
  ...backupRoutes,
  ...transferRoutes,
  ...redisRoutes,
  ...secretRoutes,
  ...versionRoutes,
  ...bucketRoutes,
  ...objectRoutes,
  ...repositoryRoutes,
  ...tagRoutes,
  ...projectRoutes,
  ...serviceRoutes,
  ...accountRoutes,
  ...roleRoutes,
  ...identityPoolRoutes,
  ...serviceNetworkingRoutes,
  ...channelRoutes,
  ...uptimeRoutes,
  ...serviceLevelRoutes,
  ...alertPolicyRoutes,
  ...descriptorRoutes,
  ...dashboardRoutes,
  ...snoozeRoutes,
  ...timeSeriesRoutes,
  ...logMetricRoutes,
  ...logEntryRoutes,
];

/** Everything that the sandbox serves. */
export const CATALOG: Catalog = { apis: APIS, collections: COLLECTIONS, routes: ROUTES, answerOther: answerMedia };
