import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";

const ROOT = join(__dirname, "..", "..");
const GITHUB = join(ROOT, ".github");
const environments = [production, staging];

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly environment?: string;
  readonly if?: string;
  readonly concurrency?: Concurrency;
  readonly strategy?: { readonly matrix: { readonly environment: readonly string[] } };
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

interface Concurrency {
  readonly group: string;
  readonly "cancel-in-progress": boolean;
  readonly queue?: string;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: object;
  readonly concurrency?: Concurrency;
  readonly defaults?: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const read = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), "utf8");

const WORKFLOWS = ["deploy", "drift", "pull-request"] as const;
const workflowText = (name: string): string => read(".github", "workflows", `${name}.yml`);
const workflow = (name: (typeof WORKFLOWS)[number]): Workflow => parse(workflowText(name)) as Workflow;
const actionText = read(".github", "actions", "setup", "action.yml");
const action = parse(actionText) as Action;

const jobs = WORKFLOWS.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([id, job]) => ({ id: `${name}/${id}`, job })),
);
const job = (id: string): Job => jobs.find((entry) => entry.id === id)!.job;
const steps: readonly Step[] = [...jobs.flatMap((entry) => entry.job.steps), ...action.runs.steps];
const texts = [...WORKFLOWS.map(workflowText), actionText];
const SCRIPTS = readdirSync(join(GITHUB, "scripts")).sort();

/** Where a job becomes an account: in the order of its steps. */
const authAt = ({ steps: own }: Job): number =>
  own.findIndex(({ uses }) => uses?.startsWith("google-github-actions/auth@") === true);

test("these workflows and no other", () => {
  expect(readdirSync(join(GITHUB, "workflows")).sort()).toEqual(WORKFLOWS.map((name) => `${name}.yml`));
  expect(action.runs.using).toBe("composite");
});

test("every action of others is pinned to a commit, and says its version; ours are named by path", () => {
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => /^\s*(?:- )?uses:/.test(line));
  expect(lines.length).toBeGreaterThan(10);
  const pinned = /^\s*(?:- )?uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
  expect(lines.filter((line) => !pinned.test(line) && !/uses: \.\/\.github\/actions\/setup$/.test(line))).toEqual([]);
});

test("an action has one pin everywhere", () => {
  const pins = new Map<string, Set<string>>();
  for (const { uses = "" } of steps) {
    const [name = "", commit = ""] = uses.split("@");
    if (commit !== "") pins.set(name, (pins.get(name) ?? new Set()).add(commit));
  }
  expect([...pins].filter(([, commits]) => commits.size > 1)).toEqual([]);
});

test.each(WORKFLOWS)("%s: nothing is permitted at the top, and bash stops at the first error", (name) => {
  expect(workflow(name).permissions).toEqual({});
  expect(workflow(name).defaults).toEqual({ run: { shell: "bash" } });
});

const READ = { contents: "read" };
const IDENTITY = { ...READ, "id-token": "write" };

test("each job has the permissions that it needs", () => {
  expect(Object.fromEntries(jobs.map((entry) => [entry.id, entry.job.permissions]))).toEqual({
    "deploy/staging-review": { ...IDENTITY, "pull-requests": "read" },
    "deploy/staging": IDENTITY,
    "deploy/production-review": IDENTITY,
    "deploy/production": IDENTITY,
    "drift/drift": { ...IDENTITY, issues: "write" },
    "pull-request/test": READ,
    "pull-request/review": READ,
    "pull-request/plan": { ...IDENTITY, "pull-requests": "write", "security-events": "write", actions: "read" },
  });
});

test.each(jobs)("$id: ends by itself, checks out without keeping the token", ({ job: { steps: own, ...rest } }) => {
  expect(rest["timeout-minutes"]).toBeGreaterThan(0);
  const checkouts = own.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual([false]);
});

test.each(jobs)("$id: packages are installed before there are credentials", ({ job: own }) => {
  const setup = own.steps.findIndex(({ uses }) => uses === "./.github/actions/setup");
  expect(setup).toBeGreaterThan(-1);
  const auth = authAt(own);
  expect(auth === -1 ? Infinity : auth).toBeGreaterThan(setup);
  // An identity without a use, or a use without an identity.
  expect(auth !== -1).toBe(own.permissions?.["id-token"] === "write");
});

test("no expression is pasted into a script, and no secret stands in one", () => {
  const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  expect(scripts.length).toBeGreaterThan(10);
  expect(scripts.filter((run) => run.includes("${{") || run.includes("secrets."))).toEqual([]);
});

test("secrets are given to single steps, under a name", () => {
  const secrets = (value: unknown): readonly string[] =>
    [...JSON.stringify(value ?? {}).matchAll(/secrets\.(\w+)/g)].map(([, name = ""]) => name);
  expect(jobs.flatMap((entry) => secrets({ ...entry.job, steps: [] }))).toEqual([]);
  expect(steps.flatMap((step) => secrets({ ...step, env: {} }))).toEqual([]);
  expect(new Set(steps.flatMap(({ env }) => secrets(env)))).toEqual(
    new Set(["NETRA_REVIEW_KEY", "TEST_INFRASTRUCTURE_WEBHOOK"]),
  );
});

