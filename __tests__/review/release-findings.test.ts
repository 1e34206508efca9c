import { PROVIDERS } from "../../google/versions";
import { refusedRelease } from "../../google/refused-releases";
import { readPlan } from "../../policy/core/plan";
import { releaseFindings } from "../../review/release-findings";

const ADDRESS = "google_compute_security_policy.edge";

function findingsUnder(constraint: string, type = "google_compute_security_policy"): readonly string[] {
  const reading = readPlan(
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [],
      configuration: {
        provider_config: {
          google: { full_name: "registry.terraform.io/hashicorp/google", version_constraint: constraint },
        },
        root_module: { resources: [{ address: `${type}.edge`, mode: "managed", type, name: "edge" }] },
      },
    }),
  );
  if (!reading.ok) throw new Error(reading.problem);
  return releaseFindings("foreign", "", reading.plan).map(({ message }) => message);
}

test.each(["7.37.0", "= 7.40.2", "7.41.0"])("a security policy planned by %s is a finding", (version) => {
  expect(findingsUnder(version)).toEqual([
    `${ADDRESS}: planned by google ${version.replace("= ", "")}: it hides changes of the rules inside a security policy: the plan says "no changes" (https://github.com/hashicorp/terraform-provider-google/issues/28390); take google 7.42.0 or later, or one before 7.37.0`,
  ]);
});

test.each(["7.36.0", "7.42.0", "7.45.0", "6.50.0", "~> 7.0", ">= 7.37.0"])("%s is none", (version) => {
  expect(findingsUnder(version)).toEqual([]);
});

test("without a security policy nothing is hidden", () => {
  expect(findingsUnder("7.38.0", "google_compute_network")).toEqual([]);
});

test("our own release is not refused", () => {
  expect(refusedRelease(PROVIDERS.google.version)).toBeUndefined();
});
