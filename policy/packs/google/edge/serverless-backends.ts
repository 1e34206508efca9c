import { derivedFact, derivedFacts, type Estate } from "../../../core/estate";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, type Rule, type Verdict } from "../../../core/rule";
import { targetsOf } from "../../../core/relations/targets";

export const BACKEND_SERVICE = "google_compute_backend_service";
/** The same of one region: Google refuses the same values there. */
export const REGION_BACKEND_SERVICE = "google_compute_region_backend_service";
export const BACKEND_SERVICES: readonly string[] = [BACKEND_SERVICE, REGION_BACKEND_SERVICE];
export const REGION_NEG = "google_compute_region_network_endpoint_group";

/** Every other group that a backend can be: instance groups, zonal and global NEGs. */
const OTHER_GROUP = /(^|\.)google_compute_(?!region_network_endpoint_group)\w*(instance_group|network_endpoint_group)/;

type Kind = "serverless" | "other" | "unknown";

/** SERVERLESS is the provider's default. */
export function isServerless(neg: Resource): boolean {
  const type = valueAt(neg, "network_endpoint_type");
  return type === undefined || type === "SERVERLESS" || (type === UNKNOWN && !textAt(neg, "psc_target_service"));
}

const negsByBlock = derivedFact(() => new Map<Resource, Map<string, readonly Resource[]>>());

/** Regional NEGs behind one `backend` block; looked up once, because many rules ask. */
export function negsAt(estate: Estate, backend: Resource, block: string): readonly Resource[] {
  const known = negsByBlock(estate).get(backend) ?? new Map<string, readonly Resource[]>();
  negsByBlock(estate).set(backend, known);
  const negs = known.get(block) ?? targetsOf(estate, backend, `${block}.group`, [REGION_NEG]);
  known.set(block, negs);
  return negs;
}

/** Regional NEGs behind a backend service. */
export const negsOf = (estate: Estate, backend: Resource): readonly Resource[] =>
  blockPaths(backend, "backend").flatMap((block) => negsAt(estate, backend, block));

/**
 * The kind of a group that no reference names, as in a `dynamic` block: where the estate holds groups of one kind alone,
 * it is that kind.
 */
const kindAround = derivedFact((estate): Kind => {
  const negs = estate.ofType(REGION_NEG);
  const others = estate.resources.some(({ address }) => OTHER_GROUP.test(address));
  if (negs.length === 0 || others) return "unknown";
  if (negs.every(isServerless)) return "serverless";
  return negs.some(isServerless) ? "unknown" : "other";
});

/** The kind of group to which one `backend` block leads. */
export function groupKind(estate: Estate, backend: Resource, block: string): Kind {
  const path = `${block}.group`;
  const negs = negsAt(estate, backend, block);
  if (negs.length > 0) return negs.some(isServerless) ? "serverless" : "other";
  const link = textAt(backend, path);
  if (link !== undefined) return /\/regions\/[^/]+\/networkEndpointGroups\//.test(link) ? "unknown" : "other";
  return referencesAt(backend, path).some((address) => OTHER_GROUP.test(address)) ? "other" : kindAround(estate);
}

const kindByBackend = derivedFacts<Resource, Kind>();

const kindOf = (estate: Estate, backend: Resource): Kind =>
  kindByBackend(estate, backend, () => findKind(estate, backend));

function findKind(estate: Estate, backend: Resource): Kind {
  if (valueAt(backend, "backend") === UNKNOWN) return kindAround(estate);
  const kinds = blockPaths(backend, "backend").map((block) => groupKind(estate, backend, block));
  if (kinds.includes("serverless")) return "serverless";
  return kinds.includes("unknown") ? "unknown" : "other";
}

/**
 * The check "for every backend service in front of serverless NEGs, this". What would be a violation there is
 * unknown where nothing tells the kind of the backend.
 */
export const forEveryServerless =
  (check: (backend: Resource, estate: Estate) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    BACKEND_SERVICES.flatMap((type) => estate.ofType(type)).flatMap((backend) => {
      const kind = kindOf(estate, backend);
      if (kind === "other") return [];
      const verdicts = check(backend, estate);
      return kind === "serverless" || verdicts.length === 0 ? verdicts : [unknown(backend, "backend[0].group")];
    });
