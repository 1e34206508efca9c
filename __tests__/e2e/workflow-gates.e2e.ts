import { SECRETS, describeScripts, runScripts, traceText, type ScriptRun, type StandInAnswer } from "../support/script";

/**
 * e2e-passed.sh, still-deployed.sh and reviewed-digest.sh: what a deploy trusts; supersede-waiting.sh: what it ends. Whoever may write to the repository can
 * push a branch whose workflow makes checks, comments and runs of its own; none of those may open a gate.
 */

const REPOSITORY = "netra/infrastructure";
const SHA = "0123456789abcdef0123456789abcdef01234567";
const OTHER_SHA = "fedcba9876543210fedcba9876543210fedcba98";
const T = (hour: number): string => `2026-12-01T${String(hour).padStart(2, "0")}:00:00Z`;

interface Job {
  readonly name: string;
  readonly status?: string;
  readonly conclusion?: string | null;
  readonly ended?: string;
  readonly steps?: readonly object[];
}
interface Run {
  readonly id: number;
  readonly path?: string;
  readonly event?: string;
  readonly head_branch?: string;
  readonly head_sha?: string;
  readonly run_number?: number;
  readonly repository?: string;
  readonly status?: string;
  readonly conclusion?: string;
  readonly updated_at?: string;
  readonly jobs?: readonly Job[];
  readonly artifacts?: readonly { readonly name: string; readonly created_at?: string; readonly expired?: boolean }[];
}

/** What GitHub answers of runs of a workflow, and of the jobs and the artifacts of each. */
function runsOf(file: string, runs: readonly Run[]): readonly StandInAnswer[] {
  const listed = runs.map(({ id, repository = REPOSITORY, jobs: _jobs, artifacts: _artifacts, ...rest }) => ({
    ...{ id, path: `.github/workflows/${file}@main`, status: "completed", conclusion: "success", updated_at: T(23) },
    ...(file === "deploy.yml"
      ? { event: "push", head_branch: "main", head_sha: SHA }
      : { event: "pull_request", head_branch: "topic", head_sha: OTHER_SHA }),
    head_repository: { full_name: repository },
    ...rest,
  }));
  return [
    { to: `actions/workflows/${file}/runs?`, stdout: JSON.stringify({ workflow_runs: listed }) },
    ...runs.flatMap(({ id, jobs = [], artifacts = [] }) => [
      {
        to: `actions/runs/${id}/jobs?filter=all`,
        stdout: JSON.stringify({
          jobs: jobs.map(({ ended = T(10), status = "completed", conclusion = "success", steps = [{}], name }) => ({
            ...{ name, status, conclusion, steps },
            completed_at: status === "completed" ? ended : null,
          })),
        }),
      },
      {
        to: `actions/runs/${id}/artifacts?`,
        stdout: JSON.stringify({
          artifacts: artifacts.map((each) => ({ created_at: T(10), expired: false, ...each })),
        }),
      },
    ]),
  ];
}

const DOWN: StandInAnswer = { to: "gh api", stderr: "gh: HTTP 502", code: 1 };
const ODD: StandInAnswer = { to: "gh api", stdout: "<html>" };

