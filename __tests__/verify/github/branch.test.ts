import { REPOSITORY, RULES, WANTED, useGithub, type Said } from "./stand-in";

/** What the deploying branch is protected by, in both of GitHub's ways. */

const github = useGithub();

describe("the branch", () => {
  const parameters = (change: object): Said => ({
    body: RULES.map((rule) =>
      rule.type === "pull_request" ? { ...rule, parameters: { ...rule.parameters, ...change } } : rule,
    ),
  });
  const rules = `${REPOSITORY}/rules/branches/main`;

  test.each<readonly [id: string, said: Said]>([
    ["approval", parameters({ required_approving_review_count: 0 })],
    ["stale-approvals", parameters({ dismiss_stale_reviews_on_push: false })],
    ["last-push", parameters({ require_last_push_approval: false })],
    ["code-owners", parameters({ require_code_owner_review: false })],
    ["checks", { body: RULES.filter(({ type }) => type !== "required_status_checks") }],
    ["force-push", { body: RULES.filter(({ type }) => type !== "non_fast_forward") }],
    ["deletion", { body: RULES.filter(({ type }) => type !== "deletion") }],
  ])("%s: nothing demands it", async (id, said) => {
    github.set(rules, said);
    expect(await github.settings("differs")).toEqual({ [`branch/${id}`]: "nothing demands it" });
    expect(await github.commandsOf("Branch main")).toContain(
      `gh api --method POST repos/${WANTED.repository}/rulesets --input -`,
    );
  });

  test("a ruleset that some may always pass by demands nothing of them", async () => {
    const bypass_actors = [
      { actor_id: 5, bypass_mode: "pull_request" },
      { actor_id: 9, bypass_mode: "always" },
    ];
    github.set(`${REPOSITORY}/rulesets/5`, { body: { name: "ours", bypass_actors } });
    const found = await github.settings("differs");
    expect(Object.keys(found)).toHaveLength(7);
    expect(new Set(Object.values(found))).toEqual(
      new Set(['the ruleset "ours" demands it, and some may pass it by without a pull request']),
    );
  });

  test("who may pass a ruleset by is not shown to everybody: then nobody can tell", async () => {
    github.set(`${REPOSITORY}/rulesets/5`, { body: { name: "ours" } });
    expect(Object.keys(await github.settings("unknown"))).toHaveLength(7);
    expect((await github.report()).verdict).toBe("unknown");
  });

  const CLASSIC = {
    required_pull_request_reviews: {
      ...{ required_approving_review_count: 1, dismiss_stale_reviews: true },
      ...{ require_code_owner_reviews: true, require_last_push_approval: true },
    },
    required_status_checks: { contexts: ["merge-gate"], checks: [{ context: "merge-gate", app_id: null }] },
    enforce_admins: { enabled: true },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
  };

  test("the branch protection does as well as a ruleset, where it holds for administrators", async () => {
    github.set(rules, { body: [] });
    github.set(`${REPOSITORY}/branches/main/protection`, { body: CLASSIC });
    expect(await github.settings("differs")).toEqual({});
    github.set(`${REPOSITORY}/branches/main/protection`, {
      body: { ...CLASSIC, enforce_admins: { enabled: false } },
    });
    expect(Object.keys(await github.settings("differs"))).toHaveLength(7);
  });

  test("what one source lacks another may demand", async () => {
    github.set(rules, parameters({ require_code_owner_review: false }));
    github.set(`${REPOSITORY}/branches/main/protection`, { body: CLASSIC });
    expect(await github.settings("differs")).toEqual({});
  });

  test("a protection that the token may not see is none that is missing", async () => {
    github.set(rules, { body: [] });
    github.set(`${REPOSITORY}/branches/main/protection`, {
      status: 403,
      body: { message: "Resource not accessible by personal access token" },
    });
    expect(await github.settings("differs")).toEqual({});
    expect((await github.settings("unknown"))["branch/checks"]).toBe(
      `${REPOSITORY}/branches/main/protection: 403 Resource not accessible by personal access token`,
    );
  });
});
