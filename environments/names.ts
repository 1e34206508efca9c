import type { DatabaseUser, Environment } from "./environment";

/**
 * Every name that Google sees, as pure functions: `netra-<environment>-<role>`, without random parts.
 * Services keep their bare names, the same in each project, because the plan's own commands use them.
 */

type Named = Pick<Environment, "name" | "project" | "region">;

const named =
  (role: string) =>
  ({ name }: Pick<Environment, "name">): string =>
    `netra-${name}-${role}`;

export const networkName = named("network");
export const subnetName = named("subnet");
export const peeringRangeName = named("peering");
export const databaseInstanceName = named("db");
export const cacheName = named("redis");
export const cacheAuthSecretId = named("redis-auth");
export const urlMapName = named("lb");
export const redirectUrlMapName = named("lb-redirect");
export const addressName = named("lb-address");
export const httpsProxyName = named("lb-https");
export const httpProxyName = named("lb-http");
export const httpsRuleName = named("lb-https-rule");
export const httpRuleName = named("lb-http-rule");
export const tlsPolicyName = named("lb-tls");
export const armorPolicyName = named("lb-armor");
export const stateBucketName = named("tfstate");

/** Role of the secret that holds the e2e bypass key. */
export const BYPASS_SECRET_ROLE = "e2e-bypass-key";

export const backendServiceName = (environment: Named, service: string): string =>
  named(`${service}-backend`)(environment);
/** Base of the NEG's name; the construct appends a suffix, because a NEG is replaced and never updated. */
export const negBaseName = (environment: Named, service: string): string => named(`${service}-neg`)(environment);
/** Base of a certificate's name; the construct appends a suffix, because a certificate is replaced and never updated. */
export const certificateBaseName = (environment: Named, hostKey: string): string =>
  named(`cert-${hostKey}`)(environment);
export const secretId = (environment: Pick<Environment, "name">, role: string): string => named(role)(environment);
export const databasePasswordRole = (user: DatabaseUser): string => `postgres-password-${user.replace("_", "-")}`;

/** Artifact Registry repository; its project already names the environment. */
export const IMAGE_REPOSITORY = "netra";

export const imageReference = ({ project, region }: Named, service: string, tag: string): string =>
  `${region}-docker.pkg.dev/${project}/${IMAGE_REPOSITORY}/${service}:${tag}`;

/** An image by tag, or by digest where the version is one. */
export const pinnedImage = (environment: Named, name: string, version: string): string =>
  version.startsWith("sha256:")
    ? `${imageReference(environment, name, "").slice(0, -1)}@${version}`
    : imageReference(environment, name, version);

/** The images that a first deploy names: of the services, and of the end-to-end tests' runner where they run. */
export const firstImages = (environment: Environment): readonly string[] => [
  ...Object.entries(environment.services).map(([name, { image }]) => imageReference(environment, name, image.firstTag)),
  ...(environment.kind === "staging"
    ? [pinnedImage(environment, environment.e2e.runner.image.name, environment.e2e.runner.image.version)]
    : []),
];

export const serviceAccountEmail = ({ project }: Pick<Environment, "project">, account: string): string =>
  `${account}@${project}.iam.gserviceaccount.com`;

/** Accounts that CI plans and deploys with, and the identity pools that lead to them; their project names the environment. */
export const PLANNER_ACCOUNT = "terraform-planner";
export const DEPLOYER_ACCOUNT = "terraform-deployer";
/** The account that CI verifies and runs the e2e tests with. */
export const VERIFIER_ACCOUNT = "environment-verifier";

/** The job that runs the e2e tests, and the id of its account. */
export const E2E_RUNNER = "e2e-runner";

/** Bucket of the e2e tests' results. */
export const e2eResultsBucketName = named("e2e-results");

/** Folder of the results in that bucket: a run's report is `<folder>/<execution>/<report>`. */
export const E2E_RESULTS_FOLDER = "e2e";
export const E2E_REPORT = "junit.xml";

/** Object that stands in that bucket while a run lasts; no deploy begins meanwhile. */
export const E2E_LOCK = "e2e.lock";

/** The job, as the Cloud Run API names it. */
export const e2eJobName = ({ project, region }: Named): string =>
  `projects/${project}/locations/${region}/jobs/${E2E_RUNNER}`;

/** Cloud SQL connection name, `project:region:instance`. */
export const databaseConnectionName = (environment: Named): string =>
  `${environment.project}:${environment.region}:${databaseInstanceName(environment)}`;

/** The cache's path, under which Monitoring knows it. */
export const cachePath = (environment: Named): string =>
  `projects/${environment.project}/locations/${environment.region}/instances/${cacheName(environment)}`;

/** Name of a log metric, after `logging.googleapis.com/user/`. */
export const logMetricName = (environment: Pick<Environment, "name">, role: string): string => named(role)(environment);
/** Id of what objectives belong to: a service, or `database` and `verification`. */
export const monitoredServiceId = (environment: Pick<Environment, "name">, key: string): string =>
  named(key)(environment);

/** The instance as Cloud SQL's metrics name it, `project:instance`: without the region that a connection name has. */
export const databaseMetricId = (environment: Named): string =>
  `${environment.project}:${databaseInstanceName(environment)}`;

/** The network's id as the API returns it: known before it exists, so no reference has to cross stacks. */
export const networkId = (environment: Named): string =>
  `projects/${environment.project}/global/networks/${networkName(environment)}`;

export const subnetId = (environment: Named): string =>
  `projects/${environment.project}/regions/${environment.region}/subnetworks/${subnetName(environment)}`;
