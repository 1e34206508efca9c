import { readdirSync } from "node:fs";
import { join } from "node:path";
import { driftMemory, unpackedDrift } from "../support/drift-memory";
import { ROOT } from "../support/tracked-files";
import { SECRETS, describeScripts, runScripts, traceText, type ScriptResult, type ScriptRun } from "../support/script";

/**
 * One run of every script of the workflows, the one that tells most. A run starts a dozen processes; e2e/workflow-*.e2e.ts
 * has the other hundred.
 */

const BOT = { login: "github-actions[bot]" };
const DIGEST = "0123456789abcdef".repeat(4);
const MARKER = "<!-- netra-review:staging -->";
const REPORT = `${MARKER}\nseverity **high** · 1 change\n\ndigest <code>${DIGEST}</code>\n`;
const COMMENTS = {
  to: "issues/7/comments?per_page=100",
  stdout: JSON.stringify([
    { id: 4, user: { login: "someone" }, body: REPORT },
    { id: 5, user: BOT, body: REPORT },
  ]),
};

const DRIFT = { address: "a", path: "timeout", class: "reverted", severity: "high" };
const DRIFTED = "edge a timeout (reverted)";

const SHA = "0123456789abcdef0123456789abcdef01234567";
/** GitHub's list of one run of a workflow. */
const runs = (file: string, commit: string, more: object = {}): string =>
  JSON.stringify({
    workflow_runs: [
      {
        ...{ id: 42, path: `.github/workflows/${file}`, head_sha: commit, head_branch: "main" },
        event: file === "deploy.yml" ? "push" : "pull_request",
        ...{ status: "completed", conclusion: "success", updated_at: "2026-12-01T12:00:00Z" },
        head_repository: { full_name: "netra/infrastructure" },
        ...more,
      },
    ],
  });
const DEPLOYS = [
  { to: "deploy.yml/runs?branch=main", stdout: runs("deploy.yml", SHA) },
  {
    to: "runs/42/jobs?filter=all",
    stdout: JSON.stringify({
      jobs: ["staging", "staging-e2e / e2e"].map((name) => ({
        ...{ name, status: "completed", conclusion: name === "staging" ? "success" : "failure", steps: [{}] },
        completed_at: "2026-12-01T11:00:00Z",
      })),
    }),
  },
];

/** By script. */
const RUNS: Readonly<Record<string, Omit<ScriptRun, "script">>> = {
  "environment-names.sh": {
    answers: [
      {
        to: "environments --format json",
        stdout: JSON.stringify({ formatVersion: 1, environments: [{ name: "staging" }, { name: "production" }] }),
      },
    ],
  },
  "report.sh": {
    args: ["review", "staging", "markdown", "--", "--environment", "staging"],
    answers: [{ to: "--format markdown", stdout: REPORT, code: 1 }],
  },
  "sticky-comment.sh": {
    args: ["7", "report.md"],
    files: { "report.md": REPORT },
    answers: [COMMENTS, { to: "--method" }],
  },
  "reviewed-digest.sh": {
    args: ["staging"],
    answers: [
      {
        to: "/pulls",
        stdout: JSON.stringify([
          { number: 7, merged_at: "2026-11-22", merge_commit_sha: SHA, base: { ref: "main" }, head: { sha: "feed" } },
        ]),
      },
      { to: "pull-request.yml/runs?event=pull_request&head_sha=feed", stdout: runs("pull-request.yml", "feed") },
      {
        to: "runs/42/artifacts",
        stdout: JSON.stringify({ artifacts: [{ name: `reviewed-staging-${DIGEST}`, created_at: "2026-11-22" }] }),
      },
    ],
  },
  "drift-issue.sh": {
    args: ["staging", "1", "report.md", "report.json"],
    files: { "report.md": "drift\n", "report.json": JSON.stringify({ stacks: [{ name: "edge", drift: [DRIFT] }] }) },
    answers: [
      {
        to: "issues?labels=drift-staging",
        stdout: JSON.stringify([
          { number: 9, state: "open", user: BOT, pull_request: null, body: driftMemory({ [DRIFTED]: "low" }) },
        ]),
      },
      { to: "gh issue" },
    ],
  },
  "notify.sh": { stdin: "Drift in staging\n", answers: [{ to: "curl" }] },
  "verify-message.sh": {
    args: ["staging", "1", "temp/verify"],
    env: { GITHUB_SERVER_URL: "https://github.example", GITHUB_RUN_ID: "42" },
    files: { "temp/verify/code": "0\n" },
  },
  "applied-commit.sh": { args: ["staging"], answers: [...DEPLOYS, { to: "date -u", stdout: "2026-11-01\n" }] },
  "deploy-jobs.sh": { args: ["staging", "head_sha=feed"], answers: DEPLOYS },
  "e2e-passed.sh": { answers: DEPLOYS },
  "supersede-waiting.sh": {
    env: { GITHUB_RUN_NUMBER: "8" },
    answers: [
      {
        to: "deploy.yml/runs?branch=main&status=waiting",
        stdout: runs("deploy.yml", SHA, { status: "waiting", run_number: 7 }),
      },
      { to: "--method POST repos/netra/infrastructure/actions/runs/42/cancel" },
      { to: "actions/runs/42 ", stdout: JSON.stringify({ status: "waiting" }) },
    ],
  },
  "still-deployed.sh": {
    args: ["staging"],
    env: { GITHUB_RUN_ID: "42" },
    answers: [
      ...DEPLOYS,
      { to: "date -u", stdout: "2026-11-01\n" },
      { to: "actions/runs/42 ", stdout: JSON.stringify({ created_at: "2026-12-01T09:00:00Z" }) },
    ],
  },
};

