import { invalid, type Refusal } from "./answer";
import { asText, type JsonObject } from "./json";
import { partialLink } from "./paths";
import { isRange, overlaps } from "./ranges";
import type { Store } from "./store";

/** A range that a network has given away. */
interface Taken {
  readonly name: string;
  readonly cidr: string;
}

/** The range of a subnetwork or of an internal address; undefined for a resource that has none. */
export function rangeOf(resource: JsonObject): string | undefined {
  if (typeof resource.ipCidrRange === "string") return resource.ipCidrRange;
  return resource.addressType === "INTERNAL" && typeof resource.prefixLength === "number"
    ? `${asText(resource.address)}/${resource.prefixLength}`
    : undefined;
}

function taken(store: Store, network: string): readonly Taken[] {
  return store.below("compute/").flatMap(([name, resource]) => {
    const cidr = partialLink(asText(resource.network)) === partialLink(network) ? rangeOf(resource) : undefined;
    return cidr === undefined ? [] : [{ name, cidr }];
  });
}

/** Why a resource cannot have its range in its network; undefined where it can. */
export function checkRange(store: Store, name: string, resource: JsonObject, field: string): Refusal | undefined {
  const cidr = rangeOf(resource);
  if (cidr === undefined) return undefined;
  if (!isRange(cidr)) return invalid(`Invalid value for field '${field}': '${cidr}'. Must be a CIDR range.`);
  const other = taken(store, asText(resource.network)).find((each) => each.name !== name && overlaps(each.cidr, cidr));
  return other === undefined
    ? undefined
    : invalid(`Invalid IPCidrRange: ${cidr} conflicts with existing range '${other.name}' in '${other.cidr}'.`);
}
