import { deployCondition, planCondition, verifyCondition } from "../../environments/ci-conditions";
import type { AccountRoles } from "../../environments/account-roles";
import { DEPLOYER } from "../../environments/deployer-roles";
import { PLANNER } from "../../environments/planner-roles";
import { VERIFIER, accountsOf } from "../../environments/roles";
import { runtimeAccounts } from "../../environments/runtime-accounts";
import { stateRolesOf } from "../../environments/state-roles";
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
const rolesOnStates = (account: "planner" | "deployer" | "verifier"): readonly string[] =>
  Object.values(stateRolesOf(ENVIRONMENTS.trial!)[account]).map(({ role }) => role);
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
    const becoming = members.filter(([name]) => name.endsWith("_impersonation"));
    expect(becoming.map(([name, { member, role }]) => [name, member, role])).toEqual(
      ["deployer", "planner", "verifier"].map((account) => [
        `${account}_impersonation`,
        `principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.${account}_pool.name}/attribute.repository_id/${repositoryId}`,
        "roles/iam.workloadIdentityUser",
      ]),
    );
  });

  test.each(Object.entries(accountsIn(environment)))(
    "the %s is granted its table, and nothing else",
    (account, { roles, permissions }) => {
      const states = Object.values(stateRolesOf(ENVIRONMENTS[environment]!)[account as "planner"]);
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
      expect(byType("google_storage_bucket_iam_member")).toEqual(states.map(({ role }) => role));
      const started = account === "deployer" ? runtimeAccounts(ENVIRONMENTS[environment]!).length : 0;
      expect(byType("google_service_account_iam_member")).toEqual(Array(started).fill("roles/iam.serviceAccountUser"));
      expect(granted).toHaveLength(roles.length + 1 + states.length + started);
      expect(value(estate(), `google_project_iam_custom_role.${account}_custom-role`, "permissions")).toEqual(
        permissions.flatMap((row) => row.permissions),
      );
    },
  );

  test.each(TERRAFORM)("the %s's table covers every type in use", (account) => {
    const known = covered(accountsIn(environment)[account]);
    expect(inUse(environment, account).filter((type) => !known.includes(type))).toEqual([]);
  });

  test("the deployer writes the states of the four stacks that it deploys, and bootstrap's is none of them", () => {
    const objects = `projects/_/buckets/netra-${environment}-tfstate/objects`;
    const isWritten = (object: string): boolean => {
      const grant = estate().resources.find(
        ({ address }) => address === "google_storage_bucket_iam_member.deployer_state",
      );
      const condition = textAt(grant!, "condition[0].expression")!;
      const clauses = condition
        .split(" || ")
        .map((clause) => /^resource\.name\.startsWith\("([^"]+)"\)$/.exec(clause)?.[1]);
      return clauses.some((prefix) => object.startsWith(prefix!));
    };
    const stacks = estate().stacks.map(({ backendSettings }) => textAt({ values: backendSettings }, "prefix")!);
    const written = stacks.filter((prefix) =>
      ["default.tfstate", "default.tflock"].every((name) => isWritten(`${objects}/${prefix}/${name}`)),
    );
    expect(written.sort()).toEqual(["edge", "foundation", "monitoring", "services"]);
    expect(isWritten(`${objects}/bootstrap/default.tfstate`)).toBe(false);
    expect(isWritten(`${objects}/foundation-of-others/default.tfstate`)).toBe(false);
  });

  test("every account that something runs as stands here, and only the deployer starts something as it", () => {
    const emails = estate()
      .resources.filter(({ type }) => /^google_cloud_run_v2_(job|service)$/.test(type))
      .map(
        (workload) =>
          textAt(workload, "template[0].service_account") ??
          textAt(workload, "template[0].template[0].service_account"),
      );
    const names = runtimeAccounts(ENVIRONMENTS[environment]!).map(({ name }) => name);
    expect(emails.map((email) => email!.split("@")[0]).sort()).toEqual([...names].sort());
    const starters = Object.entries(stackJson(`bootstrap-${environment}`).resource!.google_service_account_iam_member!)
      .filter(([, { role }]) => role === "roles/iam.serviceAccountUser")
      .map(([name, { member, service_account_id }]) => [name, member, service_account_id]);
    expect(starters).toEqual(
      [...names]
        .sort()
        .map((name) => [
          `account-${name}_started-by-deployer`,
          `serviceAccount:terraform-deployer@example-${environment}.iam.gserviceaccount.com`,
          `\${google_service_account.account-${name}.name}`,
        ]),
    );
  });

  test("no stack of CI's makes an account, or grants a role on the project", () => {
    const types = inUse(environment, "deployer");
    expect(types.filter((type) => /^google_(project_iam|service_account)/.test(type))).toEqual([]);
  });
});

