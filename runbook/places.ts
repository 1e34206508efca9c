import type { Environment } from "../environments/environment";
import { armorPolicyName, cacheName, databaseInstanceName, urlMapName } from "../environments/names";

/** How a command names a project and a region: always, because a default is somebody else's last project. */
export interface Places {
  /** `--project netra-staging` */
  readonly project: string;
  /** `--project netra-staging --region us-central1` */
  readonly regional: string;
  readonly urlMap: string;
  readonly armor: string;
  readonly database: string;
  readonly cache: string;
}

/** What the commands of an environment's runbook name. */
export const placesOf = (environment: Environment): Places => ({
  project: `--project ${environment.project}`,
  regional: `--project ${environment.project} --region ${environment.region}`,
  urlMap: urlMapName(environment),
  armor: armorPolicyName(environment),
  database: databaseInstanceName(environment),
  cache: cacheName(environment),
});

/** How a service that carries sockets is found: it is the first whose commands people need. */
export const socketServiceOf = ({ services }: Pick<Environment, "services">): string | undefined =>
  Object.entries(services).find(([, { sockets }]) => sockets !== undefined)?.[0];
