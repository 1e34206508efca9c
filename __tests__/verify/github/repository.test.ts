import { REPOSITORY, changedEnvironment, goodAnswers, useGithub, type Said } from "./stand-in";

/** What holds for the repository as a whole, and what its plan of GitHub has. */

const github = useGithub();

describe("Actions", () => {
  const path = `${REPOSITORY}/actions/permissions`;

  test.each<readonly [path: string, body: object, id: string, found: string]>([
    [path, { enabled: false }, "actions/enabled", "disabled"],
    [path, { enabled: true, allowed_actions: "all", sha_pinning_required: false }, "actions/pinned", "not required"],
    [
      path,
      { enabled: true, allowed_actions: "local_only", sha_pinning_required: true },
      "actions/allowed",
      "local only",
    ],
    [
      `${path}/workflow`,
      { default_workflow_permissions: "write", can_approve_pull_request_reviews: false },
      "actions/token",
      "write",
    ],
    [
      `${path}/workflow`,
      { default_workflow_permissions: "read", can_approve_pull_request_reviews: true },
      "actions/approve",
      "allowed",
    ],
    [
      `${path}/fork-pr-workflows-private-repos`,
      {
        run_workflows_from_fork_pull_requests: true,
        send_secrets_and_variables: true,
        send_write_tokens_to_workflows: true,
      },
      "actions/forks",
      "secrets and a token that writes",
    ],
  ])("%s with %j: %s differs", async (at, body, id, found) => {
    github.set(at, { body });
    expect(await github.settings("differs")).toEqual({ [id]: found });
    expect(await github.commandsOf("Actions")).toContain(`gh api --method PUT ${at.slice(1)}`);
  });

  test.each<readonly [patterns: readonly string[], more: object, found: string | undefined]>([
    [["google-github-actions/*", "hashicorp/setup-terraform@*"], { github_owned_allowed: true }, undefined],
    [["hashicorp/*"], { github_owned_allowed: true }, "not google-github-actions/auth"],
    [["hashicorp/*"], { github_owned_allowed: true, verified_allowed: true }, undefined],
    [["*"], {}, "not GitHub's own"],
  ])("with %j and %j allowed: %s", async (patterns_allowed, more, found) => {
    github.set(path, { body: { enabled: true, allowed_actions: "selected", sha_pinning_required: true } });
    github.set(`${path}/selected-actions`, { body: { patterns_allowed, ...more } });
    expect(await github.settings("differs")).toEqual(found === undefined ? {} : { "actions/allowed": found });
  });
});

describe("the repository", () => {
  test("has numbers that an environment's file must have, and a default branch", async () => {
    const { body } = goodAnswers()[REPOSITORY] as { readonly body: { readonly owner: object } };
    github.set(REPOSITORY, { body: { ...body, id: 42, owner: { ...body.owner, id: 43 }, default_branch: "trunk" } });
    expect(await github.settings("differs")).toEqual({
      "repository/default-branch": "trunk",
      "repository/numbers/trial": 'repositoryId "0", repositoryOwnerId "0"',
      "repository/numbers/prd": 'repositoryId "0", repositoryOwnerId "0"',
    });
    const [identity] = await github.sections();
    expect(identity!.settings[1]!.wanted).toBe('repositoryId "42", repositoryOwnerId "43"');
  });

  test("names owners that GitHub does not know", async () => {
    const errors = Array.from({ length: 7 }, (_, line) => ({
      line,
      kind: "Unknown owner",
      path: ".github/CODEOWNERS",
    }));
    github.set(`${REPOSITORY}/codeowners/errors`, { body: { errors } });
    const found = (await github.settings("differs"))["owners/errors"];
    expect(found).toContain("line 0 of .github/CODEOWNERS: Unknown owner; line 1");
    expect(found).toMatch(/; 2 more$/);
  });
});

