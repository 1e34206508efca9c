import type { Resource } from "../../policy/core/resource";
import { groupsBy } from "../../google/groups";
import type { Relation } from "./relations";
import type { Verb } from "./relation-table";

/** Which resources are drawn inside another one: what nobody would look for on its own. */
interface FoldRow {
  readonly types: RegExp;
  readonly verbs: readonly Verb[];
  /** Into what it names, or into whoever names it, where that is one. */
  readonly into: "named" | "namer";
  /**
   * Types that it may stand in.
   *
   * @default any
   */
  readonly within?: RegExp;
}

/** Relations that hold a resource to another one whichever stack either is in. */
const CLOSE: readonly Verb[] = ["is part of", "runs as", "lets in"];

const FOLDS: readonly FoldRow[] = [
  { types: /./, verbs: ["is part of"], into: "named" },
  { types: /_network_endpoint_group$/, verbs: ["routes to"], into: "namer", within: /_backend_service$/ },
  { types: /_target_https?_proxy$|_target_(ssl|tcp)_proxy$/, verbs: ["routes to"], into: "named" },
  { types: /_forwarding_rule$/, verbs: ["routes to"], into: "named" },
  { types: /_address$/, verbs: ["listens on"], into: "namer" },
  { types: /_address$/, verbs: ["stands in"], into: "named" },
  { types: /_ssl_certificate$|^google_certificate_manager_/, verbs: ["presents", "uses"], into: "namer" },
  { types: /_ssl_policy$/, verbs: ["is guarded by"], into: "namer" },
  { types: /_health_check$/, verbs: ["uses"], into: "namer" },
  {
    types: /_(subnetwork|router|firewall)$|^google_service_networking_connection$/,
    verbs: ["stands in"],
    into: "named",
  },
  { types: /^google_service_account$/, verbs: ["runs as"], into: "namer" },
  { types: /_iam_(member|binding|policy)$/, verbs: ["lets in"], into: "named" },
  { types: /_custom_role$/, verbs: ["uses"], into: "namer" },
  { types: /^(?!google_)/, verbs: ["uses"], into: "namer" },
];

/**
 * Finds, for every resource, the one that it is drawn in.
 *
 * @returns itself for one that stands on its own
 */
export function foldedInto(
  resources: readonly Resource[],
  relations: readonly Relation[],
): (resource: Resource) => Resource {
  const [named, namers] = [groupsBy(relations, ({ from }) => from), groupsBy(relations, ({ to }) => to)];
  const holders = new Map<Resource, Resource>();
  for (const resource of resources) {
    const holder = holderOf(resource, named.get(resource) ?? [], namers.get(resource) ?? []);
    if (holder !== undefined) holders.set(resource, holder);
  }
  return (resource) => {
    let [at, seen] = [resource, new Set([resource])];
    for (let next = holders.get(at); next !== undefined && !seen.has(next); next = holders.get(at)) {
      seen = seen.add(next);
      at = next;
    }
    return at;
  };
}

function holderOf(resource: Resource, named: readonly Relation[], namers: readonly Relation[]): Resource | undefined {
  for (const { types, verbs, into, within } of FOLDS) {
    if (!types.test(resource.type)) continue;
    const found = (into === "named" ? named.map(asTo) : namers.map(asFrom)).filter(
      ([verb, other]) =>
        verbs.includes(verb) &&
        (other.stack === resource.stack || CLOSE.includes(verb)) &&
        (within?.test(other.type) ?? true),
    );
    const others = new Set(found.map(([, other]) => other));
    const [first] = others;
    if (first !== undefined && (into === "named" || others.size === 1)) return first;
  }
  return undefined;
}

const asTo = ({ verb, to }: Relation): readonly [Verb, Resource] => [verb, to];
const asFrom = ({ verb, from }: Relation): readonly [Verb, Resource] => [verb, from];
