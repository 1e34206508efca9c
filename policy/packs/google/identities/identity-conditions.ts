import { isSharedIssuer } from "../../../../google/identity-issuers";
import { judgeCondition, type ConditionVerdict } from "../../../../google/identity-verdict";
import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, isValues, textAt, valueAt, type Resource } from "../../../core/resource";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const PROVIDER = "google_iam_workload_identity_pool_provider";
const CONDITION = "attribute_condition";
/** Where our own environment declares the whole condition, that is what has to be mended. */
const DECLARED = ["identity-pool-condition-declared"];
const SOURCE = "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions";

/** What a provider's condition lets in; undefined where there is none, or it is known only after apply. */
function verdictOf(provider: Resource): ConditionVerdict | undefined {
  const condition = textAt(provider, CONDITION);
  const mapping = valueAt(provider, "attribute_mapping");
  if (condition === undefined || valueAt(provider, "oidc[0]") === undefined) return undefined;
  return judgeCondition(condition, isValues(mapping) ? mapping : {});
}

/** Judges the condition of every provider; at an issuer that may be somebody's own, strangers have no token. */
const forEveryCondition = (
  messageOf: (verdict: ConditionVerdict) => string | undefined,
  elsewhere: "medium" | "low",
  openValue: (provider: Resource) => readonly Verdict[] = () => [],
): Rule["check"] =>
  forEveryResource(PROVIDER, (provider): readonly Verdict[] => {
    if (valueAt(provider, CONDITION) === UNKNOWN) return openValue(provider);
    const verdict = verdictOf(provider);
    const message = verdict && messageOf(verdict);
    if (message === undefined) return [];
    const found = [violation(provider, `${CONDITION}: ${message}`)];
    return isSharedIssuer(textAt(provider, "oidc[0].issuer_uri")) === false ? milder(elsewhere, found) : found;
  });

const wildcard: Rule = {
  id: "identity-condition-wildcard",
  kind: "no effect",
  severity: "high",
  title: "A condition of an identity provider compares with whole texts",
  why: "== knows no wildcard: no token's claim ends in a star, so nobody gets in, and somebody will widen the condition until it works.",
  fix: "compare the numeric id of the owner or the repository, and the ref: assertion.repository_id == '123' && assertion.ref == 'refs/heads/main'",
  source: SOURCE,
  yieldsTo: DECLARED,
  check: forEveryCondition(
    ({ admission, reason }) =>
      admission === "nobody" && reason.includes("star")
        ? "an equality with a wildcard found, whole texts allowed"
        : undefined,
    "medium",
  ),
};

const prefix: Rule = {
  id: "identity-condition-prefix",
  kind: "exposed",
  severity: "critical",
  title: "A condition of an identity provider keeps strangers out",
  why: "Everybody's repositories get their tokens from the same issuer: what compares a part of a name, or nothing that is ours alone, lets in whoever makes a token that fits.",
  fix: "compare the numeric id of the owner or the repository, which nobody can register again, in every way in",
  source: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  yieldsTo: DECLARED,
  check: forEveryCondition(
    ({ admission, reason }) => (admission === "open" ? `${reason}; an equality with a whole id needed` : undefined),
    "medium",
    (provider) => [unknown(provider, CONDITION)],
  ),
};

const byName: Rule = {
  id: "identity-condition-name",
  kind: "exposed",
  severity: "medium",
  abroad: "low",
  title: "A condition of an identity provider compares numbers, not names",
  why: "The name of an owner or a repository is free again after a rename or a deletion, and whoever registers it then gets in; its number is never given again.",
  fix: "compare repository_owner_id or repository_id beside the name",
  source: SOURCE,
  yieldsTo: DECLARED,
  check: forEveryCondition(
    ({ admission, reason }) => (admission === "by name" ? `${reason}; a numeric id needed` : undefined),
    "low",
  ),
};

const anyBranch: Rule = {
  id: "identity-condition-branch",
  kind: "exposed",
  severity: "medium",
  abroad: "low",
  title: "A condition of an identity provider names a branch, an environment or a workflow",
  why: "Without one every branch, tag and pull request of the repository gets the accounts: whoever may push a branch may deploy.",
  fix: "compare assertion.ref, assertion.environment or assertion.job_workflow_ref too, or grant to a principalSet of one of them",
  source: SOURCE,
  yieldsTo: DECLARED,
  check: forEveryCondition(
    ({ admission, isNarrow }) =>
      (admission === "by number" || admission === "by name") && !isNarrow
        ? "no ref, environment or workflow found in some way in, one needed"
        : undefined,
    "low",
  ),
};

/** What a condition really lets in. */
export const identityConditionRules: readonly Rule[] = [wildcard, prefix, byName, anyBranch];
