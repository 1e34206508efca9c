import { staging } from "../../../environments/staging";
import type { Snapshot } from "../../../sandbox/store";
import { googleApi } from "../../../verify/google-api";
import { alone } from "../../../verify/load/alone";
import { JOB, RESULTS, STATES, startRunnerSandbox, type RunnerSandbox } from "../../support/e2e-sandbox";

let google: RunnerSandbox;
let beginning: Snapshot;
beforeAll(async () => {
  google = await startRunnerSandbox();
  beginning = google.sandbox.store.snapshot();
});
beforeEach(() => google.sandbox.store.restore(beginning));
afterAll(() => google.sandbox.close());

const api = () => googleApi(google.variables);

/** About when the sandbox says that objects are made. */
const now = () => new Date(1_700_000_000_000);

const isLocked = async (): Promise<boolean> =>
  (await google.send("GET", `/storage/v1/b/${RESULTS}/o/e2e.lock`)).status === 200;

test("works under the lock of the e2e runner, and gives it back", async () => {
  expect(await alone(api(), staging, now, isLocked)).toEqual({ ok: true, value: true });
  expect(await isLocked()).toBe(false);
});

test("gives it back when the work fails", async () => {
  await expect(alone(api(), staging, now, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await isLocked()).toBe(false);
});

test.each<[string, () => Promise<unknown>, RegExp, boolean]>([
  [
    "a run of the e2e tests",
    () => {
      google.order({ outcome: "run", reads: 0 });
      return google.good("POST", `/run/v2/${JOB}:run`, {}) as Promise<unknown>;
    },
    /^staging: execution e2e-runner-\w+ of the end-to-end tests runs since /,
    false,
  ],
  [
    "its lock",
    () => google.put(RESULTS, "e2e.lock", "{}"),
    /^staging: a run of the end-to-end tests holds the lock since /,
    true,
  ],
  [
    "a deploy",
    () => google.put(STATES, "staging-services/default.tflock", "{}"),
    /^staging: Terraform holds the state of staging-services since /,
    false,
  ],
])("never beside %s", async (_name, happens, reason, isStillLocked) => {
  await happens();
  const work = jest.fn(() => Promise.resolve(0));
  const done = await alone(api(), staging, now, work);
  expect(done).toEqual({ ok: false, reason: expect.stringMatching(reason) as string });
  expect(work).not.toHaveBeenCalled();
  expect(await isLocked()).toBe(isStillLocked);
});
