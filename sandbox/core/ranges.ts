import { parseCidr } from "../../google/limits";

/** Whether a text is an IPv4 range a.b.c.d/n. */
export const isRange = (cidr: string): boolean => parseCidr(cidr) !== undefined;

/** Whether two ranges share an address; one that cannot be read shares none. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)];
  return a !== undefined && b !== undefined && a.start < b.start + b.size && b.start < a.start + a.size;
}

/** Whether a range holds another one whole. */
export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parseCidr(outer), parseCidr(inner)];
  return a !== undefined && b !== undefined && a.start <= b.start && b.start + b.size <= a.start + a.size;
}

/** The address at an offset from the start of a range; empty where the range cannot be read. */
export function addressIn(cidr: string, offset: number): string {
  const range = parseCidr(cidr);
  if (range === undefined) return "";
  const number = range.start + offset;
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}

/** The n-th of the addresses that are set aside for documentation (RFC 5737): nobody is reached there. */
export const documentationAddress = (n: number): string => addressIn("203.0.113.0/24", 1 + (n % 254));

/** Length of a range's prefix. */
export const prefixOf = (cidr: string): number => Number(cidr.split("/")[1]);
