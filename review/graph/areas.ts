import type { Resource } from "../../policy/core/resource";

/** What a resource is for, by how its type begins: the areas of a plan that has neither stacks nor modules. */
const FAMILIES: readonly (readonly [types: RegExp, family: string])[] = [
  [/_iam_|^google_(service_account|iam_|project_iam|project_service|organization|folder)/, "access"],
  [/^google_(monitoring|logging)/, "monitoring"],
  [
    /^google_compute_(.*_proxy|url_map|.*_url_map|backend_|.*backend_service|.*forwarding_rule|.*ssl_|security_policy|.*network_endpoint|.*health_check|global_address)|^google_(dns|certificate_manager)/,
    "entrance",
  ],
  [
    /^google_(compute_(network|subnetwork|router|firewall|address|vpn|interconnect)|vpc_access|service_networking)/,
    "network",
  ],
  [
    /^google_(cloud_run|cloudfunctions|compute_instance|compute_.*instance_group|container|app_engine|cloud_scheduler|cloud_tasks|workflows)/,
    "programs",
  ],
  [
    /^google_(sql|redis|memcache|storage|bigquery|spanner|firestore|alloydb|pubsub|secret_manager|kms|artifact_registry)/,
    "data",
  ],
];

const familyOf = (type: string): string => FAMILIES.find(([types]) => types.test(type))?.[1] ?? "other";

/** `module.network` of `module.network.google_compute_network.main`; undefined at the root. */
const moduleOf = (address: string): string | undefined => /^module\.[\w-]+(?:\["[^"]*"\]|\[\d+\])?/.exec(address)?.[0];

/** Where a picture draws a resource: in its stack where there are several, else in its module, else by what it is for. */
export function areaOf(resources: readonly Resource[]): (resource: Resource) => string {
  const stacks = new Set(resources.map(({ stack }) => stack));
  if (stacks.size > 1) return ({ stack }) => stack;
  const modules = new Set(resources.map(({ address }) => moduleOf(address)));
  if (modules.size > 2) return ({ address }) => moduleOf(address) ?? "root module";
  return ({ type }) => familyOf(type);
}

/**
 * Areas in an order in which most needs lead on: whoever is needed by the fewest that are left comes first, and what stands
 * alone last.
 *
 * @param needs - pairs of areas, the first one needs the second one; as often as there are needs
 */
export function orderedAreas(
  areas: readonly string[],
  needs: readonly (readonly [string, string])[],
): readonly string[] {
  const across = needs.filter(([from, to]) => from !== to);
  const isAlone = (area: string): boolean => !across.some((pair) => pair.includes(area));
  const left = new Set(areas.filter((area) => !isAlone(area)));
  const ordered: string[] = [];
  const count = (area: string, end: 0 | 1): number =>
    across.filter((pair) => pair[end] === area && left.has(pair[0]) && left.has(pair[1])).length;
  while (left.size > 0) {
    const ranked = [...left].map((area) => ({ area, needed: count(area, 1), needing: count(area, 0) }));
    ranked.sort((a, b) => a.needed - b.needed || b.needing - a.needing);
    const next = ranked.map(({ area }) => area)[0] ?? "";
    left.delete(next);
    ordered.push(next);
  }
  return [...ordered, ...areas.filter(isAlone)];
}
