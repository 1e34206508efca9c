import { invalid, type Refusal } from "../core/answer";
import { asText, type JsonObject } from "../core/json";
import { addressIn, isRange, overlaps } from "../core/ranges";
import type { Store } from "../core/store";
import { networkPath } from "../service-networking/connections";

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
  const wanted = networkPath(store, network);
  return store.below("compute/").flatMap(([name, resource]) => {
    const cidr = networkPath(store, asText(resource.network)) === wanted ? rangeOf(resource) : undefined;
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

/**
 * The first address of a free range of a length within 10.0.0.0/8. Google's choice is another one each time: nobody may
 * count on which. Empty where there is none.
 */
export function freeRange(store: Store, network: string, prefixLength: number): string {
  if (!Number.isInteger(prefixLength) || prefixLength < 8 || prefixLength > 30) return "";
  const size = 2 ** (32 - prefixLength);
  const used = taken(store, network);
  for (let offset = 0; offset < 2 ** 24; offset += size) {
    const address = addressIn("10.0.0.0/8", offset);
    if (!used.some(({ cidr }) => overlaps(cidr, `${address}/${prefixLength}`))) return address;
  }
  return "";
}