describe("variables of the repository", () => {
  const found = goodAnswers()[`${REPOSITORY}/actions/variables`]!;
  const none: Said = { body: { variables: [] } };

  test("the organization's do as well, and are not asked for where nobody may see them", async () => {
    github.set(`${REPOSITORY}/actions/variables`, none);
    github.set(`${REPOSITORY}/actions/organization-variables`, found);
    expect(await github.settings("differs")).toEqual({});
    github.set(`${REPOSITORY}/actions/organization-variables`, { status: 403, body: { message: "no" } });
    expect(await github.settings("differs")).toEqual({});
    expect(Object.keys(await github.settings("unknown"))).toHaveLength(8);
    github.set(`${REPOSITORY}/actions/variables`, found);
    expect(await github.settings("unknown")).toEqual({});
  });

  test("the repository's come before the organization's", async () => {
    const [, account] = (found.body as { readonly variables: readonly { readonly name: string }[] }).variables;
    const { name } = account!;
    github.set(`${REPOSITORY}/actions/organization-variables`, { body: { variables: [{ name, value: "other" }] } });
    expect(await github.settings("differs")).toEqual({});
  });
});

describe("GitHub's plans", () => {
  const upgrade: Said = {
    status: 403,
    body: { message: "Upgrade to GitHub Pro or make this repository public to enable this feature." },
  };
  const plan = (name: string | undefined): void => {
    github.set("/orgs/example-org", {
      body: { login: "example-org", ...(name !== undefined && { plan: { name } }) },
    });
  };
  const planOf = async (id: string): Promise<string | undefined> =>
    (await github.sections()).flatMap((section) => section.settings).find((setting) => setting.id === id)!.plan;

  test.each(["team", "pro", "free"])(
    "%s has no reviewers in a private repository: said, and not asked for",
    async (name) => {
      plan(name);
      github.set(`${REPOSITORY}/environments`, changedEnvironment("prd", { protection_rules: [] }));
      expect(await planOf("environment/prd/reviewers")).toMatch(
        /take GitHub Enterprise \(https:\/\/docs\.github\.com\//,
      );
      expect(await github.commandsOf("GitHub environment prd")).not.toMatch(/reviewers|TEAM|wait_timer/);
    },
  );

  test("a plan that the token may not see: said, and asked for all the same", async () => {
    plan(undefined);
    github.set(`${REPOSITORY}/environments`, changedEnvironment("prd", { protection_rules: [] }));
    expect(await planOf("environment/prd/reviewers")).toContain("GitHub Enterprise");
    expect(await github.commandsOf("GitHub environment prd")).toContain("REVIEWER_ID");
    expect((await github.report()).repositories[0]!.plan).toBeNull();
  });

  test("a public repository has everything", async () => {
    plan("free");
    const { body } = goodAnswers()[REPOSITORY] as { readonly body: object };
    github.set(REPOSITORY, { body: { ...body, private: false } });
    github.set(`${REPOSITORY}/environments`, changedEnvironment("prd", { protection_rules: [] }));
    expect(await planOf("environment/prd/reviewers")).toBeUndefined();
    // GitHub answers 422 to a question about private repositories, so it is not asked.
    expect(github.requests().filter(({ url = "" }) => url.includes("private-repos"))).toEqual([]);
  });

  test("free: no protection in a private repository, and no command that GitHub would refuse", async () => {
    plan("free");
    for (const path of ["branches/main/protection", "rules/branches/main"])
      github.set(`${REPOSITORY}/${path}`, upgrade);
    github.set(`${REPOSITORY}/environments`, { body: { environments: [] } });
    expect(await planOf("branch/checks")).toContain("take GitHub Pro, Team or Enterprise");
    expect(await planOf("environment/prd/exists")).toContain("take GitHub Pro, Team or Enterprise");
    for (const title of ["Branch main", "GitHub environment prd"]) expect(await github.commandsOf(title)).toBe("");
    expect((await github.report()).verdict).toBe("differs");
  });

  test("a person's repository is asked for the person's plan, and has no teams", async () => {
    const { body } = goodAnswers()[REPOSITORY] as { readonly body: { readonly owner: object } };
    github.set(REPOSITORY, { body: { ...body, owner: { ...body.owner, type: "User" } } });
    github.set("/user", { body: { login: "somebody-else", plan: { name: "enterprise" } } });
    github.set(`${REPOSITORY}/environments`, changedEnvironment("prd", { protection_rules: [] }));
    expect((await github.report()).repositories[0]!.plan).toBeNull();
    expect(await github.commandsOf("GitHub environment prd")).toContain("gh api users/LOGIN --jq .id");
  });
});
