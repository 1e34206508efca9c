import { CATALOG } from "./apis";
import { startServer, type Sandbox, type ServerOptions } from "./core/server";
import { seedProject } from "./projects/projects";
import { SEED_ROUTES } from "./seed-routes";
import { seedStateBucket } from "./storage/buckets";

export type { Sandbox } from "./core/server";

/** How to start a sandbox. */
export interface SandboxOptions extends ServerOptions {
  /** Ids of the projects that are there from the beginning, each with the bucket of its states. */
  readonly projects: readonly { readonly id: string; readonly stateBucket: string; readonly region: string }[];
}

/** Starts a sandbox and resolves when it listens; rejects where the port is taken. */
export const startSandbox = ({ projects, ...options }: SandboxOptions): Promise<Sandbox> =>
  startServer(
    {
      catalog: CATALOG,
      seedRoutes: SEED_ROUTES,
      seedStore: (store) => {
        for (const { id, stateBucket, region } of projects) {
          seedProject(store, id);
          seedStateBucket(store, id, stateBucket, region);
        }
      },
    },
    options,
  );
