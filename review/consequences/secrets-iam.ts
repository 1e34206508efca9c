import { parseCondition } from "../../google/identity-condition";
import { judgeCondition, type ConditionVerdict } from "../../google/identity-verdict";
import { isRecord } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import { listText } from "../outline/address";
import { isExisting, isSetTo, isSwitchedOn, attributeRows, unprotected } from "./row";

const SECRETS: readonly AttributeRow[] = [
  ...attributeRows("google_secret_manager_secret", [
    unprotected(
      ["deletion_protection"],
      "high",
      "the secret is not protected from deletion: a later plan may destroy every version of it",
    ),
    {
      paths: ["expire_time", "ttl"],
      severity: "critical",
      text: "the secret deletes itself at its end, with every version: services that start after it fail",
      undo: "data lost",
    },
    {
      paths: ["version_aliases", "version_aliases.*"],
      severity: "high",
      text: "an alias names another version: whoever reads by alias gets another value at its next start",
      undo: "instant",
    },
    {
      paths: ["rotation.*", "topics.*", "version_destroy_ttl"],
      severity: "low",
      text: "reminders and the delay of a destroyed version change, no value does",
      undo: "instant",
    },
  ]),
  ...attributeRows("google_secret_manager_secret_version", [
    {
      paths: ["enabled"],
      when: ({ after }) => after !== true,
      severity: "critical",
      text: "the version is disabled: instances that pin it cannot start",
      undo: "instant",
    },
    { paths: ["enabled"], severity: "low", text: "the version can be read again", undo: "instant" },
    {
      paths: ["deletion_policy"],
      when: isSetTo("DELETE", "DISABLE"),
      severity: "medium",
      text: "the next rotation takes the old version away: instances that still pin it will not start",
      undo: "instant",
    },
  ]),
];

const ACCOUNTS: readonly AttributeRow[] = attributeRows("google_service_account", [
  {
    paths: ["disabled"],
    when: isSwitchedOn,
    severity: "critical",
    text: "the account is disabled: whatever runs as it is refused by every Google API",
    undo: "instant",
  },
]);

const verdictOf = (side: unknown): ConditionVerdict | undefined => {
  const [condition, mapping] = [valueAtPath(side, "attribute_condition"), valueAtPath(side, "attribute_mapping")];
  return typeof condition === "string" ? judgeCondition(condition, isRecord(mapping) ? mapping : {}) : undefined;
};

/** Whether the new condition is the old one with more to meet, joined by `&&`. */
function isTightened({ before, after }: Change): boolean {
  const [was, is] = [before, after].map((side) => valueAtPath(side, "attribute_condition"));
  if (typeof was !== "string" || typeof is !== "string" || was === is) return false;
  const [old, now] = [parseCondition(was), parseCondition(is)];
  if (old.kind === "other" || now.kind !== "and") return false;
  const parts = new Set(now.parts.map((part) => JSON.stringify(part)));
  return (old.kind === "and" ? old.parts : [old]).every((part) => parts.has(JSON.stringify(part)));
}

/** Who gets in by the new condition: what it no longer asks for, and why it keeps strangers out or does not. */
function conditionText({ before, after }: Change): string {
  const [was, is] = [verdictOf(before), verdictOf(after)];
  if (!is) return "other tokens become this pool's accounts: whoever meets the new condition can do what they may";
  const gone = (was?.pinned ?? []).filter((claim) => !is.pinned.includes(claim));
  const lost = gone.length === 0 ? "" : `the condition does not ask for ${listText(gone)} any more; `;
  if (is.admission === "open") return `${lost}strangers become this pool's accounts: ${is.reason}`;
  const reason = is.reason === "" ? "" : `; ${is.reason}`;
  const narrow = is.isNarrow ? "" : "; every branch and pull request gets in";
  return `${lost}other tokens become this pool's accounts${reason}${narrow}`;
}

const IDENTITY_PROVIDERS: readonly AttributeRow[] = attributeRows("google_iam_workload_identity_pool_provider", [
  {
    paths: ["attribute_condition"],
    when: (_, change) => isExisting(_, change) && isTightened(change),
    severity: "medium",
    text: "a token has to meet more than before: a workflow that does not is refused",
    undo: "instant",
  },
  {
    paths: ["attribute_condition"],
    when: isExisting,
    severity: "critical",
    text: (_, change) => conditionText(change),
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["attribute_mapping", "attribute_mapping.*"],
    when: isExisting,
    severity: "critical",
    text: "other tokens become this pool's accounts: whoever meets the new condition can do what they may",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["disabled"],
    when: isSwitchedOn,
    severity: "high",
    text: "no token is exchanged any more: workflows that sign in through this provider are refused",
    undo: "instant",
  },
]);

/** Rows of secrets and identities. Grants are in `grants.ts`, because each is judged as a whole. */
export const SECRETS_IAM: readonly AttributeRow[] = [...SECRETS, ...ACCOUNTS, ...IDENTITY_PROVIDERS];
