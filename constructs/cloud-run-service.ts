import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { Construct } from "constructs";
import { TRAFFIC } from "../google/cloud-run";
import { SERVICE_ACCESS, SERVICE_CONTAINER, SERVICE_PROTECTION, SERVICE_TEMPLATE } from "../google/hardened/cloud-run";
import { directEgress, variableEntry, type EnvironmentValue, type VpcProps } from "./cloud-run-container";
import { addLaterArguments } from "./later-arguments";
import { grantMounted } from "./secret";

/** HTTP probe; seconds. */
export interface ProbeProps {
  readonly path: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** HTTP readiness probe; seconds. */
export interface ReadinessProbeProps extends ProbeProps {
  readonly successThreshold: number;
}

/** Props of {@link CloudRunService}. */
export interface CloudRunServiceProps {
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** Email of the service's own account, which bootstrap makes. */
  readonly serviceAccountEmail: string;
  readonly image: string;
  /** Where the container listens, 1–65535. */
  readonly port: number;
  /** vCPUs of an instance: 1, 2, 4, 6 or 8 (https://cloud.google.com/run/docs/configuring/services/cpu). */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Instances of a revision, 0 or more. */
  readonly scaling: { readonly min: number; readonly max: number };
  /** Requests that an instance serves at once, 1–1000 (https://cloud.google.com/run/docs/about-concurrency). */
  readonly concurrency: number;
  /** Length of a request or a socket, 1–3600 (https://cloud.google.com/run/docs/configuring/request-timeout). */
  readonly requestTimeoutSeconds: number;
  /**
   * Switches session affinity on, and keeps the CPU of an instance allocated between requests: a socket needs it
   * between messages.
   */
  readonly servesSockets: boolean;
  readonly probes: {
    readonly startup: ProbeProps;
    readonly liveness: ProbeProps;
    readonly readiness: ReadinessProbeProps;
  };
  readonly variables: Readonly<Record<string, EnvironmentValue>>;
  /** Where the service reaches private addresses; absent for services that need none. */
  readonly vpc?: VpcProps;
  /** Cloud SQL connection name, mounted at `/cloudsql`. */
  readonly databaseConnection?: string;
  /** Gets all traffic instead of the latest ready revision. */
  readonly pinnedRevision?: string;
  /** Fields of the service's own delivery pipeline, in Terraform's syntax. */
  readonly ignoreChanges: readonly string[];
}

/**
 * A Cloud Run service with access to exactly the secrets it mounts, and every argument declared
 * whose hand edit a plan would otherwise not show. Reached through the load balancer only. What each of its three probes
 * asks: docs/decisions/004.
 */
export class CloudRunService extends Construct {
  constructor(scope: Construct, id: string, props: CloudRunServiceProps) {
    super(scope, id);
    const secrets = Object.values(props.variables).flatMap((value) => ("secret" in value ? [value.secret] : []));
    const readable = grantMounted(this, { project: props.project, email: props.serviceAccountEmail, secrets });
    const service = new CloudRunV2Service(this, "Default", {
      name: props.name,
      location: props.region,
      deletionProtection: SERVICE_PROTECTION.deletionProtection.value,
      launchStage: "GA",
      ingress: SERVICE_ACCESS.ingress.value,
      invokerIamDisabled: SERVICE_ACCESS.invokerIamDisabled.value,
      // Declare both: the service's minimum holds instances while traffic moves, and where the revision's is missing
      // every later plan shows a change.
      scaling: { minInstanceCount: props.scaling.min },
      traffic: [trafficTarget(props.pinnedRevision)],
      template: {
        serviceAccount: props.serviceAccountEmail,
        executionEnvironment: SERVICE_TEMPLATE.executionEnvironment.value,
        timeout: `${props.requestTimeoutSeconds}s`,
        maxInstanceRequestConcurrency: props.concurrency,
        sessionAffinity: props.servesSockets,
        scaling: { minInstanceCount: props.scaling.min, maxInstanceCount: props.scaling.max },
        ...(props.vpc && { vpcAccess: directEgress(props.vpc) }),
        ...(props.databaseConnection !== undefined && {
          volumes: [{ name: "cloudsql", cloudSqlInstance: { instances: [props.databaseConnection] } }],
        }),
        containers: [
          {
            image: props.image,
            ports: { name: SERVICE_CONTAINER.portName.value, containerPort: props.port },
            resources: {
              limits: { cpu: String(props.cpu), memory: `${props.memoryMiB}Mi` },
              // Inside `resources`, a missing cpu_idle means false.
              cpuIdle: !props.servesSockets,
              startupCpuBoost: SERVICE_CONTAINER.startupCpuBoost.value,
            },
            startupProbe: probeConfig(props.probes.startup, props.port),
            livenessProbe: probeConfig(props.probes.liveness, props.port),
            env: Object.entries(props.variables).map(([name, value]) => variableEntry(name, value)),
            ...(props.databaseConnection !== undefined && {
              volumeMounts: [{ name: "cloudsql", mountPath: "/cloudsql" }],
            }),
          },
        ],
      },
      lifecycle: { ignoreChanges: [...props.ignoreChanges] },
      // Cloud Run checks access to the secrets when it deploys.
      dependsOn: [...readable],
    });
    const { path, periodSeconds, timeoutSeconds, failureThreshold, successThreshold } = props.probes.readiness;
    addLaterArguments(service, "google_cloud_run_v2_service", {
      default_uri_disabled: SERVICE_ACCESS.defaultUriDisabled.value,
      // The revision's maximum acts with its next deployment, the service's at once and over all revisions.
      "scaling.max_instance_count": props.scaling.max,
      "template.containers.0.readiness_probe": {
        http_get: { path, port: props.port },
        period_seconds: periodSeconds,
        timeout_seconds: timeoutSeconds,
        failure_threshold: failureThreshold,
        success_threshold: successThreshold,
      },
    });
  }
}

const trafficTarget = (revision: string | undefined) =>
  revision === undefined ? { type: TRAFFIC.latest, percent: 100 } : { type: TRAFFIC.revision, revision, percent: 100 };

const probeConfig = ({ path, ...times }: ProbeProps, port: number) => ({
  httpGet: { path, port },
  initialDelaySeconds: 0,
  ...times,
});
