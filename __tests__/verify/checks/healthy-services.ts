import { usesVpc } from "../../../environments/budgets";
import type { Environment, ProbeSpec, ServiceSpec } from "../../../environments/environment";
import { secretId, serviceAccountEmail } from "../../../environments/names";
import { variablesOf, type Variable } from "../../../environments/variables";
import type { JsonObject } from "../../../sandbox/core/json";

/**
 * Services and secrets of a healthy environment, in the form in which the sandbox answers them after a deploy. Every
 * plain value but the one that is public is the canary: it may stand in nothing that a check says.
 */

export const CANARY = "canary-value-of-a-variable";

/** When every secret was written. */
const WRITTEN = "2026-11-01T12:00:00Z";

/** Name in the sandbox's store → what stands there. */
export type Resources = Readonly<Record<string, JsonObject>>;
export type Entry = readonly [name: string, resource: JsonObject];

const SUCCEEDED = "CONDITION_SUCCEEDED";

export const serviceName = ({ project, region }: Environment, service: string): string =>
  `run/projects/${project}/locations/${region}/services/${service}`;

/** The policy of a secret, which the store keeps by its holder. */
export const policyName = ({ project, name }: Environment, role: string): string =>
  `iam-policies/${encodeURIComponent(`secretmanager/projects/${project}/secrets/${secretId({ name }, role)}`)}`;

export const versionName = ({ project, name }: Environment, role: string, version: number): string =>
  `secretmanager/projects/${project}/secrets/${secretId({ name }, role)}/versions/${version}`;

export const healthyServices = (environment: Environment): Resources => ({
  ...Object.fromEntries(
    Object.entries(environment.services).map(([name, spec]) => [
      serviceName(environment, name),
      service(environment, name, spec),
    ]),
  ),
  ...secrets(environment),
});

function service(environment: Environment, name: string, spec: ServiceSpec): JsonObject {
  const revision = `projects/${environment.project}/locations/${environment.region}/services/${name}/revisions/${name}-00007-abc`;
  return {
    name: `projects/${environment.project}/locations/${environment.region}/services/${name}`,
    ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    invokerIamDisabled: true,
    defaultUriDisabled: true,
    scaling: { manualInstanceCount: 0, minInstanceCount: spec.scaling.min, maxInstanceCount: spec.scaling.max },
    terminalCondition: { type: "Ready", state: SUCCEEDED },
    conditions: ["RoutesReady", "ConfigurationsReady"].map((type) => ({ type, state: SUCCEEDED })),
    latestCreatedRevision: revision,
    latestReadyRevision: revision,
    trafficStatuses: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
    template: {
      serviceAccount: serviceAccountEmail(environment, name),
      timeout: `${spec.requestTimeoutSeconds}s`,
      maxInstanceRequestConcurrency: spec.concurrency,
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
      ...(spec.sockets && { sessionAffinity: true }),
      ...(usesVpc(spec) && { vpcAccess: { egress: "PRIVATE_RANGES_ONLY" } }),
      scaling: { minInstanceCount: spec.scaling.min, maxInstanceCount: spec.scaling.max },
      containers: [
        {
          image: "delivered-by-the-pipeline:42",
          env: variablesOf(environment, name).map((variable) => mounted(environment, variable)),
          ports: [{ name: "http1", containerPort: spec.port }],
          resources: {
            limits: { cpu: String(spec.cpu), memory: `${spec.memoryMiB}Mi` },
            ...(!spec.sockets && { cpuIdle: true }),
            startupCpuBoost: true,
          },
          startupProbe: probe(spec.probes.startup, spec.port),
          livenessProbe: probe(spec.probes.liveness, spec.port),
          readinessProbe: probe(spec.probes.readiness, spec.port),
        },
      ],
    },
  };
}

const probe = ({ path, ...times }: ProbeSpec, port: number): JsonObject => ({ ...times, httpGet: { path, port } });

function mounted(environment: Environment, variable: Variable): JsonObject {
  const { name } = variable;
  if (variable.kind === "secret") {
    const secret = secretId(environment, variable.role);
    return { name, valueSource: { secretKeyRef: { secret, version: "1" } } };
  }
  return { name, value: name === "AUTH_SERVICE_URL" && variable.kind === "plain" ? variable.value : CANARY };
}

/** Every secret that a service mounts: one enabled version, granted to exactly its services. */
function secrets(environment: Environment): Resources {
  const holders = new Map<string, string[]>();
  for (const service of Object.keys(environment.services)) {
    for (const variable of variablesOf(environment, service)) {
      if (variable.kind !== "secret") continue;
      holders.set(variable.role, [...(holders.get(variable.role) ?? []), service]);
    }
  }
  return Object.fromEntries(
    [...holders].flatMap(([role, services]): readonly Entry[] => {
      const path = `projects/${environment.project}/secrets/${secretId(environment, role)}`;
      const members = [...new Set(services)].map((name) => `serviceAccount:${serviceAccountEmail(environment, name)}`);
      return [
        [`secretmanager/${path}`, { name: path, replication: { automatic: {} } }],
        [versionName(environment, role, 1), { name: `${path}/versions/1`, state: "ENABLED", createTime: WRITTEN }],
        [
          policyName(environment, role),
          { version: 1, bindings: [{ role: "roles/secretmanager.secretAccessor", members }] },
        ],
      ];
    }),
  );
}
