import { spawnSync } from "node:child_process";
import type { GithubReport } from "../../verify/github/report";
import { commandHere } from "../support/command-here";
import { testClock } from "../support/test-clock";
import { REPOSITORY, TOKEN, WANTED, useGithub, type Said } from "../verify/github/stand-in";

/** The command as people run it, against a stand-in for GitHub on this machine. */

const github = useGithub();
const doctorHere = commandHere("doctor", testClock());
const doctor = (args: readonly string[] = [], variables: NodeJS.ProcessEnv = {}) =>
  doctorHere(["--github", ...args], {
    ...{ GH_TOKEN: TOKEN, GITHUB_TOKEN: undefined, GITHUB_API_URL: github.url() },
    ...variables,
  });

describe("a repository that is set as it has to be", () => {
  test("ends with 0, and has nothing to do", async () => {
    const { code, stdout, stderr } = await doctor();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("0 different, 0 could not be told. Nothing to do.");
    expect(stdout).not.toContain("gh api");
  });

  test("is asked by GET alone, with the token, and says so in JSON", async () => {
    const found = JSON.parse((await doctor(["--format", "json"])).stdout) as GithubReport;
    expect(found).toMatchObject({ formatVersion: 1, verdict: "as wanted", summary: { differs: 0, unknown: 0 } });
    expect(found.summary.asWanted).toBeGreaterThan(40);
    const asked = github.requests();
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(["GET"]));
    expect(new Set(asked.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${TOKEN}`]));
    // Each question once.
    expect(new Set(asked.map(({ url }) => url)).size).toBe(asked.length);
  });

  test("GITHUB_TOKEN does as well, and GH_TOKEN comes before it", async () => {
    await doctor([], { GH_TOKEN: undefined, GITHUB_TOKEN: "another-token-0123456789" });
    await doctor([], { GITHUB_TOKEN: "another-token-0123456789" });
    const tokens = github.requests().map(({ headers }) => headers.authorization);
    expect([tokens[0], tokens.at(-1)]).toEqual(["Bearer another-token-0123456789", `Bearer ${TOKEN}`]);
  });
});

describe("nothing at all", () => {
  beforeEach(() => {
    const missing: Said = { status: 404, body: { message: "Not Found" } };
    github.set(`${REPOSITORY}/environments`, { body: { environments: [] } });
    github.set(`${REPOSITORY}/rules/branches/main`, { body: [] });
    github.set(`${REPOSITORY}/actions/variables`, { body: { variables: [] } });
    github.set(`${REPOSITORY}/codeowners/errors`, missing);
  });

  test("ends with 1, and prints how to set each part, in lines that a shell takes", async () => {
    const { code, stdout } = await doctor();
    expect(code).toBe(1);
    for (const { name, refs } of WANTED.environments) {
      const path = `repos/${WANTED.repository}/environments/${name}`;
      expect(stdout).toContain(`\ngh api --method PUT ${path} --input - <<'JSON'\n`);
      for (const ref of refs) {
        const field = ref.includes("*") ? `'name=${ref}'` : `name=${ref}`;
        expect(stdout).toContain(
          `\ngh api --method POST ${path}/deployment-branch-policies -f ${field} -f type=branch\n`,
        );
      }
    }
    expect(stdout).toContain("gh api orgs/example-org/teams/TEAM --jq .id");
    expect(stdout).toContain('\n      "id": REVIEWER_ID\n');
    expect(stdout).toContain("for name in trial trial-plan trial-pull-request; do");
    expect(stdout).toContain("for name in prd prd-plan; do");
    expect(stdout).toContain("for name in prd-pull-request; do");
    // Each number is that of its own project: one put in by hand could be another environment's.
    expect(stdout).toContain(
      `-f name=PLANNER_PROVIDER_PRD -f "value=projects/$(gcloud projects describe example-prd --format 'value(projectNumber)')/locations/`,
    );
    expect(stdout).toContain(
      `gh api --method POST repos/${WANTED.repository}/actions/variables -f name=PLANNER_ACCOUNT_PRD -f value=terraform-planner@example-prd.iam.gserviceaccount.com`,
    );
  });

  test("a here-document ends where the shell looks for its end", async () => {
    const lines = (await doctor()).stdout.split("\n");
    expect(lines.filter((line) => line.endsWith("<<'JSON'")).length).toBe(
      lines.filter((line) => line === "JSON").length,
    );
  });

  test("one key is set for all that compare their digests, once", async () => {
    const commands = await github.commandsOf("Keys of the digests");
    expect(commands.match(/openssl rand/g)).toHaveLength(3);
  });
});

