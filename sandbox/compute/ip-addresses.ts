import { addressAt, overlapsRange, parseRange, type IpRange } from "../../google/ip-ranges";
import { invalidArgument, type Refusal } from "../core/answer";
import { asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";
import { networkPath } from "../service-networking/connections";

/** A range that a resource of a network has. */
interface TakenRange {
  /** Name of the resource in the store. */
  readonly name: string;
  readonly cidr: string;
  readonly range: IpRange;
}

/** The range of a subnetwork or of an internal address; undefined for a resource that has none. */
function cidrOf(resource: JsonObject): string | undefined {
  if (typeof resource.ipCidrRange === "string") return resource.ipCidrRange;
  return resource.addressType === "INTERNAL" && typeof resource.prefixLength === "number"
    ? `${asText(resource.address)}/${resource.prefixLength}`
    : undefined;
}

function takenRanges(store: Store, network: string): readonly TakenRange[] {
  const wanted = networkPath(store, network);
  return store.below("compute/").flatMap(([name, resource]) => {
    const cidr = networkPath(store, asText(resource.network)) === wanted ? cidrOf(resource) : undefined;
    const range = cidr === undefined ? undefined : parseRange(cidr);
    return cidr === undefined || range === undefined ? [] : [{ name, cidr, range }];
  });
}

/** Why a resource cannot have its range in its network; undefined where it can. */
export function checkRange(store: Store, name: string, resource: JsonObject, field: string): Refusal | undefined {
  const cidr = cidrOf(resource);
  if (cidr === undefined) return undefined;
  const range = parseRange(cidr);
  if (range === undefined)
    return invalidArgument(`Invalid value for field '${field}': '${cidr}'. Must be a CIDR range.`);
  const other = takenRanges(store, asText(resource.network)).find(
    (taken) => taken.name !== name && overlapsRange(taken.range, range),
  );
  return other === undefined
    ? undefined
    : invalidArgument(`Invalid IPCidrRange: ${cidr} conflicts with existing range '${other.name}' in '${other.cidr}'.`);
}

/**
 * The first address of a free range within 10.0.0.0/8; empty where there is none. Google chooses another range each
 * time, so nothing may count on this one.
 *
 * @param prefix - length of the range's prefix
 */
export function freeRange(store: Store, network: string, prefix: number): string {
  if (!Number.isInteger(prefix) || prefix < 8 || prefix > 30) return "";
  const size = 2 ** (32 - prefix);
  const used = takenRanges(store, network);
  for (let offset = 0; offset < 2 ** 24; offset += size) {
    const address = addressIn("10.0.0.0/8", offset);
    const range = parseRange(`${address}/${prefix}`);
    if (range !== undefined && !used.some((taken) => overlapsRange(taken.range, range))) return address;
  }
  return "";
}

/** The address at an offset from the start of a range; empty where the range cannot be read. */
export function addressIn(cidr: string, offset: number): string {
  const range = parseRange(cidr);
  return range === undefined ? "" : addressAt(range, offset);
}

/**
 * The n-th of the addresses that are set aside for documentation, which reach nobody
 * (https://www.rfc-editor.org/rfc/rfc5737).
 */
export const documentationAddress = (n: number): string => addressIn("203.0.113.0/24", 1 + (n % 254));
