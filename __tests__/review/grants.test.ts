import type { ChangeJson } from "../../policy/core/plan";
import { EMPTY_PLAN } from "../../policy/core/plan";
import { reviewStacks } from "../../review/review";

const CONTEXT = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false } as const;

/** What a review says of one change of a grant, or of what grants stand on. */
function said(type: string, before: object | null, after: object | null, actions?: readonly string[]) {
  const verb = before === null ? "create" : after === null ? "delete" : "update";
  const change = { actions: [...(actions ?? [verb])], before, after } as ChangeJson;
  const plan = { ...EMPTY_PLAN, resource_changes: [{ address: `${type}.x`, mode: "managed", type, change }] };
  const [stack] = reviewStacks([{ name: "plan", plan }], CONTEXT);
  const [report] = stack!.changes;
  return `${report!.severity}: ${report!.consequence}`;
}

const CI = "serviceAccount:ci@acme.iam.gserviceaccount.com";
const PUBSUB = "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com";
const RUN = "serviceAccount:run@acme.iam.gserviceaccount.com";
const ROLE = "roles/cloudsql.client";
const POOL = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci";
const MEMBER = "google_project_iam_member";
const BINDING = "google_project_iam_binding";
const POLICY = "google_project_iam_policy";
const policy = (...bindings: object[]) => ({ policy_data: JSON.stringify({ bindings }) });

test.each<[type: string, before: object | null, after: object | null, text: RegExp]>([
  [MEMBER, null, { role: ROLE, member: CI }, /^medium: serviceAccount:ci@.* gets roles\/cloudsql\.client$/],
  [MEMBER, null, { role: ROLE, member: "user:jo@example.com" }, /^medium: one more identity gets/],
  [
    MEMBER,
    null,
    { role: "roles/iam.serviceAccountTokenCreator", member: CI },
    /^high: .* can make tokens of every account/,
  ],
  [MEMBER, null, { role: "roles/deploymentmanager.editor", member: CI }, /^high: .* Google's own service account may/],
  // Roles of Google's agents are for its agents alone, and what those need is no finding.
  [MEMBER, null, { role: "roles/run.serviceAgent", member: CI }, /^high: .* as Google's own agent does/],
  [MEMBER, null, { role: "roles/run.serviceAgent" }, /^high: one more identity gets/],
  [
    MEMBER,
    null,
    { role: "roles/iam.serviceAccountTokenCreator", member: PUBSUB },
    /^medium: [^:]*:service-1@\S* gets \S*$/,
  ],
  [
    MEMBER,
    null,
    {
      role: "roles/iam.serviceAccountTokenCreator",
      member: "serviceAccount:service-1@acme-robot.iam.gserviceaccount.com",
    },
    /^high: .* can make tokens of every account/,
  ],
  [MEMBER, null, { role: "roles/owner", member: PUBSUB }, /^high: .* can give anybody any role/],
  [MEMBER, null, { role: "roles/run.developer", member: CI }, /^medium: /],
  [MEMBER, null, { role: ROLE, member: `${POOL}/*` }, /every identity that the pool ci lets in gets/],
  [
    MEMBER,
    null,
    { role: ROLE, member: `${POOL}/attribute.repository/acme/x` },
    /whoever the pool ci lets in with one repository gets/,
  ],
  [
    MEMBER,
    null,
    { role: ROLE, member: `${POOL}/attribute.repository/acme/*` },
    /by a star, which no token's value has/,
  ],
  [MEMBER, null, { role: ROLE, member: "allUsers" }, /^critical: everyone on the internet gets/],
  [MEMBER, null, { role: ROLE, member: "allAuthenticatedUsers" }, /^critical: everyone with a Google account/],
  [MEMBER, { role: ROLE, member: "allUsers" }, null, /^high: everyone on the internet loses .* is refused$/],
  [
    BINDING,
    null,
    { role: ROLE, members: [CI] },
    /^medium: the binding of .* authoritative: whoever else holds the role there loses it/,
  ],
  [
    BINDING,
    { role: ROLE, members: [CI, RUN, "user:a@example.com"] },
    { role: ROLE, members: [RUN] },
    /^high: serviceAccount:ci@.* and 1 other lose .*whoever else holds it loses it too/,
  ],
  [
    BINDING,
    { role: ROLE, members: [CI] },
    { role: ROLE, members: [CI, RUN] },
    /^medium: serviceAccount:run@\S+ gets \S+$/,
  ],
  [BINDING, { role: ROLE, members: [CI] }, null, /^high: serviceAccount:ci@.*, and whoever else holds it, lose/],
  [POLICY, null, policy({ role: ROLE, members: [CI] }), /whole policy is authoritative: whoever else holds any role/],
  [
    POLICY,
    policy({ role: ROLE, members: [CI] }),
    policy({ role: "roles/owner", members: [CI] }),
    /loses roles\/cloudsql\.client.*gets roles\/owner.*can give anybody any role/,
  ],
  [
    POLICY,
    policy({ role: ROLE, members: [CI] }),
    policy({ role: ROLE, members: [CI, "allUsers"] }),
    /^critical: everyone on the internet gets roles\/cloudsql\.client$/,
  ],
])("%s from %j to %j", (type, before, after, text) => {
  expect(said(type, before, after)).toMatch(text);
  expect(said(type, before, after)).not.toMatch(/example\.com/);
});

const PROVIDER = "google_iam_workload_identity_pool_provider";
const NARROW = "assertion.repository_owner_id == '1' && assertion.ref == 'refs/heads/main'";

test.each<[before: string, after: string, text: RegExp]>([
  [
    NARROW,
    "assertion.repository.startsWith('acme')",
    /^critical: the condition does not ask for repository_owner_id and ref any more; strangers .*startsWith/,
  ],
  [
    NARROW,
    "assertion.repository_owner_id == '1'",
    /^critical: .* does not ask for ref any more; other tokens .*every branch and pull request/,
  ],
  [NARROW, `${NARROW} || assertion.repository == 'acme/x'`, /^critical: .*of 2 ways in/],
  [NARROW, `${NARROW} && assertion.environment == 'prod'`, /^medium: a token has to meet more/],
  [
    "assertion.repository == 'acme/x'",
    NARROW,
    /^critical: the condition does not ask for repository any more; other tokens/,
  ],
])("a condition goes from %s to %s", (before, after, text) => {
  const of = (attribute_condition: string) => ({
    attribute_condition,
    attribute_mapping: { "google.subject": "assertion.sub" },
  });
  expect(said(PROVIDER, of(before), of(after))).toMatch(text);
});
