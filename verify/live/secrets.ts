import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { resourceName, type LiveReader } from "./reader";

/** More versions than a monthly rotation ever makes; the newest come first. */
const MOST_VERSIONS = "1000";

const Versions = z
  .object({ versions: z.array(z.object({ name: z.string(), state: z.string().optional() })).default([]) })
  .transform(({ versions }): ReadonlyMap<string, string> => {
    return new Map(versions.map(({ name, state = "STATE_UNSPECIFIED" }) => [resourceName(name), state]));
  });

/** Of a condition only its presence is read. */
const Policy = z
  .object({
    bindings: z
      .array(
        z.object({ role: z.string(), members: z.array(z.string()).default([]), condition: z.object({}).optional() }),
      )
      .default([]),
  })
  .transform(({ bindings }) => bindings);

/** Who holds a role on a secret. */
export type Binding = z.infer<typeof Policy>[number];

const secretPath = ({ project }: Pick<Environment, "project">, secret: string): string =>
  `projects/${project}/secrets/${secret}`;

/** Number of each version → its state; no payload is asked for. @throws GoogleApiError */
export const readVersions = (
  live: LiveReader,
  environment: Environment,
  secret: string,
): Promise<ReadonlyMap<string, string>> =>
  live.read("secretmanager", `${secretPath(environment, secret)}/versions`, Versions, { pageSize: MOST_VERSIONS });

/** @throws GoogleApiError */
export const readPolicy = (live: LiveReader, environment: Environment, secret: string): Promise<readonly Binding[]> =>
  // Without the version Google leaves out conditions, and a conditional grant would look unconditional.
  live.read("secretmanager", `${secretPath(environment, secret)}:getIamPolicy`, Policy, {
    "options.requestedPolicyVersion": "3",
  });
