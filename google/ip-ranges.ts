/**
 * IPv4 ranges in CIDR notation, `10.0.0.0/24` (https://www.rfc-editor.org/rfc/rfc4632). Nothing here has an IPv6 range:
 * one is read as no range.
 */

/** A range of IPv4 addresses. */
export interface IpRange {
  /** Its first address, as a number. */
  readonly start: number;
  /** How many addresses it has. */
  readonly size: number;
  /** Length of its prefix, 0–32. */
  readonly prefix: number;
}

/** An IPv4 address as a number; undefined where the text is none. */
function addressNumber(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  return parts?.every((part) => part <= 255) ? parts.reduce((sum, part) => sum * 256 + part, 0) : undefined;
}

/**
 * The range of a prefix length that holds an address.
 *
 * @param prefix - 0–32
 * @returns undefined where the address or the prefix is none
 */
export function rangeAround(address: string, prefix: number): IpRange | undefined {
  const number = addressNumber(address);
  if (number === undefined || !(prefix >= 0 && prefix <= 32)) return undefined;
  const size = 2 ** (32 - prefix);
  return { start: Math.floor(number / size) * size, size, prefix };
}

/** Reads `a.b.c.d/n`; undefined where it is no range, or its host bits are not zero. */
export function parseRange(cidr: string): IpRange | undefined {
  const [, address = "", prefix = ""] = /^([\d.]+)\/(\d{1,2})$/.exec(cidr) ?? [];
  const range = rangeAround(address, Number(prefix));
  return range && range.start === addressNumber(address) ? range : undefined;
}

/** Whether two ranges share an address. */
export const overlapsRange = (one: IpRange, other: IpRange): boolean =>
  one.start < other.start + other.size && other.start < one.start + one.size;

/** Whether a range holds another one whole. */
export const containsRange = (outer: IpRange, inner: IpRange): boolean =>
  outer.start <= inner.start && inner.start + inner.size <= outer.start + outer.size;

/** The address at an offset from the start of a range, as text. */
export const addressAt = ({ start }: IpRange, offset: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor((start + offset) / 2 ** shift) % 256).join(".");
