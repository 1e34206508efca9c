/**
 * The release of the google provider that every stack is planned and applied with. The bindings
 * (@cdktf/provider-google 16.12.1, the last release) know the arguments of 6.50.0; what came later is set by
 * `constructs/later-arguments.ts`.
 */
export const GOOGLE_PROVIDER_VERSION = "7.45.0";

/** Releases that nothing may be applied with, and what they do wrong. */
interface RefusedReleases {
  /** First and last minor release of major 7. */
  readonly minors: readonly [first: number, last: number];
  readonly why: string;
  readonly source: string;
}

const REFUSED: readonly RefusedReleases[] = [
  {
    minors: [37, 41],
    why: 'it hides changes of the rules inside a security policy: the plan says "no changes"',
    source: "https://github.com/hashicorp/terraform-provider-google/issues/28390",
  },
];

/**
 * Why a release of the google provider must not be used.
 *
 * @param version - `7.38.1`
 * @returns undefined where nothing is known against it
 */
export function refusedRelease(version: string): string | undefined {
  const [major, minor] = version.split(".").map(Number);
  if (major !== 7 || minor === undefined) return undefined;
  const found = REFUSED.find(({ minors: [first, last] }) => first <= minor && minor <= last);
  return found === undefined ? undefined : `google ${version}: ${found.why} (${found.source})`;
}
