import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { withHardened } from "./hardened";
import type { LiveReader } from "./reader";

/** The one variable whose value is read: the spec announces it to everybody. Only its host is taken. */
export const PUBLIC_URL_VARIABLE = "AUTH_SERVICE_URL";

/** A variable as a container mounts it, without its value. */
export type MountedVariable =
  | { readonly name: string; readonly kind: "plain"; readonly host?: string }
  | { readonly name: string; readonly kind: "secret"; readonly secret: string; readonly version: string };

const Variable = z
  .object({
    name: z.string(),
    value: z.string().optional(),
    valueSource: z
      .object({ secretKeyRef: z.object({ secret: z.string(), version: z.string().default("latest") }) })
      .optional(),
  })
  // The API answers the values of plain variables, which may be secrets: no check gets one.
  .transform(({ name, value = "", valueSource }): MountedVariable => {
    if (valueSource) return { name, kind: "secret", ...valueSource.secretKeyRef };
    const host = name === PUBLIC_URL_VARIABLE ? httpsHost(value) : undefined;
    return { name, kind: "plain", ...(host !== undefined && { host }) };
  });

/** The host of an https URL; undefined for any other text. */
function httpsHost(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === "https:" ? url.host : undefined;
}

const Probe = z.object({
  periodSeconds: z.number().optional(),
  timeoutSeconds: z.number().optional(),
  failureThreshold: z.number().optional(),
  successThreshold: z.number().optional(),
  initialDelaySeconds: z.number().default(0),
  httpGet: z.object({ path: z.string().optional(), port: z.number().optional() }).optional(),
});

/** A probe of a live service. */
export type LiveProbe = z.infer<typeof Probe>;

const Container = z.object({
  env: z.array(Variable).default([]),
  ports: z.array(z.object({ containerPort: z.number().optional() })).default([]),
  resources: z
    .object({
      limits: z.object({ cpu: z.string().optional(), memory: z.string().optional() }).default({}),
      cpuIdle: z.boolean().default(false),
    })
    .default({ limits: {}, cpuIdle: false }),
  startupProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
});

const ServiceCondition = z.object({
  type: z.string().default("condition"),
  state: z.string().default("CONDITION_UNKNOWN"),
  reason: z.string().optional(),
  message: z.string().optional(),
});

/** A condition of a live service. */
export type LiveCondition = z.infer<typeof ServiceCondition>;

const Scaling = z.object({ minInstanceCount: z.number().default(0), maxInstanceCount: z.number().optional() });

/** A service as the Cloud Run Admin API answers it; the API leaves out zeros and `false`. */
const Service = z.object({
  reconciling: z.boolean().default(false),
  terminalCondition: ServiceCondition.optional(),
  conditions: z.array(ServiceCondition).default([]),
  latestCreatedRevision: z.string().default(""),
  latestReadyRevision: z.string().default(""),
  trafficStatuses: z
    .array(z.object({ type: z.string().optional(), revision: z.string().optional(), percent: z.number().default(0) }))
    .default([]),
  scaling: Scaling.default({ minInstanceCount: 0 }),
  template: z.object({
    serviceAccount: z.string().optional(),
    timeout: z.string().optional(),
    maxInstanceRequestConcurrency: z.number().optional(),
    sessionAffinity: z.boolean().default(false),
    scaling: Scaling.default({ minInstanceCount: 0 }),
    containers: z.array(Container).min(1),
  }),
});
const HardenedService = withHardened("google_cloud_run_v2_service", Service);

/** What is taken of a live service: no value of a variable. */
export type LiveService = z.infer<typeof HardenedService>;

/** Path of a service in the Cloud Run Admin API. */
export const servicePath = ({ project, region }: Pick<Environment, "project" | "region">, service: string): string =>
  `projects/${project}/locations/${region}/services/${service}`;

/** @throws GoogleApiError */
export const readService = (live: LiveReader, environment: Environment, service: string): Promise<LiveService> =>
  live.read("run", servicePath(environment, service), HardenedService);

/** A revision has the members of its service's template at its root. */
const Revision = z.object({ containers: z.array(Container).min(1) });

/**
 * Every variable of a running service, of all its containers: from the latest template, or from the revision that the
 * spec pins, because that one serves then.
 *
 * @throws GoogleApiError
 */
export async function readVariables(
  live: LiveReader,
  environment: Environment,
  service: string,
): Promise<readonly MountedVariable[]> {
  const pinned = environment.services[service]?.pinnedRevision;
  const { containers } =
    pinned === undefined
      ? (await readService(live, environment, service)).template
      : await live.read("run", `${servicePath(environment, service)}/revisions/${pinned}`, Revision);
  return containers.flatMap(({ env }) => env);
}

/** A secret as a service mounts it. */
export interface MountedSecret {
  readonly variable: string;
  /** Its id, without the project; one of another project keeps its whole path. */
  readonly secret: string;
  readonly version: string;
}

/** Every secret among the variables of a service. Google may answer a secret's id with or without its project. */
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

/** The mounted secrets of the environment's own project: no check may ask about those of another one. */
export const mountedOwnSecrets = (
  environment: Pick<Environment, "project">,
  variables: readonly MountedVariable[],
): readonly MountedSecret[] => mountedSecrets(environment, variables).filter(({ secret }) => !secret.includes("/"));

/** The container that serves; the API answers at least one. */
export const servingContainer = ({ template }: LiveService): z.infer<typeof Container> => {
  const [first] = template.containers;
  if (first === undefined) throw new Error("a service without a container");
  return first;
};
