import { referrersOf } from "../policy/core/relations/targets";
import type { Resource } from "../policy/core/resource";
import { isCreation, type Change } from "./change";
import { addressParts } from "./outline/address";
import type { PlanGraph } from "./ripples";

/** Things that people speak of; whatever is made for one of them belongs to it. */
const HEADS: ReadonlySet<string> = new Set([
  "google_cloud_run_service",
  "google_cloud_run_v2_job",
  "google_cloud_run_v2_service",
  "google_cloudfunctions2_function",
  "google_cloudfunctions_function",
  "google_container_cluster",
  "google_redis_instance",
  "google_sql_database_instance",
]);

/** A new thing in a stack. */
interface Made {
  readonly stack: string;
  readonly address: string;
}

/** What is made for which new thing. */
export interface NewGroups {
  /** The address of the thing that a new resource is made for, or its own where it is one; undefined where it stands alone. */
  readonly headOf: (stack: string, address: string) => string | undefined;
}

const keyOf = ({ stack, address }: Made): string => `${stack} ${address}`;

const isMade = (change: Change): boolean => change.deposed === undefined && isCreation(change);

/** Whether a name says that something is made for another: `api_backend`, `lb_backend-api`, `uptime-api`. */
const isNamedAfter = (name: string, head: string): boolean =>
  name === head ||
  name.startsWith(`${head}-`) ||
  name.startsWith(`${head}_`) ||
  new RegExp(`[-_]${head}([-_]|$)`).test(name);

/** How often a group is followed to what its members name: a service, its backend, its endpoint group, its policy. */
const STEPS = 3;

/**
 * Groups what plans of one environment make: a service with its account, its grants, its route and its alerts is one new
 * thing. Names count across stacks, references within one.
 */
export function newGroups(graphs: readonly { readonly name: string; readonly graph: PlanGraph }[]): NewGroups {
  const made = graphs.flatMap(({ name, graph }) =>
    graph.changes.filter(isMade).map((change) => ({ stack: name, graph, change, address: change.address })),
  );
  const heads = made.filter(({ change }) => HEADS.has(change.type));
  const found = new Map<string, string>(heads.map((head) => [keyOf(head), head.address]));
  if (heads.length === 0) return { headOf: () => undefined };
  const names = heads
    .map(({ address }) => ({ address, name: addressParts(address).name }))
    .sort((a, b) => b.name.length - a.name.length);
  for (const one of made) {
    const own = addressParts(one.address).name;
    const head = names.find(({ name }) => name.length > 2 && isNamedAfter(own, escapeName(name)));
    if (head && !found.has(keyOf(one))) found.set(keyOf(one), head.address);
  }
  const madeKeys = new Map(made.map((one) => [keyOf(one), one]));
  for (let step = 0; step < STEPS; step += 1) {
    for (const one of made) {
      if (found.has(keyOf(one))) continue;
      const around = neighboursOf(one.stack, one.graph, one.address).filter(
        (other) => madeKeys.has(keyOf(other)) && found.has(keyOf(other)),
      );
      const [head, ...others] = [...new Set(around.map((other) => found.get(keyOf(other))))];
      // What two things share belongs to neither.
      if (head !== undefined && others.length === 0) found.set(keyOf(one), head);
    }
  }
  return { headOf: (stack, address) => found.get(`${stack} ${address}`) };
}

const escapeName = (name: string): string => name.replace(/\[.*$/, "").replace(/[^\w-]/g, "");

/** What a resource names, and what names it. */
function neighboursOf(stack: string, graph: PlanGraph, address: string): readonly Made[] {
  const resource: Resource | undefined = graph.resourceAt(address);
  if (!resource) return [];
  const named = [...resource.references.values()].flat();
  const naming = referrersOf(graph.estate, resource).map((other) => other.address);
  return [...named, ...naming].map((other) => ({ stack, address: other }));
}
