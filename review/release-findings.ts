import { refusedRelease } from "../google/refused-releases";
import { findingAt, type Finding } from "../policy/core/finding";
import type { PlanJson } from "../policy/core/plan";
import { configuredEntries } from "../policy/core/plan-configuration";
import type { RuleDescription } from "../policy/core/rule";
import { googleConstraints } from "./provider-versions";

/** A rule that only a plan can break: its provider's release is known to hide changes. */
export const RELEASE_HIDES_CHANGES: RuleDescription = {
  id: "provider-release",
  kind: "no effect",
  severity: "high",
  title: "No release of the provider that hides changes plans a security policy",
  why: "The plan says that nothing changes, and a corrected rule never reaches Google.",
  fix: "take google 7.42.0 or later, or one before 7.37.0",
  source: "https://github.com/hashicorp/terraform-provider-google/issues/28390",
};

/** `7.38.0` or `= 7.38.0`: a range may have been any of its releases. */
const exactRelease = (constraint: string): string | undefined => /^=?\s*(\d+\.\d+\.\d+)$/.exec(constraint.trim())?.[1];

/** Security policies whose changes a plan cannot be trusted to show, because of the release that it was made with. */
export function releaseFindings(stack: string, environment: string, plan: PlanJson): readonly Finding[] {
  const problem = googleConstraints(plan)
    .map((constraint) => refusedRelease(exactRelease(constraint) ?? ""))
    .find((text) => text !== undefined);
  if (problem === undefined) return [];
  return [...configuredEntries(plan.configuration)].flatMap(([address, { json }]) =>
    json.type === "google_compute_security_policy"
      ? [
          findingAt(RELEASE_HIDES_CHANGES, "google", {
            status: "violation",
            environment,
            stack,
            address,
            message: `${address}: planned by ${problem}; ${RELEASE_HIDES_CHANGES.fix}`,
          }),
        ]
      : [],
  );
}
