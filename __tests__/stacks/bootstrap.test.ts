import { deployCondition, planCondition, verifyCondition } from "../../environments/ci-conditions";
import { accountsOf, DEPLOYER, GRANTED_ROLES, PLANNER, VERIFIER, type AccountRoles } from "../../environments/roles";
import { textAt, valueAt, type Resource } from "../../policy/core/resource";
import { ENVIRONMENTS, estateOf, stackJson, value } from "../support/synthesized";

/** Who may do what: the grants as they are written, and the table that they come from against what is in use. */

const EMAILS: Readonly<Record<string, string>> = {
  planner: "terraform-planner",
  deployer: "terraform-deployer",
  verifier: "environment-verifier",
};
/** Who plans and deploys: their tables are held against what is in use. */
const TERRAFORM = ["planner", "deployer"] as const;
const accountsIn = (environment: string) => accountsOf(ENVIRONMENTS[environment]!);
const covered = ({ roles, permissions }: AccountRoles): readonly string[] =>
  [...roles, ...permissions].flatMap(({ types }) => types);
const PROVIDER = "google_iam_workload_identity_pool_provider";

describe.each(["trial", "prd"] as const)("%s", (environment) => {
  const estate = () => estateOf(environment);
  const own = (type: string): readonly Resource[] =>
    estate().resources.filter((resource) => resource.type === type && resource.stack === `bootstrap-${environment}`);

  test.each(Object.keys(EMAILS))("the %s's pool asks for our repository by number", (account) => {
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
      ["deployer", "planner", "verifier"].map((account) => [
        `${account}_impersonation`,
        `principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.${account}_pool.name}/attribute.repository_id/${repositoryId}`,
        "roles/iam.workloadIdentityUser",
      ]),
    );
  });

  test.each(Object.entries(accountsIn(environment)))(
    "the %s is granted its table, and nothing else",
    (account, { roles, ...table }) => {
      const member = `serviceAccount:${EMAILS[account]}@example-${environment}.iam.gserviceaccount.com`;
      const granted = estate().resources.filter(
        (resource) =>
          resource.stack === `bootstrap-${environment}` &&
          /_iam_(member|binding|policy)$/.test(resource.type) &&
          textAt(resource, "member") === member,
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

  test.each(TERRAFORM)("the %s's table covers every type in use", (account) => {
    const known = covered(accountsIn(environment)[account]);
    expect(inUse(environment).filter((type) => !known.includes(type))).toEqual([]);
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

function inUse(environment: "trial" | "prd"): readonly string[] {
  const { resources } = estateOf(environment);
  return [...new Set(resources.filter(({ stack }) => stack !== `bootstrap-${environment}`).map(({ type }) => type))];
}

test.each(TERRAFORM)("the %s's table covers no type that nothing is of: trial has all that there are", (account) => {
  const { [account]: trial } = accountsIn("trial");
  expect(covered(trial).filter((type) => !inUse("trial").includes(type))).toEqual([]);
});

test("nobody is granted anything on buckets of prd", () => {
  for (const { roles, permissions } of Object.values(accountsIn("prd"))) {
    expect(roles.filter(({ role }) => role.startsWith("roles/storage."))).toEqual([]);
    expect(permissions.flatMap((row) => row.permissions).filter((name) => name.startsWith("storage."))).toEqual([]);
  }
});

test("the deployer changes the bucket of the results, and not who may read the states", () => {
  const address = "google_project_iam_member.deployer_role-storage-admin";
  const bucket = "projects/_/buckets/netra-trial-e2e-results";
  expect(value(estateOf("trial"), address, "condition[0].expression")).toBe(
    `resource.name == "${bucket}" || resource.name.startsWith("${bucket}/objects/")`,
  );
});

describe("the verifier", () => {
  const member = "serviceAccount:environment-verifier@example-trial.iam.gserviceaccount.com";
  const granted = (stack: string): readonly (readonly unknown[])[] =>
    estateOf("trial")
      .resources.filter((resource) => resource.stack === stack && textAt(resource, "member") === member)
      .map((grant) => [grant.type, textAt(grant, "role"), textAt(grant, "condition[0].expression")])
      .sort((a, b) => String(a[1]).localeCompare(String(b[1])));

  test("changes nothing but metrics, and in trial runs", () => {
    expect(VERIFIER.roles.map(({ role }) => role).filter((role) => !/\.(viewer|metricWriter)$/.test(role))).toEqual([]);
    const permissions = (environment: string) =>
      accountsIn(environment)
        .verifier.permissions.flatMap((row) => row.permissions)
        .filter((name) => !/\.get$/.test(name));
    expect(permissions("trial")).toEqual(["run.jobs.run", "run.executions.cancel"]);
    expect(permissions("prd")).toEqual([]);
  });

  test("sees which states are locked, and reads none", () => {
    expect(VERIFIER.stateRole).toBe("roles/storage.legacyBucketReader");
  });

  test("reads results, keeps the lock, and reads one secret: the bypass key", () => {
    expect(granted("trial-services")).toEqual([
      ["google_secret_manager_secret_iam_member", "roles/secretmanager.secretAccessor", undefined],
      [
        "google_storage_bucket_iam_member",
        "roles/storage.objectUser",
        expect.stringMatching(/^resource\.name == ".*\/objects\/e2e\.lock"$/),
      ],
      ["google_storage_bucket_iam_member", "roles/storage.objectViewer", undefined],
    ]);
    const grant = "google_secret_manager_secret_iam_member.verifier-reads-e2e-bypass-key";
    expect(value(estateOf("trial"), grant, "secret_id")).toBe("netra-trial-e2e-bypass-key");
  });

  test("is granted nothing beside its table in prd", () => {
    const others = estateOf("prd").resources.filter(
      (resource) =>
        resource.stack !== "bootstrap-prd" && /environment-verifier@/.test(textAt(resource, "member") ?? ""),
    );
    expect(others).toEqual([]);
  });
});

test("an API has one owner", () => {
  const services = estateOf("trial")
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

test("no account holds a role that reads secrets, dumps the database or makes an owner", () => {
  const roles = [...PLANNER.roles, ...DEPLOYER.roles, ...VERIFIER.roles]
    .filter(({ condition }) => !condition)
    .map(({ role }) => role);
  expect(
    roles.filter((role) =>
      /^roles\/(owner|editor|viewer|secretmanager\.(?!viewer)|cloudsql\.viewer|iam\.(security|serviceAccountAdmin|serviceAccountToken)|resourcemanager\.)/.test(
        role,
      ),
    ),
  ).toEqual([]);
  const permissions = [...PLANNER.permissions, ...DEPLOYER.permissions, ...VERIFIER.permissions].flatMap(
    (row) => row.permissions,
  );
  expect(
    permissions.filter((permission) => /access|export|actAs|serviceAccounts\.setIamPolicy/.test(permission)),
  ).toEqual([]);
});

test("every row says why", () => {
  for (const { roles, permissions } of Object.values(accountsIn("trial"))) {
    for (const { why } of [...roles, ...permissions]) expect(why).toMatch(/\w/);
  }
});

test("conditions end in what tells the accounts apart", () => {
  const ci = {
    repository: "o/n",
    repositoryId: "7",
    repositoryOwnerId: "8",
    deployRef: "refs/heads/main",
    deployEnvironment: "trial",
  };
  const ours =
    'assertion.repository_id == "7" && assertion.repository_owner_id == "8" && assertion.event_name != "pull_request_target"';
  expect(planCondition(ci)).toBe(
    `${ours} && (assertion.event_name == "pull_request" || assertion.ref == "refs/heads/main")`,
  );
  expect(deployCondition(ci)).toBe(`${ours} && assertion.ref == "refs/heads/main" && assertion.environment == "trial"`);
  // A schedule runs on the default branch, and so does what is started by hand there.
  expect(verifyCondition(ci)).toBe(`${ours} && assertion.ref == "refs/heads/main"`);
});
