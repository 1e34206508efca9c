import type { Environment } from "../../../environments/environment";
import { secretId } from "../../../environments/names";
import { variablesOf, type Variable } from "../../../environments/variables";
import type { MountedVariable } from "../../live/run";

/** The names under which a service would accept the e2e bypass key; that one is there is already the way in. */
export const BYPASS_VARIABLES: readonly string[] = ["E2E_BYPASS_KEY", "E2E_OAUTH_SIMULATION_KEY"];

/** A secret as a service is declared to mount it. */
export interface DeclaredSecret {
  readonly variable: string;
  readonly secret: string;
  /**
   * The version that the spec pins, an operator's. Where Terraform writes the values, the spec counts rotations and
   * Secret Manager numbers what was written: the mounted one has to be the newest instead.
   */
  readonly version?: string;
}

/** Every secret that a service is declared to mount. */
export const declaredSecrets = (environment: Environment, service: string): readonly DeclaredSecret[] =>
  variablesOf(environment, service)
    .filter(isSecret)
    .map(({ name, role }) => {
      const pinned = environment.secrets.operatorProvided[role]?.version;
      return {
        variable: name,
        secret: secretId(environment, role),
        ...(pinned !== undefined && { version: String(pinned) }),
      };
    });

const isSecret = (variable: Variable): variable is Extract<Variable, { readonly kind: "secret" }> =>
  variable.kind === "secret";

/** A secret as a service mounts it, by its id: Google answers the project with it, or not. */
export interface MountedSecret {
  readonly variable: string;
  readonly secret: string;
  readonly version: string;
}

/** Every secret among the variables of a service; one of another project keeps its whole path. */
export const mountedSecrets = (
  { project }: Pick<Environment, "project">,
  variables: readonly MountedVariable[],
): readonly MountedSecret[] =>
  variables.flatMap((variable) =>
    variable.kind === "secret"
      ? [
          {
            variable: variable.name,
            secret: variable.secret.replace(`projects/${project}/secrets/`, ""),
            version: variable.version,
          },
        ]
      : [],
  );

/** Those of the environment's own project: the others are nobody's to ask about, and no declared reference either. */
export const ownSecrets = (
  environment: Pick<Environment, "project">,
  variables: readonly MountedVariable[],
): readonly MountedSecret[] => mountedSecrets(environment, variables).filter(({ secret }) => !secret.includes("/"));
