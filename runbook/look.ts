import { routedHosts } from "../environments/hosts";
import type { Environment } from "../environments/environment";
import { addressName } from "../environments/names";
import { placesOf } from "./places";

/** The commands that only look, one line each: the pages name them in several places and must not differ. */

/** Asks whether the environment answers as declared. @param areas - areas or beginnings of checks' ids; @default all */
export const verifyCommand = ({ name }: Pick<Environment, "name">, ...areas: readonly string[]): string =>
  ["./netra verify --environment", name, ...(areas.length === 0 ? [] : ["--only", ...areas])].join(" ");

/** What users of each service get. */
export const servingCommand = ({ name }: Pick<Environment, "name">): string => `./netra serving --environment ${name}`;

/** What was changed outside this repository. */
export const driftCommand = ({ name }: Pick<Environment, "name">): string => `./netra drift --environment ${name}`;

/** The newest revisions of all services, deliveries among them. */
export const newestRevisions = (environment: Environment): string =>
  `gcloud run revisions list ${placesOf(environment).regional} --sort-by '~metadata.creationTimestamp' --limit 6`;

/** The last runs of a workflow, `deploy.yml`. */
export const workflowRuns = ({ ci }: Pick<Environment, "ci">, file: string): string =>
  `gh run list --repo ${ci.repository} --workflow ${file} --limit 5`;

/** Whether the database runs, and where. */
export const databaseState = (environment: Environment): string => {
  const { database, project } = placesOf(environment);
  return `gcloud sql instances describe ${database} ${project} --format 'value(state,gceZone,settings.availabilityType)'`;
};

/** What was done to the database lately, by Google or by a person. */
export const databaseOperations = (environment: Environment): string => {
  const { database, project } = placesOf(environment);
  return `gcloud sql operations list --instance ${database} ${project} --limit 10`;
};

/** The newest backups. */
export const newestBackups = (environment: Environment): string => {
  const { database, project } = placesOf(environment);
  return `gcloud sql backups list --instance ${database} ${project} --limit 5`;
};

/** Whether the cache runs, and where. */
export const cacheState = (environment: Environment): string => {
  const { cache, regional } = placesOf(environment);
  return `gcloud redis instances describe ${cache} ${regional} --format 'value(state,statusMessage,currentLocationId)'`;
};

/** What was done to the cache lately. */
export const cacheOperations = (environment: Environment): string =>
  `gcloud redis operations list ${placesOf(environment).regional}`;

/** Each certificate with its status, and with that of each of its hosts. */
export const certificateStates = (environment: Environment): string =>
  `gcloud compute ssl-certificates list --global ${placesOf(environment).project} --format 'table(name,managed.status,managed.domainStatus,expireTime)'`;

/** The one address that every host must lead to. */
export const balancerAddress = (environment: Environment): string =>
  `gcloud compute addresses describe ${addressName(environment)} --global ${placesOf(environment).project} --format 'value(address)'`;

/** What DNS says of every host, one line each. */
export const hostAddresses = (environment: Environment): string =>
  `for host in ${routedHosts(environment).join(" ")}; do echo "$host" $(dig +short "$host" A); done`;