/** The types that an account plans or deploys: bootstrap is planned too, for drift, and deployed by a person. */
function inUse(environment: "trial" | "prd", account: (typeof TERRAFORM)[number]): readonly string[] {
  const { resources } = estateOf(environment);
  const own = resources.filter(({ stack }) => account === "planner" || stack !== `bootstrap-${environment}`);
  return [...new Set(own.map(({ type }) => type))];
}

test.each(TERRAFORM)("the %s's table covers no type that nothing is of: trial has all that there are", (account) => {
  const { [account]: trial } = accountsIn("trial");
  expect(covered(trial).filter((type) => !inUse("trial", account).includes(type))).toEqual([]);
});

test("nobody changes a bucket or an object of prd, beside the states", () => {
  for (const { roles, permissions } of Object.values(accountsIn("prd"))) {
    expect(roles.filter(({ role }) => role.startsWith("roles/storage."))).toEqual([]);
    const storage = permissions.flatMap((row) => row.permissions).filter((name) => name.startsWith("storage."));
    expect(storage.filter((name) => !/\.get(IamPolicy)?$/.test(name))).toEqual([]);
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
    expect(rolesOnStates("verifier")).toEqual(["roles/storage.legacyBucketReader"]);
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
  expect(rolesOnStates("planner")).toEqual(["roles/storage.objectViewer"]);
});

test("no account holds a role that reads secrets, takes data out, pushes images or grants roles", () => {
  const roles = [...PLANNER.roles, ...DEPLOYER.roles, ...VERIFIER.roles].map(({ role }) => role);
  expect(
    roles.filter((role) =>
      /^roles\/(owner|editor|viewer|secretmanager\.(?!viewer)|cloudsql\.|redis\.(?!viewer)|artifactregistry\.|iam\.(security|serviceAccount(?!Viewer))|resourcemanager\.)/.test(
        role,
      ),
    ),
  ).toEqual([]);
  const permissions = [...PLANNER.permissions, ...DEPLOYER.permissions, ...VERIFIER.permissions].flatMap(
    (row) => row.permissions,
  );
  expect(
    permissions.filter((permission) =>
      /access|export|restore|clone|actAs|uploadArtifacts|^iam\.|resourcemanager|(instances|databases|repositories)\.delete/.test(
        permission,
      ),
    ),
  ).toEqual([]);
});

test("every row says why", () => {
  for (const { roles, permissions } of Object.values(accountsIn("trial"))) {
    for (const { why } of [...roles, ...permissions]) expect(why).toMatch(/\w/);
  }
  for (const states of Object.values(stateRolesOf(ENVIRONMENTS.trial!))) {
    for (const { why } of Object.values(states)) expect(why).toMatch(/\w/);
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
  const planned = (kind: "staging" | "production", ...queue: readonly string[]): void =>
    expect(planCondition({ name: "trial", kind, ci })).toBe(
      [
        `${ours} && ((assertion.event_name == "pull_request" && assertion.environment == "trial-pull-request")`,
        ...queue,
        '(assertion.ref == "refs/heads/main" && assertion.environment == "trial-plan"))',
      ].join(" || "),
    );
  planned("production");
  planned("staging", '(assertion.event_name == "merge_group" && assertion.environment == "trial-pull-request")');
  expect(deployCondition(ci)).toBe(`${ours} && assertion.ref == "refs/heads/main" && assertion.environment == "trial"`);
  // A schedule runs on the default branch, and so does what is started by hand there.
  expect(verifyCondition(ci)).toBe(`${ours} && assertion.ref == "refs/heads/main"`);
});
