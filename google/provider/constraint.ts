import { PROVIDER_VERSIONS, type ProviderVersion } from "./versions";

/** Versions from the first to before the second, as numbers. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const EVERYTHING: Range = { from: 0, to: Infinity };
const MAJOR = 1_000_000;
const MINOR = 1000;

const numberOf = ([major = 0, minor = 0, patch = 0]: readonly number[]): number =>
  major * MAJOR + minor * MINOR + patch;

/** `~> 7.1` allows 7.1 and later of 7, `~> 7.1.2` allows 7.1.2 and later of 7.1, `~> 7` has no end. */
function endOfPessimistic([major = 0, minor = 0, ...more]: readonly number[], length: number): number {
  if (length < 2) return Infinity;
  return numberOf(more.length === 0 ? [major + 1] : [major, minor + 1]);
}

/** One part of a constraint: `>= 6.0`; undefined where it is none. */
function rangeOf(part: string): Range | undefined {
  const [, operator, text = ""] = /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})(?:[-+].*)?\s*$/.exec(part) ?? [];
  const steps = text.split(".").map(Number);
  const version = numberOf(steps);
  if (text === "") return undefined;
  switch (operator) {
    case "!=":
      return EVERYTHING;
    case ">=":
      return { from: version, to: Infinity };
    case ">":
      return { from: version + 1, to: Infinity };
    case "<":
      return { from: 0, to: version };
    case "<=":
      return { from: 0, to: version + 1 };
    case "~>":
      return { from: version, to: endOfPessimistic(steps, steps.length) };
    default:
      return { from: version, to: version + 1 };
  }
}

/**
 * The known versions of provider google that a plan may have been made with: one of each major version that its constraints
 * allow. All of them where the constraints do not tell.
 *
 * @param constraints - as the configuration has them: `~> 7.0`, `>= 6.0, < 8.0.0`
 * (https://developer.hashicorp.com/terraform/language/expressions/version-constraints)
 */
export function allowedVersions(constraints: readonly string[]): readonly ProviderVersion[] {
  const ranges = constraints.flatMap((text) => text.split(",")).map(rangeOf);
  const known = ranges.filter((range) => range !== undefined);
  const from = Math.max(0, ...known.map((range) => range.from));
  const to = Math.min(Infinity, ...known.map((range) => range.to));
  const allowed = PROVIDER_VERSIONS.filter((version) => {
    const first = numberOf([Number(version.split(".")[0])]);
    return Math.max(from, first) < Math.min(to, first + MAJOR);
  });
  return allowed.length > 0 ? allowed : PROVIDER_VERSIONS;
}