describeScripts("e2e-passed.sh", () => {
  const E2E = "staging-e2e / e2e";
  /** A check with the right name that any workflow can make, for any commit. */
  const FORGED: StandInAnswer = {
    to: "check-runs?check_name=staging-e2e",
    stdout: JSON.stringify({
      check_runs: [
        { conclusion: "success", status: "completed", completed_at: T(23), app: { slug: "github-actions" } },
      ],
    }),
  };
  const passed = (...runs: readonly Run[]): ScriptRun => ({
    script: "e2e-passed.sh",
    answers: [FORGED, ...runsOf("deploy.yml", runs)],
  });
  const ended = runScripts({
    passed: passed({ id: 1, jobs: [{ name: E2E }] }),
    byHand: passed({ id: 1, event: "workflow_dispatch", jobs: [{ name: E2E }] }),
    passedLater: passed(
      { id: 2, jobs: [{ name: E2E, ended: T(12) }] },
      { id: 1, jobs: [{ name: E2E, conclusion: "failure", ended: T(11) }] },
    ),
    passedInTheEnd: passed({
      id: 1,
      jobs: [
        { name: E2E, conclusion: "failure" },
        { name: E2E, ended: T(11) },
      ],
    }),
    failed: passed({ id: 1, jobs: [{ name: E2E, conclusion: "failure" }] }),
    failedLater: passed(
      { id: 1, jobs: [{ name: E2E, ended: T(11) }] },
      { id: 2, jobs: [{ name: E2E, conclusion: "failure", ended: T(12) }] },
    ),
    running: passed({ id: 1, status: "in_progress", jobs: [{ name: E2E, status: "in_progress", conclusion: null }] }),
    skipped: passed({ id: 1, jobs: [{ name: "staging-e2e", conclusion: "skipped" }] }),
    forgedCheck: passed(),
    otherWorkflow: passed({ id: 1, path: ".github/workflows/forged.yml@main", jobs: [{ name: E2E }] }),
    otherBranch: passed({ id: 1, head_branch: "topic", jobs: [{ name: E2E }] }),
    otherEvent: passed({ id: 1, event: "pull_request", jobs: [{ name: E2E }] }),
    fork: passed({ id: 1, repository: "someone/infrastructure", jobs: [{ name: E2E }] }),
    otherCommit: passed({ id: 1, head_sha: OTHER_SHA, jobs: [{ name: E2E }] }),
    testsByHand: passed({ id: 1, path: ".github/workflows/e2e.yml", jobs: [{ name: "e2e" }] }),
    down: { script: "e2e-passed.sh", answers: [DOWN] },
    odd: { script: "e2e-passed.sh", answers: [ODD] },
  });
  const refusal = (said: string): string =>
    `::error::the end-to-end tests of 0123456 in staging ${said}; deploy staging and let them pass, then deploy production\n`;

  test.each(["passed", "byHand", "passedLater", "passedInTheEnd"] as const)("%s: production is planned", (name) => {
    expect(ended(name)).toMatchObject({ code: 0, stdout: "the end-to-end tests of 0123456 passed\n", stderr: "" });
  });

  test.each([
    ["failed", "ended with: failure"],
    ["failedLater", "ended with: failure"],
    ["running", "have not run"],
    ["skipped", "have not run"],
    ["forgedCheck", "have not run"],
    ["otherWorkflow", "have not run"],
    ["otherBranch", "have not run"],
    ["otherEvent", "have not run"],
    ["fork", "have not run"],
    ["otherCommit", "have not run"],
    ["testsByHand", "have not run"],
  ] as const)("%s: refused, because they %s", (name, said) => {
    expect(ended(name)).toMatchObject({ code: 1, stdout: "", stderr: refusal(said) });
  });

  test.each(["down", "odd"] as const)("%s: nobody can tell", (name) => {
    expect(ended(name)).toMatchObject({ code: 2, stdout: "" });
  });

  test("the token is in no trace", () => {
    for (const name of ["passed", "failed", "down"] as const) {
      expect(traceText(ended(name))).not.toContain(SECRETS.GH_TOKEN);
    }
  });
});

