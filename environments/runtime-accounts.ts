import type { Environment } from "./environment";
import { E2E_RUNNER } from "./names";

/** An account that a service or a job runs as. */
export interface RuntimeAccount {
  /** Name of the service or the job, and id of its account. */
  readonly name: string;
  /** On the project. Access to secrets is granted beside each secret. */
  readonly roles: readonly string[];
}

/**
 * The accounts that the services and the end-to-end tests run as. They stand in the bootstrap stack, so that nobody but
 * a person makes one, gives it a role, or says who may start something as it (docs/decisions/007).
 */
export const runtimeAccounts = (environment: Environment): readonly RuntimeAccount[] => [
  ...Object.entries(environment.services).map(([name, { databasePool }]) => ({
    name,
    roles: databasePool ? ["roles/cloudsql.client"] : [],
  })),
  ...(environment.kind === "staging" ? [{ name: E2E_RUNNER, roles: [] }] : []),
];
