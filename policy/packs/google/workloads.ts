import type { Resource } from "../../core/resource";
import { once } from "../../core/once";
import { ofType, type Estate } from "../../core/rule";

export const RUN_SERVICE = "google_cloud_run_v2_service";
export const RUN_JOB = "google_cloud_run_v2_job";
export const RUN_V1 = "google_cloud_run_service";

/** Where the containers of a type stand; version 1 of Cloud Run and its jobs have the same variables elsewhere. */
const CONTAINERS: Readonly<Record<string, string>> = {
  [RUN_SERVICE]: "template[0].containers",
  [RUN_JOB]: "template[0].template[0].containers",
  [RUN_V1]: "template[0].spec[0].containers",
};

/** One list for each estate, and the services' own where there is nothing else: what is found out about it is kept by list. */
function gathered(estate: Pick<Estate, "resources">): readonly Resource[] {
  const lists = Object.keys(CONTAINERS)
    .map((type) => ofType(estate, type))
    .filter((list) => list.length > 0);
  const [only, ...others] = lists;
  return only && others.length === 0 ? only : lists.flat();
}

/** Everything that runs containers: services of both versions, and jobs. */
export const workloads = once(gathered);

/** The same without version 1, which names secrets and accounts otherwise. */
export const modernWorkloads = once((estate) =>
  ofType(estate, RUN_V1).length === 0 ? workloads(estate) : workloads(estate).filter(({ type }) => type !== RUN_V1),
);

const AROUND: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(CONTAINERS).map(([type, path]) => [type, path.replace(/\.containers$/, "")]),
);

/** The path of what stands around a workload's containers: volumes, the account. */
export const templateOf = ({ type }: Pick<Resource, "type">): string => AROUND[type] ?? "template[0]";

/** The path of a workload's containers. */
export const containersOf = ({ type }: Pick<Resource, "type">): string => CONTAINERS[type] ?? "template[0].containers";
