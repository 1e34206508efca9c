import { parseTier } from "../google/cloud-sql";
import { mebibytes, vcpus } from "../google/quantities";
import { numberAt, textAt, type Resource } from "../policy/core/resource";
import { RUN_SERVICE } from "../policy/packs/google/programs/cloud-run";
import { maximumOf } from "../policy/packs/google/programs/maximum-instances";

/** What a plan pays for at most: the honest form of cost, because prices are Google's and change. */
export interface CapacityReport {
  /** What is counted, with its unit. */
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

type Amounts = Readonly<Record<string, number>>;

const LIMITS = "template[0].containers[0].resources[0].limits";

/** Amounts of one resource; those that nobody knows before apply are left out. */
function amountsOf(resource: Resource): Amounts {
  if (resource.type === RUN_SERVICE) {
    const most = maximumOf(resource);
    if (typeof most !== "number") return {};
    const cpu = vcpus(textAt(resource, `${LIMITS}.cpu`));
    const memory = mebibytes(textAt(resource, `${LIMITS}.memory`));
    const least =
      numberAt(resource, "scaling[0].min_instance_count") ??
      numberAt(resource, "template[0].scaling[0].min_instance_count") ??
      0;
    return {
      "Cloud Run instances, at least": least,
      "Cloud Run instances, at most": most,
      ...(cpu !== undefined && { "Cloud Run vCPU, at most": cpu * most }),
      ...(memory !== undefined && { "Cloud Run memory, at most, GiB": (memory * most) / 1024 }),
    };
  }
  if (resource.type === "google_sql_database_instance") {
    const tier = parseTier(textAt(resource, "settings[0].tier") ?? "");
    return {
      ...(tier && { "database memory, GiB": tier.memoryMiB / 1024 }),
    };
  }
  const cache = resource.type === "google_redis_instance" ? numberAt(resource, "memory_size_gb") : undefined;
  return cache === undefined ? {} : { "cache memory, GiB": cache };
}

function totalOf(resources: readonly Resource[]): ReadonlyMap<string, number> {
  const total = new Map<string, number>();
  for (const resource of resources) {
    for (const [name, amount] of Object.entries(amountsOf(resource))) {
      total.set(name, (total.get(name) ?? 0) + amount);
    }
  }
  return total;
}

const rounded = (amount: number): number => Math.round(amount * 100) / 100;

/** The amounts that differ. */
export function capacityReports(before: readonly Resource[], after: readonly Resource[]): readonly CapacityReport[] {
  const [was, is] = [totalOf(before), totalOf(after)];
  return [...new Set([...is.keys(), ...was.keys()])]
    .map((name) => ({ name, before: rounded(was.get(name) ?? 0), after: rounded(is.get(name) ?? 0) }))
    .filter((amount) => amount.before !== amount.after);
}
