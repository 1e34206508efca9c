import { alertsOf } from "../../monitoring/alerts";
import { trial } from "../fixture/trial";
import { commandHere, type Ended } from "../support/command-here";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";

/** `netra snooze` against the sandbox: what it silences, what it refuses, and how it is ended. */

let google: RunnerSandbox;
beforeAll(async () => {
  google = await startRunnerSandbox();
});
afterAll(() => google.sandbox.close());

const PAGES = alertsOf(trial).flatMap(({ id, response }) => (response === "page" ? [id] : []));
const policyName = (id: string): string => `projects/${trial.project}/alertPolicies/${id}`;

beforeEach(() => {
  const { store } = google.sandbox;
  for (const [name] of store.below("")) if (/\/(snoozes|alertPolicies)\//.test(name)) store.remove(name);
  for (const { id } of alertsOf(trial)) {
    store.put(`monitoring/${policyName(id)}`, { name: policyName(id), enabled: true, userLabels: { alert: id } });
  }
});

const snooze = commandHere("snooze");
const run = (...args: readonly string[]): Promise<Ended> =>
  snooze(["--environment", "trial", ...args], google.variables);
const silence = (alerts: readonly string[], ...more: readonly string[]): Promise<Ended> =>
  run("--alert", ...alerts, "--reason", "moving the database", ...more);

test("it silences what is named, for as long as is said, and lists it", async () => {
  const before = Date.now();
  const done = await silence(["database-down", "exits"], "--hours", "2");
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout).toMatch(/^trial: database-down, exits silent until \S+Z\n$/);
  const request = google.sandbox.journal.requests().at(-1);
  expect(request).toMatchObject({ method: "POST", path: `/monitoring/v3/projects/${trial.project}/snoozes` });
  const [[, stored] = []] = google.sandbox.store.list(`monitoring/projects/${trial.project}/snoozes`);
  expect(stored).toMatchObject({
    displayName: "moving the database",
    criteria: { policies: [policyName("database-down"), policyName("exits")] },
  });
  const { startTime, endTime } = (stored as { interval: { startTime: string; endTime: string } }).interval;
  expect(Date.parse(endTime) - Date.parse(startTime)).toBe(2 * 3_600_000);
  expect(Date.parse(startTime)).toBeGreaterThanOrEqual(before);
  expect(await run()).toEqual({
    code: 0,
    stdout: `database-down, exits until ${endTime}: moving the database\n`,
    stderr: "",
  });
});

test("it ends what is silenced", async () => {
  await silence(["exits"]);
  expect(await run("--end")).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^ended: exits until /) as string,
  });
  expect(await run()).toMatchObject({ code: 0, stdout: "nothing is silenced\n" });
  expect(await run("--end")).toMatchObject({ code: 0, stdout: "nothing is silenced\n" });
});

test.each<[string, readonly string[], string]>([
  ["every page", ["--alert", ...PAGES, "--reason", "quiet"], "every page would be silent"],
  ["an alert that is none", ["--alert", "exit", "--reason", "quiet"], '--alert: no alert "exit"'],
  ["no reason", ["--alert", "exits"], "--reason: one line"],
  ["a reason of two lines", ["--alert", "exits", "--reason", "a\nb"], "--reason: one line"],
])("it refuses %s", async (_what, args, text) => {
  expect(await run(...args)).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining(text) as string });
  expect(google.sandbox.store.list(`monitoring/projects/${trial.project}/snoozes`)).toEqual([]);
});

test("it refuses the last page that another snooze has left", async () => {
  await silence(PAGES.slice(1));
  expect(await silence(PAGES.slice(0, 1))).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("every page would be silent") as string,
  });
});

test.each(["5", "0", "long"])("it takes no --hours %s", async (hours) => {
  expect(await silence(["exits"], "--hours", hours)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("up to 4") as string,
  });
});

test("what is not deployed cannot be silenced, and what Google refuses is not told", async () => {
  google.sandbox.store.remove(`monitoring/${policyName("exits")}`);
  expect(await silence(["exits"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("not deployed") as string,
  });
  google.sandbox.faults.add({
    method: "GET",
    path: "/snoozes",
    nth: 1,
    times: 9,
    harm: { kind: "status", status: 403 },
  });
  expect(await run()).toMatchObject({ code: 2, stdout: "" });
  google.sandbox.faults.clear();
});
