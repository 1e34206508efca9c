import { spawnSync } from "node:child_process";
import { accessSync, constants, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { COMMANDS } from "../../cli/commands";
import { MAX_TEST_RUN_SECONDS } from "../../environments/end-to-end";
import { planEnvironment, pullRequestEnvironment } from "../../environments/github-environments";
import { production } from "../../environments/production";
import { servedBefore } from "../../runbook/roll-back-all";
import { VERIFY_EVERY_MINUTES } from "../../monitoring/schedules";
import { staging } from "../../environments/staging";
import { START_SECONDS } from "../../verify/e2e/lock";

const ROOT = join(__dirname, "..", "..");
const GITHUB = join(ROOT, ".github");
const environments = [production, staging];

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly name?: string;
  readonly "continue-on-error"?: boolean;
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
  readonly needs?: string | readonly string[];
  /** Of a job that is a workflow of ours. */
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly concurrency?: Concurrency;
  readonly strategy?: { readonly matrix: { readonly environment?: string; readonly node?: readonly string[] } };
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

const WORKFLOWS = ["deploy", "drift", "e2e", "environments", "lint", "pull-request", "verify"] as const;
const workflowText = (name: string): string => read(".github", "workflows", `${name}.yml`);
const workflow = (name: (typeof WORKFLOWS)[number]): Workflow => parse(workflowText(name)) as Workflow;
const actionText = read(".github", "actions", "setup", "action.yml");
const action = parse(actionText) as Action;

const everyJob = WORKFLOWS.flatMap((name) =>
  Object.entries(workflow(name).jobs).map(([id, job]) => ({ id: `${name}/${id}`, job })),
);
/** Those with steps of their own. */
const jobs = everyJob.filter((entry) => entry.job.uses === undefined);
const job = (id: string): Job => everyJob.find((entry) => entry.id === id)!.job;
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
  expect(
    lines.filter(
      (line) =>
        !pinned.test(line) && !/uses: \.\/\.github\/(actions\/setup|workflows\/(e2e|environments)\.yml)$/.test(line),
    ),
  ).toEqual([]);
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
  expect(Object.fromEntries(everyJob.map((entry) => [entry.id, entry.job.permissions]))).toEqual({
    "deploy/staging-review": { ...IDENTITY, "pull-requests": "read", actions: "read" },
    "deploy/staging": IDENTITY,
    // What a called workflow's jobs ask for, its caller has to give.
    "deploy/staging-e2e": { ...IDENTITY, actions: "read" },
    // It cancels older runs that wait.
    "deploy/production-review": { ...IDENTITY, actions: "write" },
    "deploy/production": IDENTITY,
    "drift/environments": READ,
    "drift/drift": { ...IDENTITY, issues: "write" },
    "e2e/e2e": { ...IDENTITY, actions: "read" },
    "environments/environments": READ,
    "lint/lint": READ,
    "verify/environments": READ,
    "verify/verify": { ...IDENTITY, actions: "read" },
    "pull-request/test": READ,
    "pull-request/other-nodes": READ,
    "pull-request/review": READ,
    "pull-request/environments": READ,
    "pull-request/plan": { ...IDENTITY, "pull-requests": "write", "security-events": "write", actions: "read" },
    "pull-request/reviewed-plan": { ...IDENTITY, "pull-requests": "read", actions: "read" },
    "pull-request/merge-gate": {},
  });
});

/** Runs nothing of the repository's. */
const GATE = "pull-request/merge-gate";
const programs = jobs.filter(({ id }) => id !== GATE);

test.each(jobs)("$id: ends by itself", ({ job: own }) => {
  expect(own["timeout-minutes"]).toBeGreaterThan(0);
});

test.each(programs)("$id: checks out without keeping the token", ({ job: { steps: own } }) => {
  const checkouts = own.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual([false]);
});

