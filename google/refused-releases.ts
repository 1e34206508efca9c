import { isWithin, type VersionRange } from "./versions";

/** Releases that nothing may be applied with, and what they do wrong. */
interface RefusedReleases extends VersionRange {
  readonly why: string;
  readonly source: string;
}

const REFUSED: readonly RefusedReleases[] = [
  {
    oldest: "7.37.0",
    below: "7.42.0",
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
  const found = REFUSED.find((range) => isWithin(version, range));
  return found === undefined ? undefined : `google ${version}: ${found.why} (${found.source})`;
}
