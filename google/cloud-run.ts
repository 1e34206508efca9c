/** Limits of Cloud Run. Google checks them at apply; the provider checks almost none (docs/pitfalls.md). */

/** Longest request, seconds; a socket is one request (https://cloud.google.com/run/docs/configuring/request-timeout). */
export const MAX_REQUEST_TIMEOUT_SECONDS = 3600;

/** Longest request where nothing is declared, seconds (https://cloud.google.com/run/docs/configuring/request-timeout). */
export const DEFAULT_REQUEST_TIMEOUT_SECONDS = 300;

/** Longest start, seconds: threshold × period of the startup probe (https://cloud.google.com/run/docs/configuring/healthchecks). */
export const MAX_STARTUP_SECONDS = 240;

/** Longest period and delay of a liveness probe, seconds (https://cloud.google.com/run/docs/configuring/healthchecks). */
export const MAX_LIVENESS_SECONDS = 3600;

/** Longest task of a job, seconds: a week (https://cloud.google.com/run/docs/configuring/task-timeout). */
export const MAX_TASK_SECONDS = 604_800;

/** Most tasks of one execution (https://cloud.google.com/run/docs/configuring/task-count). */
export const MAX_JOB_TASKS = 10_000;

/** Most retries of a task (https://cloud.google.com/run/docs/configuring/max-retries). */
export const MAX_TASK_RETRIES = 10;

/** Most requests at once on one instance (https://cloud.google.com/run/docs/about-concurrency). */
export const MAX_CONCURRENCY = 1000;

/** Most instances that a service may ask for (https://cloud.google.com/run/docs/configuring/max-instances). */
export const MAX_INSTANCES = 1000;

/**
 * The most instances that a service has: its own maximum holds over all of its revisions, a revision's over itself
 * (https://cloud.google.com/run/docs/configuring/max-instances). 0 stands in states for one that is not set.
 *
 * @returns undefined where neither is set, so that Google chooses
 */
export function maximumInstances(ofService: number | undefined, ofRevision: number | undefined): number | undefined {
  const set = [ofService, ofRevision].filter((maximum) => maximum !== undefined && maximum > 0);
  return set.length === 0 ? undefined : Math.min(...(set as readonly number[]));
}

/**
 * Most instances of a revision that names none. Google calculates it from the quota of the region and the size of an instance,
 * which nobody can know here; this is the number of its page (https://cloud.google.com/run/docs/configuring/max-instances).
 */
export const DEFAULT_MAX_INSTANCES = 100;

/** Size of a container that names none (https://cloud.google.com/run/docs/configuring/services/memory-limits). */
export const DEFAULT_LIMITS = { cpu: "1000m", memory: "512Mi" } as const;

/** The variable that tells a container where it must listen; Cloud Run sets it in the one that gets the requests. */
export const PORT_VARIABLE = "PORT";

/**
 * Variables that Cloud Run sets itself: it refuses a revision that declares one
 * (https://cloud.google.com/run/docs/container-contract#services-env-vars).
 */
export const RESERVED_VARIABLES: readonly string[] = [PORT_VARIABLE, "K_SERVICE", "K_REVISION", "K_CONFIGURATION"];

/**
 * Variables that Next.js reads when the image is built: on a running service they do nothing (incident 2,
 * https://nextjs.org/docs/app/guides/environment-variables#bundling-environment-variables-for-the-browser).
 */
export const BUILD_TIME_PREFIX = "NEXT_PUBLIC_";

/** What it reserves beside them in a job (https://cloud.google.com/run/docs/container-contract#jobs-env-vars). */
export const RESERVED_JOB_VARIABLES: readonly string[] = [
  "CLOUD_RUN_JOB",
  "CLOUD_RUN_EXECUTION",
  "CLOUD_RUN_TASK_INDEX",
  "CLOUD_RUN_TASK_ATTEMPT",
  "CLOUD_RUN_TASK_COUNT",
];

/**
 * MiB that go with a number of vCPUs in the second-generation environment
 * (https://cloud.google.com/run/docs/configuring/services/memory-limits).
 */
const MEMORY_RANGE: Readonly<Record<number, readonly [min: number, max: number]>> = {
  1: [512, 4096],
  2: [512, 8192],
  4: [2048, 16_384],
  6: [4096, 24_576],
  8: [4096, 32_768],
};

/**
 * The memory that goes with a number of vCPUs.
 *
 * @returns the least and the most, MiB; undefined where Cloud Run has no such size with concurrency above 1
 */
export const memoryRange = (cpu: number): readonly [min: number, max: number] | undefined => MEMORY_RANGE[cpu];

/**
 * Least memory of a container with one or two vCPUs, MiB, where the service does not ask for the second-generation
 * environment (https://cloud.google.com/run/docs/configuring/services/memory-limits#memory-minimum).
 */
export const MIN_MEMORY_FIRST_GENERATION_MIB = 128;

/** Longest prefix of a subnet for direct VPC egress (https://cloud.google.com/run/docs/configuring/vpc-direct-vpc). */
export const DIRECT_VPC_MAX_PREFIX = 26;

/** Most connections of one instance to one database through the built-in proxy (https://cloud.google.com/sql/docs/postgres/quotas). */
export const MAX_PROXY_CONNECTIONS_PER_INSTANCE = 100;

/** Words for where traffic goes (https://cloud.google.com/run/docs/reference/rest/v2/TrafficTargetAllocationType). */
export const TRAFFIC = {
  /** The latest revision that is ready. */
  latest: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST",
  /** The revision that is named beside it. */
  revision: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
} as const;

/** Times of a probe where none is declared (https://cloud.google.com/run/docs/configuring/healthchecks). */
export const PROBE_DEFAULTS = {
  periodSeconds: 10,
  timeoutSeconds: 1,
  failureThreshold: 3,
  initialDelaySeconds: 0,
} as const;

/** Passes in a row of a readiness probe where none is declared ("success_threshold" of the provider's resource). */
export const READINESS_SUCCESSES = 2;

/** Whether Google's front end keeps a path for itself (https://cloud.google.com/run/docs/known-issues#ah). */
export const isReservedPath = (path: string): boolean => path.endsWith("z");
