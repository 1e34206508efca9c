import { CONTRACT, FLOORS } from "../../environments/contract";
import type { ContractRow, Floor } from "../../environments/contract-row";
import type { Environment } from "../../environments/environment";

/** What the environment's data promise; the rules of packs/netra hold the resources against it. */
export interface Spec {
  readonly environment: Environment;
  readonly contract: readonly ContractRow[];
  readonly floors: Readonly<Record<string, Floor>>;
}

/** The spec of one of our environments. */
export const specOf = (environment: Environment): Spec => ({ environment, contract: CONTRACT, floors: FLOORS });
