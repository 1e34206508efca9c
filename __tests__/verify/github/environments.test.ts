import { REPOSITORY, WANTED, changedEnvironment, goodAnswers, pathOf, useGithub } from "./stand-in";

/** GitHub environments: who is asked, which refs may use them, what they hold. */

const github = useGithub();

const [TRIAL_PULL, , TRIAL, , PRD_PLAN, PRD] = WANTED.environments;

describe("a GitHub environment", () => {
  const list = `${REPOSITORY}/environments`;
  const reviewersOf = (change: object): object => ({
    protection_rules: [
      {
        type: "required_reviewers",
        prevent_self_review: true,
        reviewers: [{ type: "Team", reviewer: { id: 7 } }],
        ...change,
      },
    ],
  });

  test.each<readonly [name: string, change: object, id: string, found: string]>([
    ["prd", { protection_rules: [] }, "reviewers", "nobody is asked"],
    ["prd-pull-request", { protection_rules: [] }, "reviewers", "nobody is asked"],
    ["prd-plan", reviewersOf({}), "reviewers", "1 reviewer"],
    ["trial", reviewersOf({}), "reviewers", "1 reviewer"],
    ["prd", reviewersOf({ prevent_self_review: false }), "self-review", "allowed"],
    ["prd-pull-request", { can_admins_bypass: true }, "administrators", "allowed"],
    ["trial-plan", { protection_rules: [{ type: "wait_timer", wait_timer: 30 }] }, "wait", "30 minutes"],
    ["prd", { deployment_branch_policy: null }, "branches", "any branch or tag"],
    [
      "prd-plan",
      { deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } },
      "branches",
      "every protected branch, and all branches where none is protected",
    ],
  ])("%s with %j: %s differs", async (name, change, id, found) => {
    github.set(list, changedEnvironment(name, change));
    expect(await github.settings("differs")).toMatchObject({ [`environment/${name}/${id}`]: found });
    const commands = await github.commandsOf(`GitHub environment ${name}`);
    expect(commands).toContain(`gh api --method PUT repos/${WANTED.repository}/environments/${name} --input -`);
  });

  test("what is set already is said again, because GitHub sets all rules at once", async () => {
    github.set(list, changedEnvironment("prd", { can_admins_bypass: true }));
    const commands = await github.commandsOf("GitHub environment prd");
    const body = /<<'JSON'\n([^]*)\nJSON/.exec(commands)![1]!;
    expect(JSON.parse(body)).toEqual({
      ...{ wait_timer: 0, reviewers: [{ type: "Team", id: 7 }], prevent_self_review: true, can_admins_bypass: false },
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    });
    expect(commands).not.toContain("TEAM");
  });

  test("without a reviewer the number is the reader's to put in: as it is printed GitHub refuses it", async () => {
    github.set(list, changedEnvironment("prd", { protection_rules: [] }));
    const commands = await github.commandsOf("GitHub environment prd");
    expect(commands).toContain('"id": REVIEWER_ID');
    expect(() => JSON.parse(/<<'JSON'\n([^]*)\nJSON/.exec(commands)![1]!) as unknown).toThrow();
  });

  test.each<readonly [policies: readonly object[], found: string]>([
    [[], "no branch"],
    [[{ id: 1, name: "main", type: "tag" }], "tag main"],
    [
      [
        { id: 1, name: "main", type: "branch" },
        { id: 2, name: "*", type: "branch" },
      ],
      "branch main, branch *",
    ],
    [[{ id: 3, name: "release/*" }], "branch release/*"],
  ])("branches %j are not what is meant", async (policies, found) => {
    github.set(`${pathOf(PRD!)}/deployment-branch-policies`, { body: { branch_policies: policies } });
    expect(await github.settings("differs")).toEqual({ "environment/prd/branches": found });
    const commands = await github.commandsOf("GitHub environment prd");
    const others = policies.filter((policy) => JSON.stringify(policy) !== '{"id":1,"name":"main","type":"branch"}');
    expect(commands.match(/--method DELETE/g) ?? []).toHaveLength(others.length);
  });

  test("a pull request of this repository may not use what main uses", async () => {
    const policies = [
      { id: 1, name: "main", type: "branch" },
      { id: 2, name: "refs/pull/*/merge", type: "branch" },
    ];
    github.set(`${pathOf(PRD_PLAN!)}/deployment-branch-policies`, { body: { branch_policies: policies } });
    expect(await github.settings("differs")).toEqual({
      "environment/prd-plan/branches": "branch main, branch refs/pull/*/merge",
    });
  });

  test("a merge queue's branches plan staging as pull requests do, and nothing of production", async () => {
    const refs = (name: string) => WANTED.environments.find((wanted) => wanted.name === name)!.refs;
    const queue = "gh-readonly-queue/main/*";
    expect(WANTED.environments.filter((wanted) => wanted.refs.includes(queue)).map(({ name }) => name)).toEqual([
      TRIAL_PULL!.name,
    ]);
    expect(refs("prd-pull-request")).toEqual(["refs/pull/*/merge"]);
    github.set(`${pathOf(TRIAL_PULL!)}/deployment-branch-policies`, {
      body: { branch_policies: [{ id: 1, name: "refs/pull/*/merge", type: "branch" }] },
    });
    expect(await github.settings("differs")).toEqual({
      "environment/trial-pull-request/branches": "branch refs/pull/*/merge",
    });
    const commands = await github.commandsOf("GitHub environment trial-pull-request");
    expect(commands).toContain(`deployment-branch-policies -f 'name=${queue}' -f type=branch`);
    expect(commands).not.toMatch(/DELETE|name=refs/);
  });

  test("another environment's account is another value, which is not printed", async () => {
    const value = "terraform-deployer@another-project.iam.gserviceaccount.com";
    const [provider] = PRD!.variables;
    github.set(`${pathOf(PRD!)}/variables`, {
      body: {
        variables: [
          { name: "DEPLOYER_ACCOUNT", value },
          { name: provider!.name, value: provider!.value.replace("PROJECT_NUMBER", "1") },
        ],
      },
    });
    expect(await github.settings("differs")).toEqual({ "environment/prd/variable/DEPLOYER_ACCOUNT": "another value" });
    expect(await github.commandsOf("GitHub environment prd")).toBe(
      `gh api --method PATCH repos/${WANTED.repository}/environments/prd/variables/DEPLOYER_ACCOUNT -f value=terraform-deployer@example-prd.iam.gserviceaccount.com`,
    );
    expect(JSON.stringify(await github.report())).not.toContain(value);
  });

  test("GitHub takes names without regard to case", async () => {
    github.set(list, changedEnvironment("prd", { name: "PRD" }));
    for (const what of ["secrets", "variables", "deployment-branch-policies"]) {
      github.set(`${REPOSITORY}/environments/PRD/${what}`, goodAnswers()[`${pathOf(PRD!)}/${what}`]!);
    }
    expect(await github.settings("differs")).toEqual({});
  });
});

describe("the key of the digests", () => {
  test("in the repository every workflow reads it", async () => {
    github.set(`${REPOSITORY}/actions/secrets`, { body: { secrets: [{ name: "NETRA_REVIEW_KEY" }] } });
    github.set(`${REPOSITORY}/actions/organization-secrets`, { body: { secrets: [{ name: "NETRA_REVIEW_KEY" }] } });
    expect(Object.keys(await github.settings("differs"))).toEqual(["secrets/repository", "secrets/organization"]);
    expect(await github.commandsOf("Secrets that every workflow reads")).toContain(
      `gh api --method DELETE repos/${WANTED.repository}/actions/secrets/NETRA_REVIEW_KEY`,
    );
  });

  test("where one of a group lacks it, all of the group are set anew", async () => {
    github.set(`${pathOf(TRIAL!)}/secrets`, { body: { secrets: [] } });
    expect(await github.settings("differs")).toEqual({ "environment/trial/key": "no NETRA_REVIEW_KEY" });
    expect(await github.commandsOf("Keys of the digests")).toContain(
      "for name in trial trial-plan trial-pull-request; do",
    );
  });
});
