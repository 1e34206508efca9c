import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../support/tracked-files";

/** The job whose result branch protection asks for: its script, run with every result that it may meet. */

interface Job {
  readonly if: string;
  readonly steps: readonly { readonly run: string; readonly env: Readonly<Record<string, string>> }[];
}

const pullRequest = parse(readFileSync(join(ROOT, ".github", "workflows", "pull-request.yml"), "utf8")) as {
  readonly jobs: Readonly<Record<string, Job>>;
};

describe("what branch protection asks for", () => {
  const { run, env } = pullRequest.jobs["merge-gate"]!.steps[0]!;
  const isPassed = (results: Readonly<Record<string, string>>): boolean =>
    spawnSync("bash", ["-eo", "pipefail", "-c", run], {
      env: { PATH: process.env.PATH, REVIEWED: "skipped", WANTED_REVIEWED: "skipped", ...results },
    }).status === 0;
  const passes = (TEST: string, REVIEW: string, PLAN: string, WANTED: string, NODES = "success"): boolean =>
    isPassed({ TEST, NODES, REVIEW, PLAN, WANTED });

  test("wants the plan of a branch of this repository, and none of a stranger's", () => {
    expect(env.WANTED).toBe(`\${{ ${pullRequest.jobs.plan!.if} && 'success' || 'skipped' }}`);
    expect(passes("success", "success", "success", "success")).toBe(true);
    expect(passes("success", "success", "skipped", "skipped")).toBe(true);
  });

  test.each([
    ["failure", "success", "success", "success"],
    ["success", "failure", "success", "success"],
    ["success", "success", "failure", "success"],
    ["success", "success", "cancelled", "success"],
    // Nothing named the environments.
    ["success", "success", "skipped", "success"],
    ["skipped", "success", "success", "success"],
    ["cancelled", "cancelled", "cancelled", "skipped"],
  ])("stops at test %s, review %s, plan %s, %s wanted", (...results) => expect(passes(...results)).toBe(false));

  test("stops where another Node fails", () => {
    expect(passes("success", "success", "success", "success", "failure")).toBe(false);
  });

  test.each([
    ["success", "success", true],
    ["failure", "success", false],
    ["cancelled", "success", false],
    // The event was not recognised as a queue's.
    ["skipped", "success", false],
    ["success", "skipped", false],
  ])("in a merge queue, the reviewed plan %s where %s is wanted: %j", (REVIEWED, WANTED_REVIEWED, isLetIn) => {
    expect(env.WANTED_REVIEWED).toBe("${{ github.event_name == 'merge_group' && 'success' || 'skipped' }}");
    const others = { TEST: "success", NODES: "success", REVIEW: "success", PLAN: "skipped", WANTED: "skipped" };
    expect(isPassed({ ...others, REVIEWED, WANTED_REVIEWED })).toBe(isLetIn);
  });
});
