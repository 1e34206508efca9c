import type { AdvisorySeverity } from "./advisories";

/** Advisories that are known and left alone. */
export interface KnownAdvisories {
  /** What the paths of the packages begin with in package-lock.json. */
  readonly within: string;
  /** The worst severity that this row excuses. */
  readonly atMost: AdvisorySeverity;
  /** Why it does not matter here, and what would end it. */
  readonly reason: string;
}

export const KNOWN_ADVISORIES: readonly KnownAdvisories[] = [
  {
    within: "node_modules/cdktf/node_modules/",
    atMost: "high",
    reason:
      "cdktf brings these inside its own package, where no version of ours reaches them. They pack folders of this checkout, " +
      "and no command gives them anything from outside. Leaving cdktf ends it (docs/leaving-cdktf.md).",
  },
];