describeScripts("still-deployed.sh", () => {
  const staging = (rest: Omit<Job, "name"> = {}): Job => ({ name: "staging", ...rest });
  const asked = (...runs: readonly Run[]): ScriptRun => ({
    script: "still-deployed.sh",
    args: ["staging"],
    env: { GITHUB_RUN_ID: "1" },
    answers: [
      ...runsOf("deploy.yml", runs),
      { to: "date -u -d -31 days", stdout: "2026-10-31\n" },
      { to: "actions/runs/1 ", stdout: JSON.stringify({ created_at: T(9) }) },
    ],
  });
  /** Ours: staging was deployed at ten. */
  const A: Run = { id: 1, status: "in_progress", jobs: [staging()] };
  const B = (job: Omit<Job, "name">, rest: Partial<Run> = {}): Run => ({
    ...{ id: 2, head_sha: OTHER_SHA, status: "in_progress", jobs: [staging(job)] },
    ...rest,
  });
  const queued = { status: "queued", conclusion: null, steps: [] };
  const ended = runScripts({
    alone: asked(A),
    before: asked(A, B({ ended: "2026-12-01T09:30:00Z" })),
    waits: asked(A, B(queued)),
    gaveUpWaiting: asked(A, B({ ended: T(11), conclusion: "cancelled", steps: [] })),
    neverBegan: asked(A, B({ ended: T(11), conclusion: "skipped", steps: [] })),
    ofPast: asked(A, B({ ended: T(11) }, { status: "completed", updated_at: "2026-12-01T08:00:00Z" })),
    forged: asked(A, B({ ended: T(11) }, { head_branch: "topic" })),
    // Of two that waited for the group the second had its turn between our deploy and our tests.
    between: asked(A, B({ ended: T(11) })),
    failedBetween: asked(A, B({ ended: T(11), conclusion: "failure" })),
    cancelledBetween: asked(A, B({ ended: T(11), conclusion: "cancelled" })),
    // An older run, of which somebody runs the deploy again.
    again: asked(A, B({ ended: T(11) }, { id: 3, status: "completed" })),
    now: asked(A, B({ status: "in_progress", conclusion: null })),
    failed: asked({ id: 1, jobs: [staging({ conclusion: "failure" })] }),
    none: asked(),
    down: { ...asked(A), answers: [DOWN] },
    odd: { ...asked(A), answers: [ODD] },
  });

  test.each(["alone", "before", "waits", "gaveUpWaiting", "neverBegan", "ofPast", "forged"] as const)(
    "%s: what is tested is this commit",
    (name) => {
      expect(ended(name)).toMatchObject({ code: 0, stdout: "staging is deployed from 0123456\n", stderr: "" });
    },
  );

  test.each([
    ["between", "staging was deployed from fedcba9 last"],
    ["failedBetween", "staging was deployed from fedcba9 last"],
    ["cancelledBetween", "staging was deployed from fedcba9 last"],
    ["again", "staging was deployed from fedcba9 last"],
    ["now", "staging is being deployed from fedcba9"],
    ["failed", "the last deploy of staging ended with: failure"],
    ["none", "no deploy of staging is known"],
  ] as const)("%s: the tests count for nothing, because %s", (name, said) => {
    const stderr = `::error::${said}; what was tested is not 0123456, and these tests do not count for it\n`;
    expect(ended(name)).toMatchObject({ code: 1, stdout: "", stderr });
  });

  test.each(["down", "odd"] as const)("%s: nobody can tell", (name) => {
    expect(ended(name)).toMatchObject({ code: 2, stdout: "" });
  });

  test("runs of the thirty days are asked for, in which one can be run again", () => {
    expect(
      ended("alone")
        .calls.map((call) => call.join(" "))
        .join("\n"),
    ).toContain("deploy.yml/runs?branch=main&per_page=100&created=%3E%3D2026-10-31");
  });
});

describeScripts("applied-commit.sh", () => {
  const production = (rest: Omit<Job, "name"> = {}): Job => ({ name: "production", ...rest });
  const asked = (...runs: readonly Run[]): ScriptRun => ({
    script: "applied-commit.sh",
    args: ["production"],
    answers: [...runsOf("deploy.yml", runs), { to: "date -u -d -31 days", stdout: "2026-10-31\n" }],
  });
  const ended = runScripts({
    applied: asked({ id: 1, jobs: [production()] }),
    // The merge after it waits for somebody's approval.
    pending: asked(
      { id: 1, jobs: [production()] },
      { id: 2, head_sha: OTHER_SHA, status: "waiting", jobs: [production({ status: "waiting", steps: [] })] },
    ),
    later: asked({ id: 1, jobs: [production()] }, { id: 2, head_sha: OTHER_SHA, jobs: [production({ ended: T(11) })] }),
    failedLater: asked(
      { id: 1, jobs: [production()] },
      { id: 2, head_sha: OTHER_SHA, jobs: [production({ ended: T(11), conclusion: "failure" })] },
    ),
    now: asked(
      { id: 1, jobs: [production()] },
      { id: 2, status: "in_progress", jobs: [production({ status: "in_progress", conclusion: null })] },
    ),
    none: asked(),
    down: { ...asked(), answers: [DOWN] },
  });

  test.each([
    ["applied", `${SHA}\n`],
    ["pending", `${SHA}\n`],
    ["later", `${OTHER_SHA}\n`],
    ["failedLater", `${SHA}\n`],
    ["now", ""],
    ["none", ""],
  ] as const)("%s: %j", (name, stdout) => {
    expect(ended(name)).toMatchObject({ code: 0, stdout, stderr: "" });
  });

  test("down: nobody can tell", () => expect(ended("down")).toMatchObject({ code: 2, stdout: "" }));
});

