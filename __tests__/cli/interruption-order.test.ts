import { existsSync } from "node:fs";
import {
  askAtInterruption,
  assertNotInterrupted,
  endAtInterruption,
  inTemporaryFolder,
  interruptionSignal,
  runWhole,
  undoAtInterruption,
} from "../../cli/shared/interruption";

/** What is undone, in which order, and how the process ends. What real processes leave behind is asked in __tests__/e2e/left-behind.e2e.ts. */

let ended: jest.SpyInstance;
let said: jest.SpyInstance;
/** Milliseconds. */
let now: number;
beforeEach(() => {
  now = 0;
  jest.spyOn(Date, "now").mockImplementation(() => now);
  ended = jest.spyOn(process, "kill").mockReturnValue(true);
  said = jest.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => jest.restoreAllMocks());

/** A signal, so much later than the one before that nobody takes both for one press. */
function interrupt(signal: NodeJS.Signals, later = 1000): void {
  now += later;
  process.emit(signal, signal);
}

test("undone in the opposite order, also what follows one that fails; then it ends by the same signal", () => {
  const calls: string[] = [];
  const releases = [
    undoAtInterruption(() => calls.push("folder")),
    undoAtInterruption(() => {
      throw new Error("in use");
    }),
    undoAtInterruption(() => calls.push("child")),
  ];
  interrupt("SIGTERM");
  expect(calls).toEqual(["child", "folder"]);
  expect(ended.mock.calls).toEqual([[process.pid, "SIGTERM"]]);
  releases.forEach((release) => release());
});

test("with nothing to undo no signal is caught", () => {
  const release = undoAtInterruption(() => undefined);
  expect(process.listenerCount("SIGINT")).toBe(1);
  release();
  expect(process.listenerCount("SIGINT")).toBe(0);
});

test("who is asked ends by itself; a second signal waits no longer", () => {
  const calls: string[] = [];
  const releases = [
    undoAtInterruption(() => calls.push("undone")),
    askAtInterruption({ notice: "asked to stop", ask: (signal) => calls.push(`asked ${signal}`) }),
  ];
  interrupt("SIGINT");
  expect([calls, ended.mock.calls]).toEqual([["asked SIGINT"], []]);
  expect(said.mock.calls).toEqual([["\nasked to stop\n"]]);
  interrupt("SIGINT");
  expect(calls).toEqual(["asked SIGINT", "undone"]);
  expect(ended.mock.calls).toEqual([[process.pid, "SIGINT"]]);
  releases.forEach((release) => release());
});

test("a second signal makes who is asked insist, the third ends the process", () => {
  const calls: string[] = [];
  const releases = [
    undoAtInterruption(() => calls.push("undone")),
    askAtInterruption({ notice: "", ask: () => calls.push("asked"), insist: () => calls.push("killed") }),
    askAtInterruption({ notice: "", ask: () => calls.push("command told") }),
  ];
  interrupt("SIGINT");
  interrupt("SIGTERM");
  expect([calls, ended.mock.calls]).toEqual([["asked", "command told", "killed"], []]);
  interrupt("SIGINT");
  expect([calls.slice(3), ended.mock.calls]).toEqual([["undone"], [[process.pid, "SIGINT"]]]);
  releases.forEach((release) => release());
});

test("what loses nothing ends at the first signal, and nothing is begun after it", () => {
  const calls: string[] = [];
  const releases = [
    endAtInterruption(() => calls.push("ended")),
    askAtInterruption({ notice: "", ask: () => calls.push("asked") }),
  ];
  assertNotInterrupted();
  interrupt("SIGINT");
  expect([calls, ended.mock.calls]).toEqual([["ended", "asked"], []]);
  expect(assertNotInterrupted).toThrow("interrupted");
  releases.forEach((release) => release());
  assertNotInterrupted();
});

describe("one press that comes as several signals", () => {
  const github = process.env.GITHUB_ACTIONS;
  afterEach(() => {
    if (github === undefined) delete process.env.GITHUB_ACTIONS;
    else process.env.GITHUB_ACTIONS = github;
  });

  test.each<[what: string, runner: boolean, signals: readonly [NodeJS.Signals, later: number][], isSecond: boolean]>([
    [
      "npm passes on what the terminal has sent it too",
      false,
      [
        ["SIGINT", 0],
        ["SIGINT", 30],
      ],
      false,
    ],
    [
      "a person presses again",
      false,
      [
        ["SIGINT", 0],
        ["SIGINT", 1000],
      ],
      true,
    ],
    [
      "a person asks, then the system ends",
      false,
      [
        ["SIGINT", 0],
        ["SIGTERM", 7500],
      ],
      true,
    ],
    [
      "a runner of GitHub cancels",
      true,
      [
        ["SIGINT", 0],
        ["SIGTERM", 7500],
      ],
      false,
    ],
    [
      "a runner of GitHub, then another",
      true,
      [
        ["SIGINT", 0],
        ["SIGTERM", 7500],
        ["SIGINT", 9000],
      ],
      true,
    ],
  ])("%s", (_what, runner, signals, isSecond) => {
    if (runner) process.env.GITHUB_ACTIONS = "true";
    else delete process.env.GITHUB_ACTIONS;
    const insist = jest.fn();
    const release = askAtInterruption({ notice: "", ask: () => undefined, insist });
    for (const [signal, later] of signals) interrupt(signal, later);
    expect([insist.mock.calls.length, ended.mock.calls]).toEqual([isSecond ? 1 : 0, []]);
    release();
  });
});

test("who is in charge is told every signal, and none ends the process", () => {
  const signals: string[] = [];
  const release = askAtInterruption({ notice: "", isInCharge: true, ask: (signal) => signals.push(signal) });
  for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) interrupt(signal);
  expect([signals, ended.mock.calls, said.mock.calls]).toEqual([["SIGINT", "SIGINT", "SIGTERM"], [], []]);
  release();
});

test("once nobody is asked any more, the next one is asked first again", () => {
  const calls: string[] = [];
  for (const name of ["plan", "apply"]) {
    const release = askAtInterruption({ notice: name, ask: () => calls.push(name) });
    interrupt("SIGINT");
    release();
  }
  expect([calls, ended.mock.calls]).toEqual([["plan", "apply"], []]);
});

test("a temporary folder is gone afterwards, after an error and after an interruption", async () => {
  const folders: string[] = [];
  await inTemporaryFolder("netra-a-", (folder) => Promise.resolve(folders.push(folder)));
  const failing = inTemporaryFolder("netra-b-", (folder) => {
    folders.push(folder);
    return Promise.reject(new Error("no"));
  });
  await expect(failing).rejects.toThrow("no");
  await inTemporaryFolder("netra-c-", (folder) => {
    folders.push(folder);
    interrupt("SIGINT");
    expect(existsSync(folder)).toBe(false);
    return Promise.resolve();
  });
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false, false]);
});

test("what must not be torn apart is whole before a signal counts", async () => {
  const steps: string[] = [];
  await runWhole(() => {
    // As a signal during this would be: noticed at the next turn of the event loop.
    setImmediate(() => interrupt("SIGTERM"));
    steps.push("written");
  });
  expect([steps, ended.mock.calls]).toEqual([["written"], [[process.pid, "SIGTERM"]]]);
});

// The last, because it listens to the end of the process.
test("an interruption aborts the signal, and says what happens", () => {
  const signal = interruptionSignal("closing");
  expect(signal.aborted).toBe(false);
  interrupt("SIGINT");
  expect([signal.aborted, said.mock.calls]).toEqual([true, [["\nclosing\n"]]]);
});
