import type { HardenedRows } from "./row";

const SERVICE = "google_cloud_run_v2_service";
const JOB = "google_cloud_run_v2_job";

const GENERATION = {
  value: "EXECUTION_ENVIRONMENT_GEN2",
  reason: "Left out, Google chooses, and no plan shows a change of its choice.",
  source: "https://cloud.google.com/run/docs/about-execution-environments",
} as const;

const EGRESS = {
  value: "PRIVATE_RANGES_ONLY",
  reason: "All traffic would leave through a VPC without a NAT: more than 24 h of outage in incident 14.",
  source: "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc",
} as const;

/** A service is reached through the load balancer only, by whoever gets through it. */
export const SERVICE_ACCESS = {
  ingress: {
    type: SERVICE,
    path: "ingress",
    api: "ingress",
    value: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
    default: "INGRESS_TRAFFIC_ALL",
    reason: "With any other ingress the run.app address bypasses Cloud Armor's rate limit and firewall.",
    source: "https://cloud.google.com/run/docs/securing/ingress",
  },
  defaultUriDisabled: {
    type: SERVICE,
    path: "default_uri_disabled",
    api: "defaultUriDisabled",
    value: true,
    default: false,
    reason: "Nobody needs the run.app address, and what does not resolve cannot be opened by a change of the ingress.",
    source: "https://cloud.google.com/run/docs/securing/ingress#disable-url",
  },
  invokerIamDisabled: {
    type: SERVICE,
    path: "invoker_iam_disabled",
    api: "invokerIamDisabled",
    value: true,
    default: false,
    reason: "Users sign in to the product, not to Google: whoever gets through the load balancer may call.",
    source: "https://cloud.google.com/run/docs/securing/managing-access",
  },
} as const satisfies HardenedRows;

/** How every revision of a service runs. */
export const SERVICE_TEMPLATE = {
  executionEnvironment: {
    type: SERVICE,
    path: "template[0].execution_environment",
    api: "template.executionEnvironment",
    ...GENERATION,
  },
} as const satisfies HardenedRows;

/** Direct VPC egress of a service, where it has any. */
export const SERVICE_EGRESS = {
  egress: {
    type: SERVICE,
    path: "template[0].vpc_access[0].egress",
    api: "template.vpcAccess.egress",
    ...EGRESS,
  },
} as const satisfies HardenedRows;

/** The serving container of a service. */
export const SERVICE_CONTAINER = {
  portName: {
    type: SERVICE,
    path: "template[0].containers[0].ports[0].name",
    api: "template.containers[0].ports[0].name",
    value: "http1",
    default: "http1",
    reason: "A socket service must not speak h2c, and probes need HTTP/1.",
    source: "https://cloud.google.com/run/docs/triggering/websockets",
  },
  startupCpuBoost: {
    type: SERVICE,
    path: "template[0].containers[0].resources[0].startup_cpu_boost",
    api: "template.containers[0].resources.startupCpuBoost",
    value: true,
    default: false,
    reason: "A service that initialises its dependencies on one CPU comes close to the 240 s that its start may take.",
    source: "https://cloud.google.com/run/docs/configuring/services/cpu#startup-boost",
  },
} as const satisfies HardenedRows;

/** Terraform's own guard of a service; Google has none. */
export const SERVICE_PROTECTION = {
  deletionProtection: {
    type: SERVICE,
    path: "deletion_protection",
    value: true,
    default: true,
    reason: "It is the only guard: a replaced service loses its URL, its bindings and every open socket.",
    source:
      "https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/cloud_run_v2_service#deletion_protection",
  },
} as const satisfies HardenedRows;

/** A job: one try in the same generation and network as the services, protected from deletion. */
export const JOB_TEMPLATE = {
  executionEnvironment: {
    type: JOB,
    path: "template[0].template[0].execution_environment",
    api: "template.template.executionEnvironment",
    ...GENERATION,
    // Jobs run in no other generation.
    default: GENERATION.value,
  },
  egress: {
    type: JOB,
    path: "template[0].template[0].vpc_access[0].egress",
    api: "template.template.vpcAccess.egress",
    ...EGRESS,
  },
  maxRetries: {
    type: JOB,
    path: "template[0].template[0].max_retries",
    api: "template.template.maxRetries",
    value: 0,
    default: 3,
    reason: "A second try would hide the failure of the first.",
    source: "https://cloud.google.com/run/docs/configuring/max-retries",
  },
  deletionProtection: {
    type: JOB,
    path: "deletion_protection",
    value: true,
    default: true,
    reason: "Without it a plan that replaces the job deletes the record of its executions.",
    source:
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/cloud_run_v2_job#deletion_protection",
  },
} as const satisfies HardenedRows;