test.each(programs)("$id: packages are installed before there are credentials", ({ job: own }) => {
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
  const given = everyJob.filter((entry) => entry.job.secrets !== undefined);
  expect(given.map((entry) => [entry.id, entry.job.secrets])).toEqual([
    ["deploy/staging-e2e", { TEST_INFRASTRUCTURE_WEBHOOK: "${{ secrets.TEST_INFRASTRUCTURE_WEBHOOK }}" }],
  ]);
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

const OWN_BRANCH =
  "github.event.pull_request.head.repo.full_name == github.repository && github.actor != 'dependabot[bot]'";

test("a stranger's pull request is tested and reviewed without credentials, and never planned", () => {
  expect(workflow("pull-request").on).toEqual({
    pull_request: { branches: ["main"] },
    merge_group: { branches: ["main"] },
  });
  expect(job("pull-request/test").if).toBeUndefined();
  expect(job("pull-request/review").if).toBeUndefined();
  expect(job("pull-request/plan").if).toBe(OWN_BRANCH);
  // What branch protection asks for waits for all of it, whatever it came to.
  expect(job(GATE)).toMatchObject({
    needs: ["test", "other-nodes", "review", "plan", "reviewed-plan"],
    if: "always()",
  });
  for (const id of ["pull-request/review", "pull-request/plan"]) {
    expect(job(id).steps.some(({ run }) => run?.endsWith("--fail-on critical") === true)).toBe(true);
    expect(job(id).steps.at(-1)).toMatchObject({ name: "Verdict", run: 'exit "$CODE"' });
  }
});

test("a merge queue asks again whether the plan is true that a deploy would want, and cancels no other's question", () => {
  // An environment whose deploy asks the pull request for its digest.
  const asking = environments.filter(({ name }) =>
    job(`deploy/${name}-review`).steps.some((step) => title(step) === "Digest that was reviewed"),
  );
  expect(asking.map(({ name }) => name)).toEqual([job("pull-request/reviewed-plan").env?.ENVIRONMENT]);
  expect(titles("pull-request/reviewed-plan")).toEqual([
    "actions/checkout",
    "Digest that was reviewed",
    "./.github/actions/setup",
    "google-github-actions/auth",
    "Still true",
  ]);
  expect(stepOf("pull-request/reviewed-plan", "Digest that was reviewed").run).toContain(
    'DIGEST=$(.github/scripts/reviewed-digest.sh "$ENVIRONMENT")\n',
  );
  expect(stepOf("pull-request/reviewed-plan", "Still true").run).toBe(
    './netra deploy --check --environment "$ENVIRONMENT" --digest "$DIGEST"',
  );
  // Groups of a queue have no number of a pull request.
  expect(workflow("pull-request").concurrency!.group).toBe(
    "pull-request-${{ github.event.pull_request.number || github.ref }}",
  );
  // The branch it goes into is the parent of the first commit that a queue adds.
  expect(stepOf("pull-request/review", "review")).toMatchObject({
    env: { BASE: "${{ github.event.merge_group.base_sha || 'HEAD^1' }}" },
    run: expect.stringContaining('--base "$BASE"') as string,
  });
  expect(stepOf("pull-request/review", "actions/checkout").with).toMatchObject({
    "fetch-depth": "${{ github.event_name == 'merge_group' && '0' || '2' }}",
  });
});

test("plans are the planner's, looks the verifier's, deploys the deployer's, each in the GitHub environment of its kind", () => {
  const found = jobs
    .filter((entry) => authAt(entry.job) !== -1)
    .map(({ id, job: own }) => {
      const [, account = ""] = /(\w+)_PROVIDER.*\1_ACCOUNT/.exec(JSON.stringify(own.steps[authAt(own)]!.with)) ?? [];
      return [id, [account, own.environment]];
    });
  const ofMatrix = (kind: string): string => `\${{ format('{0}-${kind}', matrix.environment) }}`;
  expect(Object.fromEntries(found)).toEqual({
    "deploy/staging-review": ["PLANNER", planEnvironment(staging)],
    "deploy/staging": ["DEPLOYER", staging.ci.deployEnvironment],
    "deploy/production-review": ["PLANNER", planEnvironment(production)],
    "deploy/production": ["DEPLOYER", production.ci.deployEnvironment],
    "drift/drift": ["PLANNER", ofMatrix("plan")],
    "e2e/e2e": ["VERIFIER", undefined],
    "verify/verify": ["VERIFIER", undefined],
    "pull-request/plan": ["PLANNER", ofMatrix("pull-request")],
    // Not the environment of main: anyone who may write can push a branch that is named like a queue's.
    "pull-request/reviewed-plan": ["PLANNER", pullRequestEnvironment(staging)],
  });
  // What the matrices put together is what the identity asks for.
  for (const environment of environments) {
    expect(planEnvironment(environment)).toBe(`${environment.name}-plan`);
    expect(pullRequestEnvironment(environment)).toBe(`${environment.name}-pull-request`);
  }
});

test("the key of the digests is given to jobs with a GitHub environment alone", () => {
  const keyed = jobs.filter(({ job: own }) => JSON.stringify(own.steps).includes("secrets.NETRA_REVIEW_KEY"));
  expect(keyed.map(({ id }) => id)).toEqual([
    "deploy/staging-review",
    "deploy/staging",
    "deploy/production-review",
    "deploy/production",
    "pull-request/plan",
    "pull-request/reviewed-plan",
  ]);
  expect(keyed.filter(({ job: own }) => own.environment === undefined)).toEqual([]);
});

test("a deploy that nobody approves is cancelled by the next one's review, when its plan is there", () => {
  expect(titles("deploy/production-review").slice(-2)).toEqual(["Verdict", "Older deploys that nobody approved"]);
  expect(stepOf("deploy/production-review", "Older deploys that nobody approved").run).toBe(
    ".github/scripts/supersede-waiting.sh",
  );
  // Drift, verification and pull requests share no group with what waits.
  const groups = jobs.flatMap((entry) => (entry.job.concurrency ? [[entry.id, entry.job.concurrency.group]] : []));
  expect(groups.filter(([, group]) => group === "netra-production")).toEqual([
    ["deploy/production", "netra-production"],
  ]);
});

test("every environment of the registry is planned, verified and looked at for drift, one without the other", () => {
  for (const id of ["pull-request/plan", "drift/drift", "verify/verify"]) {
    expect(job(id).needs).toBe("environments");
    expect(job(id).strategy).toEqual({
      "fail-fast": false,
      matrix: { environment: "${{ fromJSON(needs.environments.outputs.names) }}" },
    });
    expect(job(`${id.split("/")[0]}/environments`).uses).toBe("./.github/workflows/environments.yml");
  }
  const { on } = workflow("environments") as unknown as { readonly on: { readonly workflow_call: object } };
  expect(Object.keys(on)).toEqual(["workflow_call"]);
  expect(on.workflow_call).toMatchObject({
    outputs: { names: { value: "${{ jobs.environments.outputs.names }}" } },
  });
  expect(job("environments/environments").outputs).toEqual({ names: "${{ steps.list.outputs.names }}" });
});

test("each environment deploys in the GitHub environment that its identity asks for", () => {
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
  // Tests run in the deploys' group: never beside one, and one run at a time.
  expect(job("e2e/e2e").concurrency).toEqual({
    ...job("deploy/staging").concurrency,
    group: "netra-${{ inputs.environment }}",
  });
  expect(job("verify/verify").concurrency).toEqual({
    group: "verify-${{ matrix.environment }}",
    "cancel-in-progress": false,
  });
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
  const order = ["Revisions before", "What served before", "Deploy", "Serving revisions", "Roll back", "Notify"];
  expect(names.filter((name) => name !== undefined && order.includes(name))).toEqual(order);
  const deploy = job("deploy/production").steps.find(({ name }) => name === "Deploy");
  expect(deploy?.run).toBe('exec ./netra deploy --environment "$ENVIRONMENT" --digest "$DIGEST"');
});

/** What stands for a step: its name, its id or its action. */
const title = ({ name, id, uses = "" }: Step): string => name ?? id ?? uses.split("@")[0]!;
const titles = (id: string): readonly string[] => job(id).steps.map(title);
const stepOf = (id: string, name: string): Step => job(id).steps.find((step) => title(step) === name)!;

test("a job runs only for who and what it is meant for, and after what it needs", () => {
  const given = (entry: Job): object => ({ needs: entry.needs, if: entry.if?.replace(/\s+/g, " ").trim() });
  expect(Object.fromEntries(everyJob.map((entry) => [entry.id, given(entry.job)]))).toEqual({
    "deploy/staging-review": {
      if: "github.ref == 'refs/heads/main' && (github.event_name == 'push' || inputs.environment == 'staging')",
    },
    "deploy/staging": { needs: "staging-review", if: "needs.staging-review.outputs.digest != ''" },
    // Without a condition it asks that staging was deployed.
    "deploy/staging-e2e": { needs: "staging" },
    "deploy/production-review": {
      needs: "staging-e2e",
      if: "!cancelled() && github.ref == 'refs/heads/main' && (needs.staging-e2e.result == 'success' || inputs.environment == 'production')",
    },
    "deploy/production": {
      needs: "production-review",
      if: "!cancelled() && needs.production-review.result == 'success' && needs.production-review.outputs.severity != 'none'",
    },
    "drift/environments": { if: "github.ref == 'refs/heads/main'" },
    "drift/drift": { needs: "environments", if: "github.ref == 'refs/heads/main'" },
    "e2e/e2e": { if: "github.ref == 'refs/heads/main'" },
    // Whoever calls it has asked.
    "environments/environments": {},
    "lint/lint": {},
    "verify/environments": { if: "github.ref == 'refs/heads/main'" },
    "verify/verify": { needs: "environments", if: "github.ref == 'refs/heads/main'" },
    "pull-request/test": {},
    "pull-request/other-nodes": {},
    "pull-request/review": {},
    "pull-request/environments": { if: OWN_BRANCH },
    "pull-request/plan": { needs: "environments", if: OWN_BRANCH },
    "pull-request/reviewed-plan": { if: "github.event_name == 'merge_group'" },
    "pull-request/merge-gate": { needs: ["test", "other-nodes", "review", "plan", "reviewed-plan"], if: "always()" },
  });
});

test("a step that failed or was cancelled stops all others, but the way back and the message; only SARIF may fail", () => {
  const conditions = jobs.flatMap((entry) =>
    entry.job.steps.filter((step) => step.if !== undefined).map((step) => [`${entry.id}: ${title(step)}`, step.if]),
  );
  const back = "(failure() || cancelled()) && steps.before.outcome == 'success'";
  const notify = "always() && (env.SEVERITY != 'none' || job.status != 'success')";
  expect(Object.fromEntries(conditions)).toEqual({
    "deploy/staging: Roll back": back,
    "deploy/staging: Notify": notify,
    "deploy/production: Roll back": back,
    "deploy/production: Notify": notify,
    "e2e/e2e: This commit is deployed": "inputs.counts",
    "e2e/e2e: actions/upload-artifact": "always()",
    "e2e/e2e: This commit is still deployed": "inputs.counts",
    "e2e/e2e: Notify": "failure() || cancelled()",
    // One tool's finding hides no other's.
    "lint/lint: Licences": "!cancelled()",
    "lint/lint: Advisories": "!cancelled()",
    "lint/lint: Linters": "!cancelled()",
    ...Object.fromEntries(
      ["actionlint", "zizmor", "shellcheck", "checkov"].map((name) => [
        `lint/lint: ${name}`,
        "!cancelled() && steps.linters.outcome == 'success'",
      ]),
    ),
    "pull-request/plan: github/codeql-action/upload-sarif": "steps.review.outputs.sarif != ''",
    "pull-request/plan: Digest": "steps.review.outputs.digest != ''",
    "pull-request/reviewed-plan: Still true": "steps.reviewed.outputs.digest != ''",
  });
  expect(stepOf("deploy/staging", "Roll back").run).toContain(
    './netra rollback --environment "$ENVIRONMENT" --before "$RUNNER_TEMP/before.json"',
  );
  // The runbook fetches it by this name.
  expect(stepOf("deploy/staging", "What served before").with).toMatchObject({
    name: servedBefore({ name: "${{ env.ENVIRONMENT }}" }),
    path: "${{ runner.temp }}/before.json",
  });
  expect(stepOf("deploy/staging", "Revisions before")).toMatchObject({
    id: "before",
    run: expect.stringContaining('tee "$RUNNER_TEMP/before.json"') as string,
  });
  const mayFail = jobs.flatMap((entry) => entry.job.steps.filter((step) => step["continue-on-error"]).map(title));
  expect(mayFail).toEqual(["github/codeql-action/upload-sarif"]);
});

test("the digest that is applied is the one that was reviewed: staging's in the pull request, production's by the approver", () => {
  const output = (from: string): object =>
    expect.objectContaining({ digest: `\${{ steps.${from}.outputs.digest }}` }) as object;
  expect(job("deploy/staging-review").outputs).toEqual(output("reviewed"));
  expect(job("deploy/production-review").outputs).toEqual(output("review"));
  for (const name of ["staging", "production"]) {
    expect(job(`deploy/${name}`).env).toEqual({
      ENVIRONMENT: name,
      DIGEST: `\${{ needs.${name}-review.outputs.digest }}`,
      SEVERITY: `\${{ needs.${name}-review.outputs.severity }}`,
    });
    expect(job(`deploy/${name}-review`).outputs?.severity).toBe("${{ steps.review.outputs.severity }}");
    // Without it a skipped verdict would let the job pass.
    expect(stepOf(`deploy/${name}-review`, "Verdict").run).toBe('test "$CODE" -le 1');
  }
  const { run } = stepOf("deploy/staging-review", "Digest that was reviewed");
  expect(run).toContain('if [ "$GITHUB_EVENT_NAME" = push ]; then DIGEST=$(.github/scripts/reviewed-digest.sh');
  expect(titles("deploy/staging-review").indexOf("Verdict")).toBeLessThan(
    titles("deploy/staging-review").indexOf("Digest that was reviewed"),
  );
});

test("GitHub's own token is given to the steps that read or write there", () => {
  const given = jobs.flatMap((entry) =>
    entry.job.steps.filter(({ env }) => env?.GH_TOKEN !== undefined).map((step) => `${entry.id}: ${title(step)}`),
  );
  expect(given).toEqual([
    "deploy/staging-review: Digest that was reviewed",
    "deploy/production-review: End-to-end tests of this commit",
    "deploy/production-review: Older deploys that nobody approved",
    "drift/drift: Issue",
    "e2e/e2e: This commit is deployed",
    "e2e/e2e: This commit is still deployed",
    "pull-request/plan: Comment",
    "pull-request/reviewed-plan: Digest that was reviewed",
    "verify/verify: Commit that is deployed",
  ]);
});

test("a plan review is commented, uploaded and kept before its verdict fails; drift is not, when it could not be told", () => {
  expect(titles("pull-request/plan").slice(-6)).toEqual([
    "review",
    "reports",
    "Comment",
    "github/codeql-action/upload-sarif",
    "Digest",
    "Verdict",
  ]);
  expect(titles("drift/drift").slice(-6)).toEqual([
    "drift",
    "Verdict",
    "Issue",
    "google-github-actions/auth",
    "Drift was looked for",
    "Notify",
  ]);
  expect(stepOf("drift/drift", "Issue").run).toMatch(/drift-issue\.sh .* >"\$RUNNER_TEMP\/message"$/);
  expect(stepOf("drift/drift", "Notify").run).toMatch(/notify\.sh <"\$RUNNER_TEMP\/message"$/);
  for (const [id, from] of [
    ["pull-request/plan", "review"],
    ["pull-request/review", "review"],
    ["deploy/staging-review", "review"],
    ["deploy/production-review", "review"],
    ["drift/drift", "drift"],
    ["e2e/e2e", "e2e"],
    ["verify/verify", "verify"],
  ] as const) {
    expect(stepOf(id, "Verdict").env).toEqual({ CODE: `\${{ steps.${from}.outputs.code }}` });
  }
});

test("production is planned for a commit whose tests passed in staging, whoever starts it", () => {
  expect(job("deploy/staging-e2e").uses).toBe("./.github/workflows/e2e.yml");
  expect(Object.keys(workflow("e2e").on)).toEqual(["workflow_call", "workflow_dispatch"]);
  // The name that the gate asks for is that of the call and of the called job, in runs of that file.
  expect(read(".github", "scripts", "e2e-passed.sh")).toContain(
    'deploy-jobs.sh" "staging-e2e / e2e" "head_sha=$GITHUB_SHA"',
  );
  const jobsScript = read(".github", "scripts", "deploy-jobs.sh");
  expect(jobsScript).toContain("actions/workflows/deploy.yml/runs?branch=main&");
  // What they ask for is what starts that workflow.
  for (const event of Object.keys(workflow("deploy").on)) expect(jobsScript).toContain(`.event == "${event}"`);
  const own = titles("deploy/production-review");
  expect(stepOf("deploy/production-review", "End-to-end tests of this commit")).toMatchObject({
    run: ".github/scripts/e2e-passed.sh",
  });
  expect(own.indexOf("End-to-end tests of this commit")).toBeLessThan(own.indexOf("review"));
  expect(job("deploy/production").needs).toBe("production-review");
});

test("tests run where the environment answers, and pass only when all did", () => {
  const run = (id: string): string => stepOf("e2e/e2e", id).run!;
  expect(titles("e2e/e2e").slice(1)).toEqual([
    "This commit is deployed",
    "./.github/actions/setup",
    "google-github-actions/auth",
    "verify",
    "Answers",
    "e2e",
    "actions/upload-artifact",
    "This commit is still deployed",
    "Verdict",
    "Notify",
  ]);
  expect(run("verify")).toContain('report.sh verify "$ENVIRONMENT" markdown -- --environment "$ENVIRONMENT" --publish');
  expect(run("e2e")).toContain('report.sh e2e "$ENVIRONMENT" markdown -- --environment "$ENVIRONMENT" --junit ');
  expect([run("Answers"), run("Verdict")]).toEqual(['exit "$CODE"', 'exit "$CODE"']);
  expect(stepOf("e2e/e2e", "Answers").env).toEqual({ CODE: "${{ steps.verify.outputs.code }}" });
  expect(job("e2e/e2e").env).toEqual({ ENVIRONMENT: "${{ inputs.environment }}" });
  for (const name of ["This commit is deployed", "This commit is still deployed"]) {
    expect(run(name)).toBe('.github/scripts/still-deployed.sh "$ENVIRONMENT"');
  }
  // Only tests of a deploy count for a commit; by hand they say what is true of whatever stands there.
  expect(job("deploy/staging-e2e").with).toEqual({ environment: "staging", counts: true });
  // The longest run that a spec may declare, with what is around it, ends by itself and not by the job's end.
  const verification = job("verify/verify")["timeout-minutes"]! * 60;
  expect(job("e2e/e2e")["timeout-minutes"]! * 60).toBeGreaterThan(MAX_TEST_RUN_SECONDS + START_SECONDS + verification);
});

test("verification runs as often as its alerts suppose, publishes, and hands its history on whatever it found", () => {
  const { schedule } = workflow("verify").on as { readonly schedule: readonly { readonly cron: string }[] };
  const minutes = /^([\d,]+) \* \* \* \*$/
    .exec(schedule.map(({ cron }) => cron).join())![1]!
    .split(",")
    .map(Number);
  const gaps = minutes.map((minute, at) => (minutes[at + 1] ?? minutes[0]! + 60) - minute);
  expect([minutes.includes(0), new Set(gaps)]).toEqual([false, new Set([VERIFY_EVERY_MINUTES])]);
  expect(titles("verify/verify").slice(2)).toEqual([
    "actions/cache/restore",
    "Commit that is deployed",
    "google-github-actions/auth",
    "verify",
    "Message",
    "actions/cache/save",
    "Notify",
    "Verdict",
  ]);
  expect(stepOf("verify/verify", "verify").run).toContain('--publish --record "$RUNNER_TEMP/verify/history.jsonl"');
  const [, held] = /--hold (\d+) /.exec(stepOf("verify/verify", "verify").run!)!;
  // Proxies that cut silent connections do it after 30 or 60 s, as they come.
  expect(Number(held)).toBeGreaterThan(60);
  const [restore, save] = ["restore", "save"].map((how) => stepOf("verify/verify", `actions/cache/${how}`).with!);
  expect(save).toEqual({ path: restore!.path, key: restore!.key });
  expect(String(restore!.key)).toContain(String(restore!["restore-keys"]));
  expect(stepOf("verify/verify", "Verdict").run).toBe('test "$CODE" -le 1');
});

test("every output of a step that is read is one that its script writes", () => {
  const read = [...texts.join("\n").matchAll(/steps\.(\w+)\.outputs\.([\w-]+)/g)].map(
    ([, id, name]) => `${id}.${name}`,
  );
  const written = {
    review: "code digest severity markdown sarif",
    drift: "code markdown json",
    reviewed: "digest",
    verify: "code",
    applied: "commit",
    e2e: "code",
    list: "names",
    // Of actions/upload-artifact.
    reports: "artifact-url",
  };
  const known = Object.entries(written).flatMap(([id, names]) => names.split(" ").map((name) => `${id}.${name}`));
  expect(read.filter((name) => !known.includes(name))).toEqual([]);
});

test("every command that is run is this checkout's, by its path, and exists", () => {
  const sources = [...texts, ...SCRIPTS.map((name) => read(".github", "scripts", name))].join("\n");
  const code = sources.replaceAll(/^ *#.*$/gm, "");
  // A stranger's package on npm has the same name, and npm prints a banner into what is read here.
  expect(code).not.toMatch(/npx netra|npm (run|start|test)/);
  const used = [...code.matchAll(/\.\/netra ([a-z][\w-]*)/g)].map(([, name = ""]) => name);
  // report.sh is told which one to run.
  const reported = [...sources.matchAll(/\.github\/scripts\/report\.sh (\w+)/g)].map(([, name = ""]) => name);
  expect(new Set(reported)).toEqual(new Set(["review", "drift", "verify", "e2e"]));
  expect(new Set(used)).toEqual(new Set(["deploy", "serving", "rollback", "drift-checked", "environments"]));
  const known = COMMANDS.map(({ name }) => name);
  expect([...used, ...reported].filter((name) => !known.includes(name))).toEqual([]);
});

test("Node is the one of .nvmrc, which package.json allows", () => {
  const setup = action.runs.steps.find(({ uses }) => uses?.startsWith("actions/setup-node@"));
  expect(setup?.with).toMatchObject({
    "node-version": "${{ inputs.node }}",
    "node-version-file": "${{ inputs.node == '' && '.nvmrc' || '' }}",
  });
  const { engines } = JSON.parse(read("package.json")) as { readonly engines: { readonly node: string } };
  const [, newest] = /\|\| >=(\d+)\.0\.0$/.exec(engines.node)!;
  // Every other line is tried from its oldest version on.
  const { node: others = [] } = job("pull-request/other-nodes").strategy!.matrix;
  const oldest = [...engines.node.matchAll(/\^(\d+\.\d+\.\d+)/g)].map(([, version]) => version);
  expect(others.slice(0, -1)).toEqual(oldest);
  expect(Number(others.at(-1))).toBeGreaterThan(Number(newest));
  // To the patch: what runs is what was tried.
  const [, major] = /^(\d+)\.\d+\.\d+\n$/.exec(read(".nvmrc"))!;
  expect(major).toBe(newest);
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
