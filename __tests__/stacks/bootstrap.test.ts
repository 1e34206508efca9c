import { deployCondition, planCondition } from "../../environments/ci-conditions";
import { DEPLOYER, GRANTED_ROLES, PLANNER, type AccountRoles } from "../../environments/roles";
import { textAt, valueAt, type Resource } from "../../policy/resource";
import { ENVIRONMENTS, estateOf, stackJson, value } from "../support/synthesized";

/** Who may do what: the grants as they are written, and the table that they come from against what is in use. */

const ACCOUNTS: Readonly<Record<string, AccountRoles>> = { planner: PLANNER, deployer: DEPLOYER };
const PROVIDER = "google_iam_workload_identity_pool_provider";

describe.each(["staging", "production"] as const)("%s", (environment) => {
  const estate = () => estateOf(environment);
  const own = (type: string): readonly Resource[] =>
    estate().resources.filter((resource) => resource.type === type && resource.stack === `bootstrap-${environment}`);
  const inUse = (): readonly string[] => [
    ...new Set(
      estate()
        .resources.filter(({ stack }) => stack !== `bootstrap-${environment}`)
        .map(({ type }) => type),
    ),
  ];

  test.each(["planner", "deployer"])("the %s's pool asks for our repository by number", (account) => {
    const condition = value(estate(), `${PROVIDER}.${account}_pool_github`, "attribute_condition");
    const { ci } = ENVIRONMENTS[environment]!;
    expect(condition).toContain(`assertion.repository_id == "${ci.repositoryId}"`);
    expect(condition).toContain(`assertion.repository_owner_id == "${ci.repositoryOwnerId}"`);
    expect(condition).toContain(`assertion.ref == "refs/heads/main"`);
    expect(condition).not.toMatch(/assertion\.(repository|repository_owner|actor)\b/);
  });

  test("only a job of this environment's GitHub environment deploys", () => {
    const condition = value(estate(), `${PROVIDER}.deployer_pool_github`, "attribute_condition");
    expect(condition).toMatch(new RegExp(` && assertion\\.environment == "${environment}"$`));
  });

  test.each(own(PROVIDER).map((provider) => [provider.address, provider] as const))(
    "%s maps a subject and leaves the audience to its default",
    (_address, provider) => {
      expect(valueAt(provider, "attribute_mapping")).toEqual({
        "google.subject": "assertion.sub",
        "attribute.repository_id": "assertion.repository_id",
      });
      expect(valueAt(provider, "oidc")).toEqual([{ issuer_uri: "https://token.actions.githubusercontent.com" }]);
    },
  );

  test("each account is reached through a pool of its own, by the repository's number", () => {
    const members = Object.entries(stackJson(`bootstrap-${environment}`).resource!.google_service_account_iam_member!);
    const { repositoryId } = ENVIRONMENTS[environment]!.ci;
    expect(members.map(([name, { member, role }]) => [name, member, role])).toEqual(
      ["deployer", "planner"].map((account) => [
        `${account}_impersonation`,
        `principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.${account}_pool.name}/attribute.repository_id/${repositoryId}`,
        "roles/iam.workloadIdentityUser",
      ]),
    );
  });

  test.each(Object.entries(ACCOUNTS))(
    "the %s is granted its table, and nothing else",
    (account, { roles, ...table }) => {
      const member = `serviceAccount:terraform-${account}@netra-${environment}.iam.gserviceaccount.com`;
      const granted = estate().resources.filter(
        (resource) => /_iam_(member|binding|policy)$/.test(resource.type) && textAt(resource, "member") === member,
      );
      const byType = (type: string) =>
        granted.filter((grant) => grant.type === type).map((grant) => textAt(grant, "role") ?? "(custom)");
      expect(byType("google_project_iam_member").sort()).toEqual([...roles.map(({ role }) => role), "(custom)"].sort());
      expect(byType("google_storage_bucket_iam_member")).toEqual([table.stateRole]);
      expect(granted).toHaveLength(roles.length + 2);
      expect(value(estate(), `google_project_iam_custom_role.${account}_custom-role`, "permissions")).toEqual(
        table.permissions.flatMap(({ permissions }) => permissions),
      );
    },
  );

  test.each(Object.entries(ACCOUNTS))("the %s's table covers every type in use, and no other", (_, table) => {
    const covered = [...table.roles, ...table.permissions].flatMap(({ types }) => types);
    expect(inUse().filter((type) => !covered.includes(type))).toEqual([]);
    expect(covered.filter((type) => !inUse().includes(type))).toEqual([]);
  });

  test("the deployer can grant what the services' accounts are granted, and nothing else", () => {
    const grants = estate().resources.filter(
      ({ type, stack }) => type === "google_project_iam_member" && stack !== `bootstrap-${environment}`,
    );
    expect([...new Set(grants.map((grant) => textAt(grant, "role")))]).toEqual(GRANTED_ROLES);
    const admin = "google_project_iam_member.deployer_role-resourcemanager-projectIamAdmin";
    expect(value(estate(), admin, "condition[0].expression")).toBe(
      'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/cloudsql.client"])',
    );
  });
});

test("an API has one owner", () => {
  const services = estateOf("staging")
    .resources.filter(({ type }) => type === "google_project_service")
    .map((api) => textAt(api, "service"));
  expect(new Set(services).size).toBe(services.length);
});

test("the planner has no role that writes", () => {
  expect(PLANNER.roles.map(({ role }) => role).filter((role) => !/(viewer|Viewer|browser)$/.test(role))).toEqual([]);
  const permissions = PLANNER.permissions.flatMap((row) => row.permissions);
  expect(permissions.filter((permission) => !/\.(get|list)[A-Za-z]*$/.test(permission))).toEqual([]);
  expect(PLANNER.stateRole).toBe("roles/storage.objectViewer");
});

test("neither account holds a role that reads secrets, dumps the database or makes an owner", () => {
  const roles = [...PLANNER.roles, ...DEPLOYER.roles].filter(({ condition }) => !condition).map(({ role }) => role);
  expect(
    roles.filter((role) =>
      /^roles\/(owner|editor|viewer|secretmanager\.(?!viewer)|cloudsql\.viewer|iam\.(security|serviceAccountAdmin|serviceAccountToken)|resourcemanager\.)/.test(
        role,
      ),
    ),
  ).toEqual([]);
  const permissions = [...PLANNER.permissions, ...DEPLOYER.permissions].flatMap((row) => row.permissions);
  expect(
    permissions.filter((permission) => /access|export|actAs|serviceAccounts\.setIamPolicy/.test(permission)),
  ).toEqual([]);
});

test("every row says why", () => {
  for (const { roles, permissions } of Object.values(ACCOUNTS)) {
    for (const { why } of [...roles, ...permissions]) expect(why).toMatch(/\w/);
  }
});

test("conditions end in what tells the accounts apart", () => {
  const ci = {
    repository: "o/n",
    repositoryId: "7",
    repositoryOwnerId: "8",
    deployRef: "refs/heads/main",
    deployEnvironment: "staging",
  };
  const ours =
    'assertion.repository_id == "7" && assertion.repository_owner_id == "8" && assertion.event_name != "pull_request_target"';
  expect(planCondition(ci)).toBe(
    `${ours} && (assertion.event_name == "pull_request" || assertion.ref == "refs/heads/main")`,
  );
  expect(deployCondition(ci)).toBe(
    `${ours} && assertion.ref == "refs/heads/main" && assertion.environment == "staging"`,
  );
});
