import { ApplyProgress, type ApplyEnd } from "../../cli/shared/apply-progress";
import { ApplySilence } from "../../cli/shared/apply-silence";
import { DEPLOY_WORDS, standingText } from "../../cli/shared/standing-text";
import { TerraformFailed } from "../../cli/shared/terraform-failed";
import type { OutputLine } from "../../cli/shared/terraform-output";
import { NOTHING_KNOWN } from "../support/failure-context";

/** How far an apply has come that did not end well, and what people are told of it. */

const CHANGES = ["a", "b", "c"].map((name) => ({ address: `t.${name}`, change: { actions: ["create"] } }));
const line = (type: string, address: string): OutputLine => ({
  type,
  hook: { action: "create", resource: { addr: address } },
});
const ENDED: ApplyEnd = { isKilled: false, isSaved: true, isTorn: false, isExplained: true };

/** What is said of an apply that has printed some lines. */
function said(lines: readonly OutputLine[], end: Partial<ApplyEnd> = {}): readonly string[] {
  const counted = new ApplyProgress(CHANGES);
  for (const each of lines) counted.add(each);
  const outcome = counted.outcome({ ...ENDED, ...end });
  const call = {
    stack: "s",
    verb: "apply",
    how: "failed",
    lines: [],
    stderr: "",
    keptState: undefined,
    context: NOTHING_KNOWN,
  } as const;
  const failed = new TerraformFailed({ ...call, isKilled: end.isKilled ?? false, outcome });
  return standingText({ names: ["s", "u"], finished: [] }, failed, DEPLOY_WORDS).slice(0, -1);
}

const ONE_MADE = [line("apply_start", "t.a"), line("apply_complete", "t.a"), line("apply_start", "t.b")];

test("one that fails: what is applied, what failed, what was not begun", () => {
  expect(said([...ONE_MADE, line("apply_errored", "t.b")])).toEqual([
    "s: 1 of 3 changes is applied",
    "s: not applied: t.b (failed)",
    "s: not applied: t.c (not begun)",
    "applied: nothing; in part: s; not applied: u",
  ]);
});

test("one that is killed: what its state may lack is named", () => {
  expect(said(ONE_MADE, { isKilled: true, isSaved: false })).toEqual([
    "s: 1 of 3 changes is applied",
    "s: not applied: t.b (was under way when Terraform ended: see whether Google has it)",
    "s: not applied: t.c (not begun)",
    "s: Terraform was killed, so what it made last may be missing in its state",
    "s: perhaps not in the state: t.a",
    "s: perhaps not in the state: t.b",
    "s: what the next review creates although Google has it is taken into the state first; ./netra adopt prints how",
    "applied: nothing; in part: s; not applied: u",
  ]);
});

test("one that is killed after it has written its state lacks nothing", () => {
  expect(said(ONE_MADE, { isKilled: true }).join("\n")).not.toContain("perhaps not in the state");
});

test.each([
  ["its last line is torn", { isTorn: true }],
  ["it fails and does not say why", { isExplained: false }],
])("a full disk, where %s: nothing is said to be not begun", (_what, end) => {
  expect(said(ONE_MADE, end)).toEqual([
    "s: at least 1 of 3 changes is applied",
    "s: what became of the others could not be written down; is the disk full? The next review shows what is left",
    "applied: nothing; in part: s; not applied: u",
  ]);
});

describe("an apply that prints nothing", () => {
  const SECOND = 1000;
  let silence: ApplySilence;
  beforeEach(() => (silence = new ApplySilence()));

  test("before its first change may wait for the lock", () => {
    silence.add({ type: "planned_change" }, 0);
    expect(silence.next(3600 * SECOND)).toBeUndefined();
  });

  test("waits for its state's bucket, which is said once", () => {
    silence.add({ type: "apply_start" }, 0);
    silence.add({ type: "apply_progress" }, 10 * SECOND);
    expect([39, 40, 41].map((second) => silence.next(second * SECOND))).toEqual([undefined, "say", undefined]);
  });

  test("and cannot give its lock back is ended: its state is written by then", () => {
    silence.add({ type: "apply_start" }, 0);
    expect(silence.isSaved).toBe(false);
    silence.add({ type: "state_lock_release" }, 5 * SECOND);
    expect(silence.isSaved).toBe(true);
    expect([64, 65].map((second) => silence.next(second * SECOND))).toEqual([undefined, "end"]);
  });
});
