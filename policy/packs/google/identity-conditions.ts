import { textAt } from "../../core/resource";
import { forEveryResource } from "../../core/judge";
import { violation, type Rule } from "../../core/rule";

const PROVIDER = "google_iam_workload_identity_pool_provider";
const CONDITION = "attribute_condition";

/** An equality with a star: the language has no wildcards there, so that it means the letter. */
const STARRED = /[=!]=\s*(?:"[^"]*\*[^"]*"|'[^']*\*[^']*')|(?:"[^"]*\*[^"]*"|'[^']*\*[^']*')\s*[=!]=/;

const wildcard: Rule = {
  id: "identity-condition-wildcard",
  kind: "no effect",
  severity: "high",
  title: "A condition of an identity provider compares with whole texts",
  why: "== knows no wildcard: no token's claim ends in a star, so nobody gets in, and somebody will widen the condition until it works.",
  fix: "compare the numeric id of the owner or the repository, and the ref: assertion.repository_id == '123' && assertion.ref == 'refs/heads/main'",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions",
  check: forEveryResource(PROVIDER, (provider) =>
    STARRED.test(textAt(provider, CONDITION) ?? "")
      ? [violation(provider, `${CONDITION}: an equality with a wildcard found, whole texts allowed`)]
      : [],
  ),
};

/** A beginning that does not end where a name ends: somebody else may register a longer one. */
const OPEN_PREFIX = /\b(?:assertion|attribute|google)[\w.[\]'"]*\.startsWith\(\s*(?:"([^"]*)"|'([^']*)')\s*\)/g;
const LOOSE =
  /\b(?:assertion|attribute|google)[\w.[\]'"]*\.(?:contains|endsWith)\(|\.matches\(\s*['"](?:\.\*)?[^'"^]*['"]\s*\)/;

const prefix: Rule = {
  id: "identity-condition-prefix",
  kind: "exposed",
  severity: "critical",
  title: "A condition of an identity provider lets in no name that only begins like ours",
  why: "startsWith('acme') lets in acme-evil too, and so does a part of a name: whoever registers it becomes this pool's accounts.",
  fix: "compare the numeric id of the owner or the repository, which nobody can register again",
  source: "https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation",
  check: forEveryResource(PROVIDER, (provider) => {
    const condition = textAt(provider, CONDITION) ?? "";
    const open = [...condition.matchAll(OPEN_PREFIX)].some(([, a, b]) => !/[/:@]$/.test(a ?? b ?? ""));
    return open || LOOSE.test(condition)
      ? [violation(provider, `${CONDITION}: a part of a name found, an equality with a whole one allowed`)]
      : [];
  }),
};

const NAME_CLAIM = /\b(?:assertion\.|attribute\.)(?:repository|repository_owner|namespace_path|project_path)\s*==/;
const NUMBER_CLAIM = /\b(?:assertion\.|attribute\.)\w+_id\s*==/;

const byName: Rule = {
  id: "identity-condition-name",
  kind: "exposed",
  severity: "medium",
  abroad: "low",
  title: "A condition of an identity provider names the owner or the repository by its number",
  why: "A name is free again when its owner renames or deletes it: whoever registers it next becomes this pool's accounts.",
  fix: "compare assertion.repository_owner_id or assertion.repository_id too",
  source: "https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions",
  yieldsTo: ["identity-condition-prefix"],
  check: forEveryResource(PROVIDER, (provider) => {
    const condition = textAt(provider, CONDITION) ?? "";
    return NAME_CLAIM.test(condition) && !NUMBER_CLAIM.test(condition)
      ? [violation(provider, `${CONDITION}: a name found, a number beside it needed`)]
      : [];
  }),
};

/** What a condition really lets in. */
export const identityConditionRules: readonly Rule[] = [wildcard, prefix, byName];
