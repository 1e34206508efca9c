import { addressAt, containsRange, overlapsRange, parseRange } from "../../google/ip-ranges";

/** Whether a text is an IPv4 range a.b.c.d/n. */
export const isRange = (cidr: string): boolean => parseRange(cidr) !== undefined;

/** Whether two ranges share an address; one that cannot be read shares none. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [parseRange(one), parseRange(other)];
  return a !== undefined && b !== undefined && overlapsRange(a, b);
}

/** Whether a range holds another one whole. */
export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parseRange(outer), parseRange(inner)];
  return a !== undefined && b !== undefined && containsRange(a, b);
}

/** The address at an offset from the start of a range; empty where the range cannot be read. */
export function addressIn(cidr: string, offset: number): string {
  const range = parseRange(cidr);
  return range === undefined ? "" : addressAt(range, offset);
}

/** The n-th of the addresses that are set aside for documentation (RFC 5737): nobody is reached there. */
export const documentationAddress = (n: number): string => addressIn("203.0.113.0/24", 1 + (n % 254));

/** Length of a range's prefix. */
export const prefixOf = (cidr: string): number => Number(cidr.split("/")[1]);
