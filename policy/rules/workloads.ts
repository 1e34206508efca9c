import type { Resource } from "../resource";
import { ofType, type Estate } from "../rule";

export const RUN_SERVICE = "google_cloud_run_v2_service";
export const RUN_JOB = "google_cloud_run_v2_job";
export const RUN_V1 = "google_cloud_run_service";

/** Where the containers of a type stand; version 1 of Cloud Run and its jobs have the same variables elsewhere. */
const CONTAINERS: Readonly<Record<string, string>> = {
  [RUN_SERVICE]: "template[0].containers",
  [RUN_JOB]: "template[0].template[0].containers",
  [RUN_V1]: "template[0].spec[0].containers",
};

const known = new WeakMap<readonly Resource[], readonly Resource[]>();

/** One list for each estate, and the services' own where there is nothing else: what is found out about it is kept by list. */
function gathered(estate: Pick<Estate, "resources">): readonly Resource[] {
  const lists = Object.keys(CONTAINERS)
    .map((type) => ofType(estate, type))
    .filter((list) => list.length > 0);
  const [only, ...others] = lists;
  return only && others.length === 0 ? only : lists.flat();
}

/** Everything that runs containers: services of both versions, and jobs. */
export function workloads(estate: Pick<Estate, "resources">): readonly Resource[] {
  const list = known.get(estate.resources) ?? gathered(estate);
  known.set(estate.resources, list);
  return list;
}

/** The path of a workload's containers. */
export const containersOf = ({ type }: Pick<Resource, "type">): string => CONTAINERS[type] ?? "template[0].containers";
