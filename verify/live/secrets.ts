import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { resourceName, type LiveReader } from "./reader";

/** More versions than a monthly rotation ever makes; the newest come first. */
const MOST_VERSIONS = "1000";

/** A version of a secret, without its value. */
export interface LiveVersion {
  /** `ENABLED`, `DISABLED` or `DESTROYED`. */
  readonly state: string;
  /** When it was written, RFC 3339; undefined where the answer has none. */
  readonly createTime: string | undefined;
}

const Versions = z
  .object({
    versions: z
      .array(z.object({ name: z.string(), state: z.string().optional(), createTime: z.string().optional() }))
      .default([]),
  })
  .transform(({ versions }): ReadonlyMap<string, LiveVersion> => {
    return new Map(
      versions.map(({ name, state = "STATE_UNSPECIFIED", createTime }) => [resourceName(name), { state, createTime }]),
    );
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

/** The state of a version that can be read. */
const ENABLED = "ENABLED";

export const isEnabled = (version: LiveVersion | undefined): boolean => version?.state === ENABLED;

/** Number of the newest enabled version; undefined where none is enabled. */
export function newestEnabled(versions: ReadonlyMap<string, LiveVersion>): string | undefined {
  const numbers = [...versions].flatMap(([number, version]) => (isEnabled(version) ? [Number(number)] : []));
  return numbers.length === 0 ? undefined : String(Math.max(...numbers));
}

/** The versions of a secret by number; no payload is asked for. @throws GoogleApiError */
export const readVersions = (
  live: LiveReader,
  environment: Environment,
  secret: string,
): Promise<ReadonlyMap<string, LiveVersion>> =>
  live.read("secretmanager", `${secretPath(environment, secret)}/versions`, Versions, { pageSize: MOST_VERSIONS });

/** @throws GoogleApiError */
export const readPolicy = (live: LiveReader, environment: Environment, secret: string): Promise<readonly Binding[]> =>
  // Without the version Google leaves out conditions, and a conditional grant would look unconditional.
  live.read("secretmanager", `${secretPath(environment, secret)}:getIamPolicy`, Policy, {
    "options.requestedPolicyVersion": "3",
  });
