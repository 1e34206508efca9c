/**
 * The versions that this program is written for, each once: what the stacks require, what the commands ask of a machine,
 * what tests install. Node's range is `engines` of package.json, which npm reads before there is any code of ours.
 */

/** A range of versions: `oldest` and everything later that is older than `below`. */
export interface VersionRange {
  /** The oldest that works, `1.11.0`. */
  readonly oldest: string;
  /** The first that is too new, `2.0.0`. */
  readonly below: string;
}

/** A provider as the stacks require it. */
export interface RequiredProvider {
  /** As Terraform's `required_providers` names it. */
  readonly source: string;
  /** Exact: another one has other arguments, other defaults and other faults. */
  readonly version: string;
}

/**
 * Terraform, and OpenTofu under the same numbers: both have write-only arguments and ephemeral values, which keep secrets
 * out of the state, from 1.11 on.
 *
 * Sources: https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only,
 * https://opentofu.org/docs/v1.11/intro/whats-new/.
 */
export const TERRAFORM: VersionRange = { oldest: "1.11.0", below: "2.0.0" };

/**
 * Every provider that a stack requires, by its local name: google for everything that Google has, random for the ephemeral
 * passwords. The bindings (@cdktf/provider-google 16.12.1, the last release) know the arguments of google 6.50.0; what came
 * later is declared by `constructs/later-arguments.ts`.
 */
export const PROVIDERS = {
  google: { source: "hashicorp/google", version: "7.45.0" },
  random: { source: "hashicorp/random", version: "3.7.2" },
} as const satisfies Readonly<Record<string, RequiredProvider>>;

/** A range as Terraform writes constraints: `>= 1.11.0, < 2.0.0`. */
export const constraintText = ({ oldest, below }: VersionRange): string => `>= ${oldest}, < ${below}`;

/** `1.11.4-rc1` → 1, 11, 4. */
const numbersOf = (version: string): readonly number[] =>
  [...version.replace(/[-+].*/, "").matchAll(/\d+/g)].map(Number);

/** Whether a version is older than another one: by number, part by part. A pre-release counts as its release. */
export function isOlder(version: string, other: string): boolean {
  const [mine, its] = [numbersOf(version), numbersOf(other)];
  const at = [0, 1, 2].find((index) => (mine[index] ?? 0) !== (its[index] ?? 0));
  return at !== undefined && (mine[at] ?? 0) < (its[at] ?? 0);
}

/** Whether a range has a version. */
export const isWithin = (version: string, { oldest, below }: VersionRange): boolean =>
  !isOlder(version, oldest) && isOlder(version, below);
