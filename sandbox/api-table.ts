/** One of Google's APIs as the sandbox serves it. */
export interface Api {
  /** First part of the names of its resources in the store. */
  readonly name: string;
  /** Where its paths begin, without slashes at the ends; a version in it may come twice (see paths.ts). */
  readonly base: string;
  /** What the provider calls it: `GOOGLE_<variable>_CUSTOM_ENDPOINT`. */
  readonly variables: readonly string[];
  /** The service that a project must have enabled, and its title in refusals; absent where Google asks for none. */
  readonly service?: readonly [name: string, title: string];
}

const MONITORING: Api["service"] = ["monitoring.googleapis.com", "Cloud Monitoring API"];

/**
 * Every API that the provider may be sent to. One that serves nothing here is listed all the same: a call to it must
 * end at the sandbox, and be seen there.
 */
export const APIS: readonly Api[] = [
  {
    name: "compute",
    base: "compute/v1",
    variables: ["COMPUTE"],
    service: ["compute.googleapis.com", "Compute Engine API"],
  },
  {
    name: "run",
    base: "run/v2",
    variables: ["CLOUD_RUN_V2"],
    service: ["run.googleapis.com", "Cloud Run Admin API"],
  },
  {
    name: "sql",
    base: "sql/v1beta4",
    variables: ["SQL"],
    service: ["sqladmin.googleapis.com", "Cloud SQL Admin API"],
  },
  {
    name: "redis",
    base: "redis/v1",
    variables: ["REDIS"],
    service: ["redis.googleapis.com", "Google Cloud Memorystore for Redis API"],
  },
  {
    name: "secretmanager",
    base: "secretmanager/v1",
    variables: ["SECRET_MANAGER"],
    service: ["secretmanager.googleapis.com", "Secret Manager API"],
  },
  // A bucket's path names no project whose services could be looked up.
  { name: "storage", base: "storage/v1", variables: ["STORAGE"] },
  // Clients derive this one from the variable above.
  { name: "storage-upload", base: "upload/storage/v1", variables: [] },
  {
    name: "artifactregistry",
    base: "artifactregistry/v1",
    variables: ["ARTIFACT_REGISTRY"],
    service: ["artifactregistry.googleapis.com", "Artifact Registry API"],
  },
  {
    name: "serviceusage",
    base: "serviceusage/v1",
    variables: ["SERVICE_USAGE"],
    service: ["serviceusage.googleapis.com", "Service Usage API"],
  },
  {
    name: "cloudresourcemanager",
    base: "cloudresourcemanager/v1",
    variables: ["RESOURCE_MANAGER"],
    service: ["cloudresourcemanager.googleapis.com", "Cloud Resource Manager API"],
  },
  { name: "cloudresourcemanager-v3", base: "cloudresourcemanager/v3", variables: ["RESOURCE_MANAGER_V3"] },
  {
    name: "iam",
    base: "iam/v1",
    variables: ["IAM", "IAM_BETA"],
    service: ["iam.googleapis.com", "Identity and Access Management (IAM) API"],
  },
  {
    name: "servicenetworking",
    base: "servicenetworking/v1",
    variables: ["SERVICE_NETWORKING"],
    service: ["servicenetworking.googleapis.com", "Service Networking API"],
  },
  { name: "monitoring", base: "monitoring/v3", variables: [], service: MONITORING },
  { name: "monitoring-dashboards", base: "monitoring/v1", variables: [], service: MONITORING },
  // The provider is told no version, because it has two: what has neither of them ends here, and is not served.
  { name: "monitoring-unversioned", base: "monitoring", variables: ["MONITORING"] },
  {
    name: "logging",
    base: "logging/v2",
    variables: ["LOGGING"],
    service: ["logging.googleapis.com", "Cloud Logging API"],
  },
];
