import { identityConditionRules } from "../../policy/packs/google/identities/identity-conditions";
import { describeArea } from "../support/area";

const GITHUB = "google_iam_workload_identity_pool_provider.github";
const CLUSTER = "google_iam_workload_identity_pool_provider.cluster";

const NARROW = "assertion.repository_id == '123' && assertion.ref == 'refs/heads/main'";
const PREFIX = "identity-condition-prefix";

const conditions = (rule: string, text: string, ...all: readonly string[]) =>
  all.map((condition) => [rule, GITHUB, "attribute_condition", condition, text] as const);

describeArea({
  rules: identityConditionRules,
  estate: {
    [GITHUB]: {
      attribute_condition: NARROW,
      attribute_mapping: { "google.subject": "assertion.sub", "attribute.repo": "assertion.repository" },
      oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
    },
    [CLUSTER]: {
      attribute_condition: `${NARROW} && assertion.sub == 'x'`,
      oidc: [{ issuer_uri: "https://issuer.example.com" }],
    },
  },
  broken: [
    ...conditions(PREFIX, "startsWith", "assertion.repository.startsWith('acme')", "attribute.repo.startsWith('acme')"),
    ...conditions(PREFIX, "contains", `assertion.sub.contains('acme/') && assertion.ref == 'refs/heads/main'`),
    ...conditions(
      PREFIX,
      "keep no stranger out",
      "assertion.ref == 'refs/heads/main' && assertion.event_name == 'push'",
    ),
    ...conditions(PREFIX, "of 2 ways in", `(${NARROW}) || assertion.ref == 'refs/heads/main'`),
    ...conditions(PREFIX, "keeps no stranger out", "assertion.repository_owner != 'evil'"),
    ...conditions("identity-condition-wildcard", "whole texts allowed", "assertion.sub == 'repo:acme/*'"),
    ...conditions(
      "identity-condition-name",
      "is a name",
      "assertion.repository == 'acme/x' && assertion.ref == 'refs/heads/main'",
    ),
    ...conditions(
      "identity-condition-branch",
      "no ref, environment or workflow",
      "assertion.repository_owner_id == '7'",
    ),
  ],
  unknown: [[PREFIX, GITHUB, "attribute_condition"]],
  held: [
    [GITHUB, "attribute_condition", "assertion.repository_owner_id in ['7'] && assertion.environment == 'prod'"],
    [GITHUB, "attribute_condition", `(${NARROW}) || (assertion.repository_id == '4' && assertion.environment == 'x')`],
  ],
});
