import { forEveryOf, forEveryResource, plainText } from "../../../core/judge";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const POLICY = "google_org_policy_policy";
const OLDER = ["google_project_organization_policy", "google_folder_organization_policy", "google_organization_policy"];

/** Constraints that keep keys, strangers, addresses and public data out (https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints). */
const GUARDS =
  /^(iam\.(managed\.)?(disableServiceAccountKeyCreation|disableServiceAccountKeyUpload|disableServiceAccountApiKeyCreation|allowedPolicyMember(s|Domains)|automaticIamGrantsForDefaultServiceAccounts|preventPrivilegedBasicRolesForDefaultServiceAccounts)|compute\.(managed\.)?(requireOsLogin|requireShieldedVm|vmExternalIpAccess|skipDefaultNetworkCreation|disableSerialPortAccess)|sql\.restrict(PublicIp|AuthorizedNetworks)|storage\.(publicAccessPrevention|uniformBucketLevelAccess)|run\.(managed\.requireInvokerIam|allowedIngress))$/;

/** The constraint of a policy, without what stands before its name. */
const constraintOf = (policy: Resource): string =>
  (textAt(policy, "constraint") ?? textAt(policy, "name") ?? "").replace(/^.*\//, "");

/** Where a policy lets everything be. */
function openPaths(policy: Resource): readonly string[] {
  const rules = blockPaths(policy, "spec[0].rules").flatMap((rule) => [`${rule}.enforce`, `${rule}.allow_all`]);
  return [...rules, "boolean_policy[0].enforced", "list_policy[0].allow[0].all"];
}

/** Whether a value takes a constraint off; UNKNOWN where it may. */
function isOff(policy: Resource, path: string): boolean | typeof UNKNOWN {
  const value = valueAt(policy, path);
  if (value === UNKNOWN) return UNKNOWN;
  const text = plainText(value).toUpperCase();
  return /(enforce|enforced)$/.test(path) ? text === "FALSE" : text === "TRUE";
}

const off: Rule = {
  id: "org-policy-off",
  kind: "exposed",
  severity: "medium",
  title: "No policy takes off what the organization guards",
  why: "Everything below may then make keys, name strangers or open data, also what is made later.",
  fix: "leave the constraint on, and let it off on the one project or tag that needs it",
  source: "https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints",
  check: forEveryOf([POLICY, ...OLDER], (policy): readonly Verdict[] => {
    if (!GUARDS.test(constraintOf(policy))) return [];
    return openPaths(policy).flatMap((path) => {
      const found = isOff(policy, path);
      if (found === UNKNOWN) return [unknown(policy, path)];
      return found
        ? [violation(policy, `${path}: ${constraintOf(policy)} is taken off, a rule that enforces it allowed`)]
        : [];
    });
  }),
};

const policyName: Rule = {
  id: "org-policy-name",
  kind: "refused",
  severity: "medium",
  title: "A policy is named after its constraint, below its parent",
  why: "Google refuses a name with constraints/ in it, or below another parent, at apply; the provider takes any text.",
  fix: "write PARENT/policies/iam.disableServiceAccountKeyCreation, with the same parent in parent",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/org_policy_policy",
  check: forEveryResource(POLICY, (policy) => {
    if (valueAt(policy, "name") === UNKNOWN) return [unknown(policy, "name")];
    const name = textAt(policy, "name") ?? "";
    const parent = textAt(policy, "parent");
    if (name.includes("/policies/constraints/")) {
      return [violation(policy, "name: constraints/ found before the constraint, its name alone allowed")];
    }
    return parent === undefined || name.startsWith(`${parent}/policies/`)
      ? []
      : [violation(policy, "name: another parent than parent found, the same one allowed")];
  }),
};

const dryRun: Rule = {
  id: "org-policy-dry-run",
  kind: "no effect",
  severity: "low",
  title: "A policy that is tried is enforced one day",
  why: "dry_run_spec alone writes to the log what it would refuse, and refuses nothing.",
  fix: "add a spec when the log says that nothing is in the way",
  source: "https://cloud.google.com/resource-manager/docs/organization-policy/test-policies",
  check: forEveryResource(POLICY, (policy) => {
    if (blockPaths(policy, "dry_run_spec").length === 0) return [];
    if (valueAt(policy, "spec") === UNKNOWN) return [unknown(policy, "spec")];
    return blockPaths(policy, "spec").length > 0
      ? []
      : [violation(policy, "spec: nothing found beside dry_run_spec, a spec needed")];
  }),
};

/** What an organization forbids, and what is taken off again. */
export const orgPolicyRules: readonly Rule[] = [off, policyName, dryRun];