test("no long-lived key, and no trigger that runs a stranger's code as ours", () => {
  for (const text of texts) {
    expect(text).not.toMatch(/credentials_json|service_account_key|GOOGLE_CREDENTIALS/);
    expect(text).not.toMatch(/pull_request_target|workflow_run|issue_comment/);
  }
  const auths = steps.filter(({ uses }) => uses?.startsWith("google-github-actions/auth@"));
  expect(auths.length).toBeGreaterThan(4);
  for (const { with: given } of auths) {
    expect(Object.keys(given!).sort()).toEqual(["service_account", "workload_identity_provider"]);
    for (const value of Object.values(given!)) expect(value).toMatch(/^\$\{\{ vars[.[]/);
  }
});

test("a stranger's pull request is tested and reviewed without credentials, and never planned", () => {
  expect(workflow("pull-request").on).toEqual({ pull_request: { branches: ["main"] } });
  expect(job("pull-request/test").if).toBeUndefined();
  expect(job("pull-request/review").if).toBeUndefined();
  expect(job("pull-request/plan").if).toContain(
    "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'",
  );
  for (const id of ["pull-request/review", "pull-request/plan"]) {
    expect(job(id).steps.some(({ run }) => run?.endsWith("--fail-on critical") === true)).toBe(true);
    expect(job(id).steps.at(-1)).toMatchObject({ name: "Verdict", run: 'exit "$CODE"' });
  }
});

test("plans are the planner's; the deployer's identity belongs to jobs with a GitHub environment", () => {
  const accounts = jobs
    .filter((entry) => authAt(entry.job) !== -1)
    .map((entry) => [entry.id, JSON.stringify(entry.job.steps[authAt(entry.job)]!.with), entry.job.environment]);
  for (const [, account, environment] of accounts) {
    expect(account).toMatch(
      environment === undefined ? /PLANNER_PROVIDER.*PLANNER_ACCOUNT/ : /DEPLOYER_PROVIDER.*DEPLOYER_ACCOUNT/,
    );
  }
});

test("every environment is planned and looked at for drift; each deploys in the environment that its identity asks for", () => {
  const names = environments.map(({ name }) => name).sort();
  for (const id of ["pull-request/plan", "drift/drift"]) {
    expect([...job(id).strategy!.matrix.environment].sort()).toEqual(names);
  }
  for (const { name, ci } of environments) {
    expect(job(`deploy/${name}`).environment).toBe(ci.deployEnvironment);
    expect(job(`deploy/${name}`).env).toMatchObject({ ENVIRONMENT: name });
    expect(job(`deploy/${name}-review`).if).toContain(`github.ref == '${ci.deployRef}'`);
  }
});

test("one deploy of an environment at a time, none cut short and none dropped from the queue", () => {
  for (const { name } of environments) {
    expect(job(`deploy/${name}`).concurrency).toEqual({
      group: `netra-${name}`,
      "cancel-in-progress": false,
      queue: "max",
    });
  }
  expect(workflow("deploy").concurrency).toBeUndefined();
  expect(workflow("pull-request").concurrency?.["cancel-in-progress"]).toBe(true);
  expect(job("drift/drift").concurrency).toEqual({
    group: "drift-${{ matrix.environment }}",
    "cancel-in-progress": false,
  });
});

test("both environments deploy in the same steps, by the digest, with a look at what serves and a way back", () => {
  expect(job("deploy/production").steps).toEqual(job("deploy/staging").steps);
  const names = job("deploy/production").steps.map(({ name }) => name);
  const order = ["Revisions before", "Deploy", "Serving revisions", "Roll back", "Notify"];
  expect(names.filter((name) => name !== undefined && order.includes(name))).toEqual(order);
  const deploy = job("deploy/production").steps.find(({ name }) => name === "Deploy");
  expect(deploy?.run).toBe('npm run deploy -- --environment "$ENVIRONMENT" --digest "$DIGEST"');
});

test("every npm script that is run exists", () => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> };
  const sources = [...texts, ...SCRIPTS.map((name) => read(".github", "scripts", name))].join("\n");
  const used = [...sources.matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
  // report.sh is told which one to run.
  const reported = [...sources.matchAll(/run: \.github\/scripts\/report\.sh (\w+)/g)].map(([, name = ""]) => name);
  expect(new Set(reported)).toEqual(new Set(["review", "drift"]));
  const known = [...Object.keys(scripts), "review", "deploy", "drift"];
  expect([...used, ...reported].filter((name) => !known.includes(name))).toEqual([]);
});

test("every script is used, and every script that is used exists", () => {
  const sources = [...texts, ...SCRIPTS.map((name) => read(".github", "scripts", name))].join("\n");
  const used = [...sources.matchAll(/(?:\.github\/scripts|\$\(dirname "\$0"\))\/([\w-]+\.sh)/g)];
  expect([...new Set(used.map(([, name]) => name))].sort()).toEqual(SCRIPTS);
  expect(() => accessSync(join(ROOT, ".ci", "run"), constants.X_OK)).not.toThrow();
});

test.each(SCRIPTS)("%s: can be run, stops at the first error, is bash", (name) => {
  const path = join(GITHUB, "scripts", name);
  expect(() => accessSync(path, constants.X_OK)).not.toThrow();
  expect(read(".github", "scripts", name).split("\n").slice(0, 2)).toEqual([
    "#!/usr/bin/env bash",
    "set -euo pipefail",
  ]);
  expect(spawnSync("bash", ["-n", path], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});
