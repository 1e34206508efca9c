import { iamNameRules } from "../../policy/packs/google/identities/iam-names";
import { verdictsOf } from "../support/resource";

const ACCOUNT = "serviceAccount:api@project.iam.gserviceaccount.com";

type Said = readonly [rule: string, status: string, message: string];

const said = (type: string, body: object): readonly Said[] =>
  verdictsOf(iamNameRules, { [`${type}.x`]: body }).map(
    ({ rule, status, message }) => [rule, status, message] as const,
  );

const granted = (role: string): readonly Said[] => said("google_project_iam_member", { role, member: ACCOUNT });
const permitted = (...permissions: readonly string[]): readonly Said[] =>
  said("google_project_iam_custom_role", { role_id: "deployer", permissions });

test.each([
  "roles/run.invoker",
  "roles/viewer",
  "roles/cloudsql.client",
  "roles/iam.workloadIdentityUser",
  "projects/p/roles/deployer",
  "organizations/1/roles/deployer",
  "${google_project_iam_custom_role.deployer.id}",
])("the role %s exists, or nobody can say", (role) => {
  expect(granted(role)).toEqual([]);
});

test.each([
  ["cloudsql.client", "iam-role-name", ["role: a value found"]],
  ["roles/", "iam-role-name", ["role: a value found"]],
  [
    "roles/run.invokr",
    "iam-role-unknown",
    ["role: roles/run.invokr found, which Google's list of 20", "perhaps roles/run.invoker is meant"],
  ],
  ["roles/cloudsql.reader", "iam-role-unknown", ["role: roles/cloudsql.reader found, which Google's list of 20"]],
  ["roles/nosuchservice.admin", "iam-role-unknown", ["role: roles/nosuchservice.admin found"]],
])("the role %s does not: %s", (role, rule, parts) => {
  const found = granted(role);
  expect(found.map(([id, status]) => [id, status])).toEqual([[rule, "violation"]]);
  for (const part of parts) expect(found[0]?.[2]).toContain(part);
});

test("bindings and policies are read too", () => {
  const role = "roles/run.invokr";
  const policy = { policy_data: JSON.stringify({ bindings: [{ role, members: [ACCOUNT] }] }) };
  expect(said("google_project_iam_binding", { role, members: [ACCOUNT] })).toHaveLength(1);
  expect(said("google_project_iam_policy", policy)).toHaveLength(1);
});

test("a role that nobody knows before apply is unproven once", () => {
  const body = { role: "${var.role}", member: ACCOUNT };
  expect(said("google_project_iam_member", body)).toEqual([["iam-role-name", "unknown", expect.anything()]]);
});

test("a custom role's permissions exist", () => {
  expect(permitted("run.services.get", "run.routes.invoke", "bigquery.no.such")).toEqual([]);
  expect(permitted("run.services.get", "run.services.gett")).toEqual([
    [
      "iam-permission-unknown",
      "violation",
      expect.stringMatching(/^permissions\[1\]: run.services.gett found, which Google's list of 20\d\d-/),
    ],
  ]);
  expect(permitted("nosuchservice.things.get")).toHaveLength(1);
  expect(said("google_organization_iam_custom_role", { permissions: "${var.permissions}" })).toEqual([
    ["iam-permission-unknown", "unknown", expect.anything()],
  ]);
});