describe("what is printed", () => {
  test("is bash, as it stands, but for the two words that a person puts in", async () => {
    github.set(`${REPOSITORY}/environments`, { body: { environments: [] } });
    github.set(`${REPOSITORY}/rules/branches/main`, { body: [] });
    github.set(`${REPOSITORY}/actions/variables`, { body: { variables: [] } });
    const lines = (await github.sections()).flatMap(({ commands }) => commands);
    expect(lines.length).toBeGreaterThan(50);
    const checked = spawnSync("bash", ["-n"], { input: lines.join("\n"), encoding: "utf8" });
    expect(checked).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("no answer", () => {
  const said = async (variables: NodeJS.ProcessEnv = {}): Promise<string> => {
    const { code, stdout, stderr } = await doctor([], variables);
    expect([code, stdout]).toEqual([2, ""]);
    return stderr.trimEnd();
  };

  test.each([undefined, ""])("a token of %j is none", async (GH_TOKEN) => {
    expect(await said({ GH_TOKEN })).toMatch(
      /^no token; set GH_TOKEN or GITHUB_TOKEN, as GH_TOKEN=\$\(gh auth token\)/,
    );
    expect(github.requests()).toEqual([]);
  });

  test.each(["two words-0123456789", "line\nbreak-0123456789", "ümlaut-0123456789"])(
    "%j is no token",
    async (GH_TOKEN) => {
      expect(await said({ GH_TOKEN })).toMatch(/^GH_TOKEN: not a token; /);
      expect(github.requests()).toEqual([]);
    },
  );

  test.each([
    ["github.example", "GITHUB_API_URL: no URL"],
    ["https://someone:secret@github.example", "GITHUB_API_URL: a URL with credentials in it; leave them out"],
    ["http://github.example", "GITHUB_API_URL: not https, which would show the token to the network"],
  ])("%s keeps no token", async (GITHUB_API_URL, problem) => expect(await said({ GITHUB_API_URL })).toBe(problem));

  test("nothing that answers", async () => {
    expect(await said({ GITHUB_API_URL: "http://127.0.0.1:1" })).toMatch(/^127\.0\.0\.1:1: no answer \(/);
  });

  test.each<readonly [what: string, answer: Said, problem: string]>([
    [
      "a wrong token",
      { status: 401, body: { message: "Bad credentials" } },
      "GitHub refuses the token (401): it is wrong, or its time is over",
    ],
    [
      "the rate limit",
      {
        status: 403,
        body: { message: "API rate limit exceeded" },
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000000" },
      },
      "GitHub's rate limit is used up until 08:00 UTC; ask again then, or with another token",
    ],
    [
      "the second rate limit",
      { status: 429, headers: { "retry-after": "60" } },
      "GitHub's rate limit is used up for 60 s; ask again then, or with another token",
    ],
    [
      "a limit without an end",
      { status: 403, body: { message: "You have exceeded a secondary rate limit" } },
      "GitHub's rate limit is used up; ask again then, or with another token",
    ],
    [
      "no such repository",
      { status: 404, body: { message: "Not Found" } },
      `${REPOSITORY}: 404 Not Found; there is none of that name, or the token may not see it`,
    ],
    [
      "a repository that moved",
      { status: 301, headers: { location: "/repositories/42" } },
      `${REPOSITORY}: moved (301); correct ci.repository in environments/ to the name that it has now`,
    ],
    ["GitHub that fails", { status: 502, text: "<html>" }, `${REPOSITORY}: 502`],
    ["another form", { body: { id: "42" } }, `${REPOSITORY}: an answer of another form at id`],
    ["no JSON", { text: "<html>" }, `${REPOSITORY}: an answer of another form at its root`],
    [
      "a message of several lines",
      { status: 422, body: { message: "odd\u001b[31m\nsecond line" } },
      `${REPOSITORY}: 422 odd\\u001b[31m`,
    ],
  ])("%s", async (_what, answer, problem) => {
    github.everything(answer);
    expect(await said()).toBe(problem);
  });

  test("GitHub that fails is asked again, and what it refuses is not", async () => {
    github.everything({ status: 502 });
    await said();
    expect(github.requests()).toHaveLength(3);
    github.everything({ status: 401 });
    await said();
    expect(github.requests()).toHaveLength(4);
  });

  test("the token stands in nothing that is printed, whatever GitHub says", async () => {
    github.everything({ status: 422, body: { message: `no use for ${TOKEN}` } });
    expect(await said()).toBe(`${REPOSITORY}: 422 no use for [masked]`);
    github.everything(undefined);
    github.set(`${REPOSITORY}/actions/permissions`, { status: 403, body: { message: TOKEN } });
    const { stdout, stderr } = await doctor();
    expect(stdout + stderr).not.toContain(TOKEN);
  });
});

describe("a part that cannot be told", () => {
  const forbidden: Said = { status: 403, body: { message: "Resource not accessible by personal access token" } };

  test("ends with 2, and says what a token needs", async () => {
    github.set(`${REPOSITORY}/actions/secrets`, forbidden);
    const { code, stdout } = await doctor();
    expect(code).toBe(2);
    expect(stdout).toContain("0 different, 1 could not be told.");
    expect(stdout).toContain("a fine-grained one that reads Administration, Actions, ");
    expect(stdout).not.toContain("gh api");
  });

  test("beside something that differs it ends with 1: a difference is certain", async () => {
    github.set(`${REPOSITORY}/actions/secrets`, forbidden);
    github.set(`${REPOSITORY}/codeowners/errors`, { status: 404, body: { message: "Not Found" } });
    expect((await doctor()).code).toBe(1);
  });

  test.each([
    "environments",
    "environments/prd/deployment-branch-policies",
    "environments/prd/secrets",
    "environments/prd/variables",
    "rules/branches/main",
    "codeowners/errors",
    "actions/organization-secrets",
    "actions/variables",
    "actions/permissions",
    "actions/permissions/workflow",
    "actions/permissions/fork-pr-workflows-private-repos",
  ])("%s: nothing of it is said to differ", async (path) => {
    github.set(`${REPOSITORY}/${path}`, forbidden);
    expect(await github.settings("differs")).toEqual({});
    expect(Object.values(await github.settings("unknown"))).toContain(
      `${REPOSITORY}/${path}: 403 Resource not accessible by personal access token`,
    );
  });

  test("a list that never ends is not read for ever", async () => {
    const secrets = Array.from({ length: 100 }, (_, index) => ({ name: `S${index}` }));
    github.set(`${REPOSITORY}/actions/secrets`, { body: { secrets } });
    expect(await github.settings("unknown")).toEqual({
      "secrets/repository": `${REPOSITORY}/actions/secrets: more than 1000 entries`,
    });
  });

  test("what stands on a later page counts", async () => {
    const all = Array.from({ length: 100 }, (_, index) => ({ name: `S${index}` }));
    github.set(`${REPOSITORY}/actions/secrets?per_page=100&page=1`, { body: { secrets: all } });
    github.set(`${REPOSITORY}/actions/secrets?per_page=100&page=2`, {
      body: { secrets: [{ name: "NETRA_REVIEW_KEY" }] },
    });
    expect(await github.settings("differs")).toEqual({ "secrets/repository": "NETRA_REVIEW_KEY is set" });
  });
});