const SCRIPTS = Object.keys(RUNS);

describeScripts("every script", () => {
  const ended = runScripts(
    Object.fromEntries(Object.entries(RUNS).map(([script, run]) => [script, { ...run, script }])),
  );

  test("has a run here", () => {
    expect([...SCRIPTS].sort()).toEqual(readdirSync(join(ROOT, ".github/scripts")).sort());
  });

  test.each<[string, Partial<ScriptResult>]>([
    ["environment-names.sh", { code: 0, stdout: "", stderr: "" }],
    ["report.sh", { code: 0, stdout: "" }],
    ["sticky-comment.sh", { code: 0, stdout: "comment 5 updated\n" }],
    ["reviewed-digest.sh", { code: 0, stdout: `${DIGEST}\n`, stderr: "" }],
    ["drift-issue.sh", { code: 0, stdout: `Drift in staging\nworse, low to high: ${DRIFTED}\n` }],
    ["notify.sh", { code: 0, stdout: "", stderr: "" }],
    [
      "verify-message.sh",
      {
        code: 0,
        stdout: "staging does not answer as declared. https://github.example/netra/infrastructure/actions/runs/42\n",
      },
    ],
    [
      "e2e-passed.sh",
      {
        code: 1,
        stdout: "",
        stderr:
          "::error::the end-to-end tests of 0123456 in staging ended with: failure; deploy staging and let them pass, then deploy production\n",
      },
    ],
    ["deploy-jobs.sh", { code: 0, stdout: `${SHA}\tcompleted\tsuccess\t2026-12-01T11:00:00Z\n`, stderr: "" }],
    [
      "supersede-waiting.sh",
      { code: 0, stdout: "run 42 is cancelled: nobody approved it, and this run's plan is newer\n", stderr: "" },
    ],
    ["applied-commit.sh", { code: 0, stdout: `${SHA}\n`, stderr: "" }],
    ["still-deployed.sh", { code: 0, stdout: "staging is deployed from 0123456\n", stderr: "" }],
  ])("%s says", (script, expected) => expect(ended(script)).toMatchObject(expected));

  test("environment-names.sh hands on the names as a list", () => {
    expect(ended("environment-names.sh").read("output")).toBe('names=["staging","production"]\n');
  });

  test("report.sh hands on the code and the digest", () => {
    expect(ended("report.sh").read("output")).toContain(`digest=${DIGEST}\nseverity=high\n`);
    expect(ended("report.sh").read("output")).toContain("code=1\n");
    expect(ended("report.sh").read("summary")).toContain(`## review of staging\n\n${MARKER}\n`);
  });

  test("drift-issue.sh comments, and then remembers", () => {
    const writes = ended("drift-issue.sh").calls.filter(([, what]) => what === "issue");
    expect(writes.map((call) => call.slice(2, 4))).toEqual([
      ["comment", "9"],
      ["edit", "9"],
    ]);
    const [, packed = ""] = /netra-drift-state:(\S+) -->/.exec(writes[1]?.join(" ") ?? "") ?? [];
    expect(unpackedDrift(packed)).toEqual({ [DRIFTED]: "high" });
  });

  test("notify.sh gives curl the text and the webhook, the webhook in a file", () => {
    const [call = []] = ended("notify.sh").calls;
    expect(call).toContain(`@url = "${SECRETS.NOTIFY_WEBHOOK}"`);
    expect(JSON.parse(call.find((word) => word.startsWith("@{"))?.slice(1) ?? "")).toEqual({
      text: "Drift in staging",
    });
  });

  test.each(SCRIPTS)("%s passes no secret on", (script) => {
    for (const secret of Object.values(SECRETS)) expect(traceText(ended(script))).not.toContain(secret);
  });
});
