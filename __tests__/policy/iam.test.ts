import { iamRules } from "../../policy/packs/google/identities/iam";
import { verdictsOf } from "../support/resource";

const ACCOUNT = "serviceAccount:api@project.iam.gserviceaccount.com";
const COMPUTE = "serviceAccount:123456-compute@developer.gserviceaccount.com";
const FEDERATED =
  "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.ci.name}/attribute.repository_id/1";
const SECRETS = "roles/secretmanager.secretAccessor";
const CLIENT = "roles/cloudsql.client";

const found = (type: string, body: object) => verdictsOf(iamRules, { [`${type}.x`]: body });
const policy = (role: string, ...members: readonly string[]) => ({
  policy_data: JSON.stringify({ bindings: [{ role, members }] }),
});

test.each([
  ["google_project_iam_member", { role: CLIENT, member: ACCOUNT }],
  ["google_project_iam_binding", { role: CLIENT, members: [ACCOUNT, "group:team@example.com"] }],
  ["google_project_iam_policy", policy(CLIENT, ACCOUNT)],
  ["google_project_iam_member", { role: "projects/p/roles/deployer", member: ACCOUNT }],
  ["google_project_iam_member", { role: "organizations/1/roles/deployer", member: ACCOUNT }],
  ["google_project_iam_member", { role: "${google_project_iam_custom_role.deployer.id}", member: ACCOUNT }],
  ["google_project_iam_member", { role: CLIENT, member: "serviceAccount:${google_service_account.api.email}" }],
  ["google_project_iam_member", { role: CLIENT, member: "${data.google_service_account.api.member}" }],
  ["google_project_iam_member", { role: CLIENT, member: "${google_project_service_identity.run.member}" }],
  ["google_project_iam_binding", { role: CLIENT, members: ["${google_service_account.api.member}", ACCOUNT] }],
  ["google_service_account_iam_member", { role: "roles/iam.workloadIdentityUser", member: FEDERATED }],
  ["google_secret_manager_secret_iam_member", { role: SECRETS, member: ACCOUNT }],
  ["google_storage_bucket_iam_member", { role: "roles/storage.legacyBucketOwner", member: ACCOUNT }],
  ["google_storage_bucket_iam_member", { role: "roles/storage.admin", member: ACCOUNT }],
  ["google_project_iam_member", { role: "roles/storage.objectViewer", member: ACCOUNT }],
  ["google_project_iam_member_remove", { role: "roles/editor", member: COMPUTE }],
  // A service that serves the internet has to be open to everyone.
  ["google_cloud_run_v2_service_iam_member", { role: "roles/run.invoker", member: "allUsers" }],
  ["google_service_account", { account_id: "api" }],
])("%s %j is right", (type, body) => {
  expect(found(type, body)).toEqual([]);
});

test.each([
  ["iam-basic-roles", "google_project_iam_member", { role: "roles/editor", member: ACCOUNT }, 'role: "roles/editor"'],
  ["iam-basic-roles", "google_project_iam_binding", { role: "roles/viewer", members: [ACCOUNT] }, "roles/viewer"],
  ["iam-basic-roles", "google_folder_iam_member", { role: "roles/owner", member: ACCOUNT }, "roles/owner"],
  ["iam-basic-roles", "google_organization_iam_policy", policy("roles/owner", ACCOUNT), 'policy_data: "roles/owner"'],
  ["iam-project-secret-access", "google_project_iam_member", { role: SECRETS, member: ACCOUNT }, SECRETS],
  [
    "iam-project-secret-access",
    "google_project_iam_binding",
    { role: "roles/secretmanager.admin", members: [ACCOUNT] },
    "roles/secretmanager.admin",
  ],
  [
    "iam-project-bucket-access",
    "google_project_iam_member",
    { role: "roles/storage.admin", member: ACCOUNT },
    "a role on single buckets",
  ],
  ["iam-default-account", "google_project_iam_member", { role: CLIENT, member: COMPUTE }, "an account of its own"],
  [
    "iam-default-account",
    "google_secret_manager_secret_iam_binding",
    { role: SECRETS, members: [ACCOUNT, "serviceAccount:project@appspot.gserviceaccount.com"] },
    "members[1]",
  ],
  [
    "iam-default-account",
    "google_project_iam_member",
    { role: CLIENT, member: "serviceAccount:${data.google_compute_default_service_account.default.email}" },
    "data.google_compute_default_service_account.default found",
  ],
  [
    "iam-default-account",
    "google_cloud_run_v2_service_iam_member",
    { role: CLIENT, member: COMPUTE },
    "an account of its own",
  ],
  [
    "iam-public-content",
    "google_storage_bucket_iam_member",
    { role: "roles/storage.objectViewer", member: "allUsers" },
    "allUsers",
  ],
  ["iam-public", "google_pubsub_topic_iam_binding", { role: CLIENT, members: ["allAuthenticatedUsers"] }, "members[0]"],
  ["iam-public", "google_storage_bucket_iam_policy", policy(CLIENT, "allUsers"), "named members allowed"],
  ["iam-service-account-key", "google_service_account_key", { service_account_id: "api" }, "a key found, none"],
])("%s: %s %j", (rule, type, body, message) => {
  const verdicts = found(type, body);
  expect(verdicts.map((finding) => finding.rule)).toEqual([rule]);
  expect(verdicts[0]).toMatchObject({ status: "violation", address: `${type}.x` });
  expect(verdicts[0]?.message).toContain(message);
});

test.each([
  ["iam-basic-roles", { role: "${var.role}", member: ACCOUNT }],
  ["iam-project-secret-access", { role: "${var.role}", member: ACCOUNT }],
  ["iam-default-account", { role: CLIENT, member: "${var.member}" }],
  ["iam-default-account", { role: CLIENT, member: "serviceAccount:${data.google_project.p.number}@x" }],
  ["iam-public", { role: CLIENT, member: "${var.member}" }],
  ["iam-public", { role: CLIENT, members: "${var.members}" }],
  ["iam-public", { role: CLIENT, members: [ACCOUNT, "${each.value}"] }],
])("%s is unknown of %j", (rule, body) => {
  const verdicts = found("members" in body ? "google_project_iam_binding" : "google_project_iam_member", body);
  expect(verdicts.map((finding) => finding.rule)).toContain(rule);
  expect(verdicts.every(({ status }) => status === "unknown")).toBe(true);
});

test("a policy from a data source is unknown to every rule that would read it", () => {
  const verdicts = found("google_project_iam_policy", { policy_data: "${data.google_iam_policy.p.policy_data}" });
  expect(verdicts.map(({ rule, status }) => `${rule} ${status}`).sort()).toEqual([
    "iam-basic-roles unknown",
    "iam-default-account unknown",
    "iam-project-bucket-access unknown",
    "iam-project-secret-access unknown",
    "iam-public unknown",
  ]);
});