describeScripts("reviewed-digest.sh", () => {
  const DIGEST = "0123456789abcdef".repeat(4);
  const OTHER = "fedcba9876543210".repeat(4);
  const HEAD = OTHER_SHA;
  const pull = {
    ...{ number: 7, merged_at: "2026-11-22", merge_commit_sha: SHA },
    ...{ base: { ref: "main" }, head: { sha: HEAD } },
  };
  const pulls = (...found: readonly object[]): StandInAnswer => ({
    to: `commits/${SHA}/pulls`,
    stdout: JSON.stringify(found),
  });
  /** A comment as the workflow's, which any branch's workflow can write. */
  const FORGED: StandInAnswer = {
    to: "issues/7/comments?per_page=100",
    stdout: JSON.stringify([
      {
        ...{ id: 3, user: { login: "github-actions[bot]" } },
        body: `<!-- netra-review:staging -->\ntext\ndigest <code>${OTHER}</code>\n`,
      },
    ]),
  };
  const kept = (digest: string, rest: object = {}) => ({ name: `reviewed-staging-${digest}`, ...rest });
  const asked = (found: StandInAnswer, ...runs: readonly Run[]): ScriptRun => ({
    script: "reviewed-digest.sh",
    args: ["staging"],
    answers: [found, FORGED, ...runsOf("pull-request.yml", runs)],
  });
  const good: Run = { id: 1, artifacts: [kept(DIGEST), { name: `reviewed-production-${OTHER}` }] };
  const forged = (rest: Partial<Run>): Run => ({ id: 2, artifacts: [kept(OTHER)], ...rest });
  /** A pull request that a merge queue is about to merge, by its number. */
  const queued = (change: object, ...runs: readonly Run[]): ScriptRun => ({
    ...{ script: "reviewed-digest.sh", args: ["staging"] },
    answers: [
      {
        to: "repos/netra/infrastructure/pulls/7 ",
        stdout: JSON.stringify({
          ...{ number: 7, base: { ref: "main" }, user: { login: "someone" } },
          head: { sha: HEAD, repo: { full_name: REPOSITORY } },
          ...change,
        }),
      },
      FORGED,
      ...runsOf("pull-request.yml", runs),
    ],
    env: { GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: `refs/heads/gh-readonly-queue/main/pr-7-${OTHER_SHA}` },
  });
  const ended = runScripts({
    queued: queued({}, good),
    queuedUnreviewed: queued({}),
    queuedForged: queued({}, good, forged({})),
    queuedElsewhere: queued({ base: { ref: "theirs" } }, good),
    queuedFork: queued({ head: { sha: HEAD, repo: { full_name: "someone/infrastructure" } } }),
    queuedGoneFork: queued({ head: { sha: HEAD, repo: null } }),
    queuedDependabot: queued({ user: { login: "dependabot[bot]" } }),
    // A person has pushed to its branch: planned by them, and compared.
    queuedTaken: queued({ user: { login: "dependabot[bot]" } }, good),
    noQueue: { ...queued({}, good), env: { GITHUB_EVENT_NAME: "merge_group", GITHUB_REF: "refs/heads/topic" } },
    queuedUnasked: { ...queued({}), answers: [DOWN] },
    good: asked(
      pulls(
        ...[{ merge_commit_sha: "else" }, { merged_at: null }, { base: { ref: "theirs" } }].map((other) => ({
          ...{ ...pull, number: 6, head: { sha: "else" } },
          ...other,
        })),
        pull,
      ),
      good,
    ),
    red: asked(pulls(pull), { ...good, conclusion: "failure" }),
    again: asked(pulls(pull), { id: 1, artifacts: [kept(DIGEST, { created_at: T(12) }), kept(OTHER)] }),
    reopened: asked(pulls(pull), good, { ...good, id: 2 }),
    cancelled: asked(pulls(pull), good, forged({ conclusion: "cancelled" })),
    otherWorkflow: asked(pulls(pull), good, forged({ path: ".github/workflows/forged.yml" })),
    otherEvent: asked(pulls(pull), good, forged({ event: "push" })),
    otherCommit: asked(pulls(pull), good, forged({ head_sha: SHA })),
    fork: asked(pulls(pull), good, forged({ repository: "someone/infrastructure" })),
    direct: asked(pulls()),
    forgedComment: asked(pulls(pull)),
    untold: asked(pulls(pull), { id: 1 }),
    expired: asked(pulls(pull), { id: 1, artifacts: [kept(DIGEST, { expired: true })] }),
    short: asked(pulls(pull), { id: 1, artifacts: [kept("abc")] }),
    // From the same commit into a branch of theirs, whose workflow file is another one.
    secondPullRequest: asked(pulls(pull), good, forged({})),
    secondAfterUntold: asked(pulls(pull), { id: 1 }, forged({})),
    unasked: { ...asked(pulls()), answers: [DOWN] },
    unread: {
      ...asked(pulls()),
      answers: [pulls(pull), { to: "pull-request.yml/runs", stderr: "gh: HTTP 502", code: 1 }],
    },
  });
  const after = "read the review in this run's summary, then start the deploy workflow by hand with its digest";

  test.each([
    ...(["good", "red", "again", "reopened"] as const),
    ...(["cancelled", "otherWorkflow", "otherEvent", "otherCommit", "fork"] as const),
  ])("%s: the digest that the review of the pull request's last commit came to", (name) => {
    expect(ended(name)).toMatchObject({ code: 0, stdout: `${DIGEST}\n`, stderr: "" });
  });

  test.each([
    ["direct", "no pull request became 0123456"],
    ["forgedComment", "pull request 7 has no plan review with a digest for staging"],
    ["untold", "pull request 7 has no plan review with a digest for staging"],
    ["expired", "pull request 7 has no plan review with a digest for staging"],
    ["short", "pull request 7 has no plan review with a digest for staging"],
    ["secondPullRequest", "the plan reviews of fedcba9 in pull request 7 came to different digests for staging"],
    ["secondAfterUntold", "the plan reviews of fedcba9 in pull request 7 came to different digests for staging"],
  ] as const)("%s: refused, because %s, and how to go on", (name, said) => {
    expect(ended(name)).toMatchObject({ code: 1, stdout: "", stderr: `::error::${said}; ${after}\n` });
  });

  test.each(["queued", "queuedTaken"] as const)("%s: in a merge queue it is that of the pull request", (name) => {
    expect(ended(name)).toMatchObject({ code: 0, stdout: `${DIGEST}\n`, stderr: "" });
  });

  test.each([
    ["queuedUnreviewed", "pull request 7 has no plan review with a digest for staging"],
    ["queuedForged", "the plan reviews of fedcba9 in pull request 7 came to different digests for staging"],
    ["queuedElsewhere", "pull request 7 does not go into main"],
    ["noQueue", "no branch of the merge queue into main: refs/heads/topic"],
  ] as const)("%s: the queue stops, because %s", (name, said) => {
    const next = "let the pull request's checks run again, and read the new review";
    expect(ended(name)).toMatchObject({ code: 1, stdout: "", stderr: `::error::${said}; ${next}\n` });
  });

  test.each(["queuedFork", "queuedGoneFork", "queuedDependabot"] as const)(
    "%s: never planned, so no digest",
    (name) => {
      expect(ended(name)).toMatchObject({ code: 0, stdout: "" });
      expect(ended(name).stderr).toContain("pull request 7 is never planned");
    },
  );

  test.each(["unasked", "unread", "queuedUnasked"] as const)("%s: GitHub's silence is not a refusal", (name) => {
    expect(ended(name)).toMatchObject({ code: 2, stdout: "" });
    expect(ended(name).stderr).toContain("HTTP 502");
    for (const secret of Object.values(SECRETS)) expect(traceText(ended(name))).not.toContain(secret);
  });
});

