import type { Resource } from "../../../core/resource";
import { derivedFact } from "../../../core/estate";

export const RUN_SERVICE = "google_cloud_run_v2_service";
export const RUN_JOB = "google_cloud_run_v2_job";
export const RUN_V1 = "google_cloud_run_service";
const RUN_WORKER_POOL = "google_cloud_run_v2_worker_pool";

/** Where the containers of a type stand; version 1 of Cloud Run and its jobs have the same variables elsewhere. */
const CONTAINERS: Readonly<Record<string, string>> = {
  [RUN_SERVICE]: "template[0].containers",
  [RUN_JOB]: "template[0].template[0].containers",
  [RUN_V1]: "template[0].spec[0].containers",
  [RUN_WORKER_POOL]: "template[0].containers",
};

/** Types that run containers: services of both versions, jobs and worker pools. */
export const WORKLOAD_TYPES: readonly string[] = Object.keys(CONTAINERS);

/** The same without version 1, which names secrets and accounts otherwise. */
export const MODERN_TYPES: readonly string[] = WORKLOAD_TYPES.filter((type) => type !== RUN_V1);

/** Resources of {@link WORKLOAD_TYPES}, type by type. */
export const workloads = derivedFact((estate) => WORKLOAD_TYPES.flatMap((type) => estate.ofType(type)));

/** Resources of {@link MODERN_TYPES}. */
export const modernWorkloads = derivedFact((estate) => MODERN_TYPES.flatMap((type) => estate.ofType(type)));

const AROUND: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CONTAINERS).map(([type, path]) => [type, path.replace(/\.containers$/, "")]),
);

/** The path of what stands around a workload's containers: volumes, the account. */
export const templateOf = ({ type }: Pick<Resource, "type">): string => AROUND[type] ?? "template[0]";

/** The path of a workload's containers. */
export const containersOf = ({ type }: Pick<Resource, "type">): string => CONTAINERS[type] ?? "template[0].containers";
