import type { AttributeRow } from "../consequence";
import { isExisting, isSetTo, isSwitchedOff, isSwitchedOn, attributeRows } from "./row";

const SECRETS: readonly AttributeRow[] = [
  ...attributeRows("google_secret_manager_secret", [
    {
      paths: ["deletion_protection"],
      when: isSwitchedOff,
      severity: "high",
      text: "the secret is not protected from deletion: a later plan may destroy every version of it",
      undo: "instant",
      everywhere: true,
    },
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

const IDENTITY_PROVIDERS: readonly AttributeRow[] = attributeRows("google_iam_workload_identity_pool_provider", [
  {
    paths: ["attribute_condition", "attribute_mapping", "attribute_mapping.*"],
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