describeScripts("supersede-waiting.sh", () => {
  const waiting = { status: "waiting" } as const;
  /** The list, then the answer to each run's own question, then what cancelling comes to. */
  const superseded = (
    runs: readonly (Run & { readonly run_number: number; readonly now?: string; readonly refused?: true })[],
  ): ScriptRun => ({
    script: "supersede-waiting.sh",
    env: { GITHUB_RUN_NUMBER: "10" },
    answers: [
      ...runs.map(({ id, refused }) => ({
        to: `--method POST repos/${REPOSITORY}/actions/runs/${id}/cancel`,
        ...(refused && { stderr: "gh: HTTP 409", code: 1 }),
      })),
      ...runs.map(({ id, now = "waiting" }) => ({
        to: `actions/runs/${id} `,
        stdout: JSON.stringify({ status: now }),
      })),
      ...runsOf(
        "deploy.yml",
        runs.map(({ now: _now, refused: _refused, ...run }) => ({ ...waiting, ...run })),
      ),
    ],
  });
  const ended = runScripts({
    none: superseded([]),
    older: superseded([
      { id: 1, run_number: 7 },
      { id: 2, run_number: 9 },
    ]),
    byHand: superseded([{ id: 1, run_number: 9, event: "workflow_dispatch" }]),
    itself: superseded([{ id: 1, run_number: 10 }]),
    newer: superseded([{ id: 1, run_number: 11 }]),
    otherBranch: superseded([{ id: 1, run_number: 7, head_branch: "topic" }]),
    otherWorkflow: superseded([{ id: 1, run_number: 7, path: ".github/workflows/forged.yml@main" }]),
    fork: superseded([{ id: 1, run_number: 7, repository: "someone/infrastructure" }]),
    deploying: superseded([{ id: 1, run_number: 7, status: "in_progress" }]),
    approvedSince: superseded([{ id: 1, run_number: 7, now: "in_progress" }]),
    refused: superseded([
      { id: 1, run_number: 7, refused: true },
      { id: 2, run_number: 9 },
    ]),
    down: { script: "supersede-waiting.sh", env: { GITHUB_RUN_NUMBER: "10" }, answers: [DOWN] },
    odd: { script: "supersede-waiting.sh", env: { GITHUB_RUN_NUMBER: "10" }, answers: [ODD] },
  });
  const cancelled = (name: Parameters<typeof ended>[0]): readonly string[] =>
    ended(name).calls.flatMap((call) =>
      call.includes("POST") ? [call.at(-1)!.replace(/^.*runs\/(\d+)\/cancel$/, "$1")] : [],
    );
  const said = (id: number): string => `run ${id} is cancelled: nobody approved it, and this run's plan is newer\n`;

  test("every older run that waits is cancelled, whoever started it", () => {
    expect(ended("older")).toMatchObject({ code: 0, stdout: said(1) + said(2), stderr: "" });
    expect(cancelled("older")).toEqual(["1", "2"]);
    expect(cancelled("byHand")).toEqual(["1"]);
  });

  test.each(["none", "itself", "newer", "otherBranch", "otherWorkflow", "fork", "deploying"] as const)(
    "%s: nothing is cancelled",
    (name) => {
      expect(ended(name)).toMatchObject({ code: 0, stdout: "no older deploy waits for an approval\n", stderr: "" });
      expect(cancelled(name)).toEqual([]);
    },
  );

  test("a run that was approved meanwhile deploys on", () => {
    expect(ended("approvedSince")).toMatchObject({ code: 0, stdout: "run 1 is not waiting any more: left alone\n" });
    expect(cancelled("approvedSince")).toEqual([]);
  });

  test("one that cannot be cancelled is named, and keeps nobody from the next", () => {
    expect(ended("refused").code).toBe(0);
    expect(ended("refused").stdout).toBe(
      `::warning::run 1 waits for an approval and could not be cancelled; cancel it by hand, or this run waits behind it\n${said(2)}`,
    );
  });

  test.each(["down", "odd"] as const)("%s: GitHub gives no answer, and nobody can tell", (name) => {
    expect(ended(name).code).toBe(2);
    expect(cancelled(name)).toEqual([]);
  });

  test.each(["older", "refused", "down"] as const)("%s: no secret is passed on", (name) => {
    for (const secret of Object.values(SECRETS)) expect(traceText(ended(name))).not.toContain(secret);
  });
});
