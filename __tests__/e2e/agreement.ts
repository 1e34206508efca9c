import { UNKNOWN, type Resource, type Value, type Values } from "../../policy/core/resource";

/**
 * Where the provider plans null for a declared default, because it suppresses that difference. Each is a place at which
 * a reader of plans sees less than a reader of synthesized JSON.
 */
export const SUPPRESSED: readonly { readonly type: string; readonly path: string; readonly value: Value }[] = [
  { type: "google_compute_global_address", path: "address_type", value: "EXTERNAL" },
  { type: "google_compute_global_address", path: "ip_version", value: "IPV4" },
  { type: "google_sql_user", path: "type", value: "BUILT_IN" },
];

const isList = (value: unknown): value is readonly Value[] => Array.isArray(value);

const isBlock = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** How many values in it are known before apply. */
export function knownLeaves(value: Value): number {
  if (value === UNKNOWN || value === null) return 0;
  if (isList(value)) return value.reduce<number>((sum, item) => sum + knownLeaves(item), 0);
  if (isBlock(value)) return Object.values(value).reduce<number>((sum, item) => sum + knownLeaves(item), 0);
  return 1;
}

/** Every place where a resource as read from synthesized JSON is not what the provider plans; one line each. */
export const disagreements = (
  { address, type, values }: Pick<Resource, "address" | "type" | "values">,
  after: Readonly<Record<string, unknown>>,
): readonly string[] =>
  blockAgainst(values, after, "")
    .filter(
      ({ path, read, planned }) =>
        !(
          (planned ?? null) === null &&
          SUPPRESSED.some((row) => row.type === type && row.path === path && row.value === read)
        ),
    )
    .map(({ path, read, planned }) => `${address} ${path}: ${shown(read)} read, ${shown(planned)} planned`);

interface Difference {
  readonly path: string;
  readonly read: Value;
  readonly planned: unknown;
}

const shown = (value: unknown): string => {
  if (value === undefined) return "nothing";
  return JSON.stringify(value, (_, inner: unknown) => (inner === UNKNOWN ? "(unknown)" : inner)).slice(0, 200);
};

const blockAgainst = (read: Values, planned: Readonly<Record<string, unknown>>, path: string): readonly Difference[] =>
  Object.entries(read).flatMap(([name, value]) => valueAgainst(value, planned[name], path ? `${path}.${name}` : name));

function valueAgainst(read: Value, planned: unknown, path: string): readonly Difference[] {
  const different: readonly Difference[] = [{ path, read, planned }];
  if (knownLeaves(read) === 0 && (planned ?? null) === null) return [];
  if (read === UNKNOWN) return [];
  if (isList(read)) return isList(planned) ? listAgainst(read, planned, path) : different;
  if (isBlock(read)) return isBlock(planned) ? blockAgainst(read, planned, path) : different;
  return equal(read, planned) ? [] : different;
}

/** Providers write some numbers as text and the other way round. */
const equal = (read: string | number | boolean | null, planned: unknown): boolean =>
  read === planned ||
  ((typeof read === "number" || typeof planned === "number") &&
    typeof read !== "boolean" &&
    String(read) === String(planned));

/** In order where that agrees; otherwise as a set, because JSON does not tell a set from a list. */
function listAgainst(read: readonly Value[], planned: readonly unknown[], path: string): readonly Difference[] {
  if (read.length !== planned.length) return [{ path, read, planned }];
  const inOrder = read.flatMap((item, index) => valueAgainst(item, planned[index], `${path}[${index}]`));
  if (inOrder.length === 0) return [];
  const free = new Set(planned.keys());
  return read.flatMap((item, index) => {
    const candidates = [...free].map((at) => ({
      at,
      differences: valueAgainst(item, planned[at], `${path}[${index}]`),
    }));
    const [closest] = candidates.sort((a, b) => a.differences.length - b.differences.length);
    if (!closest) return [];
    if (closest.differences.length === 0) free.delete(closest.at);
    return closest.differences;
  });
}
