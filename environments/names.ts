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

export const serviceAccountEmail = ({ project }: Pick<Environment, "project">, account: string): string =>
  `${account}@${project}.iam.gserviceaccount.com`;

/** Accounts that CI plans and deploys with, and the identity pools that lead to them; their project names the environment. */
export const PLANNER_ACCOUNT = "terraform-planner";
export const DEPLOYER_ACCOUNT = "terraform-deployer";

/** Cloud SQL connection name, `project:region:instance`. */
export const databaseConnectionName = (environment: Named): string =>
  `${environment.project}:${environment.region}:${databaseInstanceName(environment)}`;

/** The network's id as the API returns it: known before it exists, so no reference has to cross stacks. */
export const networkId = (environment: Named): string =>
  `projects/${environment.project}/global/networks/${networkName(environment)}`;

export const subnetId = (environment: Named): string =>
  `projects/${environment.project}/regions/${environment.region}/subnetworks/${subnetName(environment)}`;
