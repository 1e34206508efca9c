import { z } from "zod";
import type { Environment } from "../../environments/environment";
import type { Live } from "./live";

/** The one variable whose value is looked at: the spec announces it to everybody, and only its host is taken. */
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
  // The API answers the values of plain variables: they go no further than here.
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
  initialDelaySeconds: z.number().default(0),
  httpGet: z.object({ path: z.string().optional(), port: z.number().optional() }).optional(),
});

/** A probe of a live service. */
export type LiveProbe = z.infer<typeof Probe>;

const Container = z.object({
  env: z.array(Variable).default([]),
  ports: z.array(z.object({ name: z.string().optional(), containerPort: z.number().optional() })).default([]),
  resources: z
    .object({
      limits: z.object({ cpu: z.string().optional(), memory: z.string().optional() }).default({}),
      cpuIdle: z.boolean().default(false),
    })
    .default({ limits: {}, cpuIdle: false }),
  startupProbe: Probe.optional(),
  livenessProbe: Probe.optional(),
});

const Condition = z.object({
  type: z.string().default("condition"),
  state: z.string().default("CONDITION_UNKNOWN"),
  reason: z.string().optional(),
  message: z.string().optional(),
});

/** A condition of a live service. */
export type LiveCondition = z.infer<typeof Condition>;

const Scaling = z.object({ minInstanceCount: z.number().default(0), maxInstanceCount: z.number().optional() });

/** A service as the Cloud Run Admin API answers it; zeros and `false` are left out there. */
const Service = z.object({
  ingress: z.string().optional(),
  invokerIamDisabled: z.boolean().default(false),
  reconciling: z.boolean().default(false),
  terminalCondition: Condition.optional(),
  conditions: z.array(Condition).default([]),
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
    executionEnvironment: z.string().optional(),
    scaling: Scaling.default({ minInstanceCount: 0 }),
    containers: z.array(Container).min(1),
  }),
});

/** What is taken of a live service: no value of a variable. */
export type LiveService = z.infer<typeof Service>;

const servicePath = ({ project, region }: Environment, service: string): string =>
  `projects/${project}/locations/${region}/services/${service}`;

/** @throws GoogleApiError */
export const readService = (live: Live, environment: Environment, service: string): Promise<LiveService> =>
  live.read("run", servicePath(environment, service), Service);

/** The members of its service's template stand in the revision itself. */
const Revision = z.object({ containers: z.array(Container).min(1) });

/**
 * Every variable of a service as it runs, those of containers beside the first included: of the latest template, or of
 * the revision that the spec pins, which is the one that serves then.
 *
 * @throws GoogleApiError
 */
export async function readVariables(
  live: Live,
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

/** The container that serves; the API answers at least one. */
export const servingContainer = ({ template }: LiveService): z.infer<typeof Container> => {
  const [first] = template.containers;
  if (first === undefined) throw new Error("a service without a container");
  return first;
};
