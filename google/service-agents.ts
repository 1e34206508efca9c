/**
 * Projects of Google in which the accounts of its services are. Any other name may be somebody's project, and `service-1` an account
 * in it.
 */
const PROJECTS = [
  "gcp-sa-[a-z0-9-]+",
  "cloud-filer",
  "cloud-ml\\.google\\.com",
  "cloud-redis",
  "cloudcomposer-accounts",
  "compute-system",
  "container-engine-robot",
  "dataflow-service-producer-prod",
  "dataproc-accounts",
  "gae-api-prod\\.google\\.com",
  "gcf-admin-robot",
  "gs-project-accounts",
  "serverless-robot-prod",
  "service-networking",
];

/**
 * Accounts of Google's own services (https://cloud.google.com/iam/docs/service-agents): nobody signs in as one, and nobody holds a
 * key of one.
 */
const AGENT = new RegExp(`^serviceAccount:service-\\d+@(${PROJECTS.join("|")})\\.iam\\.gserviceaccount\\.com$`);

/** Whether a member of a grant is the account of one of Google's own services. */
export const isServiceAgent = (member: unknown): boolean => typeof member === "string" && AGENT.test(member);

/**
 * Roles that Google tells people to give to its agents, or gives by itself: Pub/Sub's makes tokens for whichever account a push
 * names (https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions).
 */
export const isAgentRole = (role: string): boolean =>
  role === "roles/iam.serviceAccountTokenCreator" ||
  role === "roles/iam.serviceAccountOpenIdTokenCreator" ||
  role.endsWith(".serviceAgent");
