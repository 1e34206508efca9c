import { trial } from "../../fixture/trial";
import type { Snapshot } from "../../../sandbox/core/store";
import { runAlone, type AloneTerms } from "../../../verify/e2e/alone";
import { GoogleApiError, type JsonObject } from "../../../verify/google-answers";
import { googleApi } from "../../../verify/google-api";
import { LOAD_TIMES, longestLoadSeconds } from "../../../verify/load/times";
import { JOB, RESULTS, STATES, startRunnerSandbox, type RunnerSandbox } from "../../support/e2e-sandbox";
import { testClock } from "../../support/test-clock";

let google: RunnerSandbox;
let beginning: Snapshot;
beforeAll(async () => {
  google = await startRunnerSandbox();
  beginning = google.sandbox.store.snapshot();
});
beforeEach(() => {
  google.sandbox.store.restore(beginning);
  google.sandbox.faults.clear();
  google.sandbox.journal.clear();
});
afterAll(() => google.sandbox.close());

const api = () => googleApi(google.variables, testClock());

const LOCK = `/storage/v1/b/${RESULTS}/o/e2e.lock`;
const START = Date.parse("2026-12-01T10:00:00Z");

/** Work of ten minutes, at some second of it. */
const terms = (changed: Partial<AloneTerms> & { readonly second?: number } = {}): AloneTerms => ({
  clock: testClock(undefined, START + (changed.second ?? 0) * 1000),
  signal: new AbortController().signal,
  mostSeconds: 600,
  ...changed,
});

const isLocked = async (): Promise<boolean> => (await google.send("GET", LOCK)).status === 200;
const removals = (): readonly string[] =>
  google.sandbox.journal.requests().flatMap(({ method, path }) => (method === "DELETE" ? [path] : []));

test("works under the lock of the e2e runner, and gives it back", async () => {
  expect(await runAlone(api(), trial, terms(), isLocked)).toEqual({ ok: true, value: true, notes: [] });
  expect(await isLocked()).toBe(false);
});

test("gives it back when the work fails", async () => {
  await expect(runAlone(api(), trial, terms(), () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await isLocked()).toBe(false);
});

test("what Google refuses of the work is the reason", async () => {
  const work = (): Promise<never> => Promise.reject(new GoogleApiError(403, "monitoring: no"));
  expect(await runAlone(api(), trial, terms(), work)).toEqual({ ok: false, reason: "monitoring: no", notes: [] });
  expect(await isLocked()).toBe(false);
});

describe("a lock that does not go", () => {
  const refuse = (status: number, times: number): void =>
    google.sandbox.faults.add({ method: "DELETE", path: "e2e.lock", nth: 1, times, harm: { kind: "status", status } });

  test("is asked to go again", async () => {
    refuse(503, 2);
    expect(await runAlone(api(), trial, terms(), isLocked)).toEqual({ ok: true, value: true, notes: [] });
    expect([await isLocked(), removals()]).toEqual([false, Array(3).fill(expect.stringContaining(LOCK))]);
  });

  test("and costs nothing of what was done: a note says how to remove it", async () => {
    refuse(403, 99);
    expect(await runAlone(api(), trial, terms(), isLocked)).toEqual({
      ok: true,
      value: true,
      notes: [
        "The lock could not be removed (storage b/netra-trial-e2e-results/o/e2e.lock: The sandbox was told to answer 403.) and keeps deploys and tests out; remove it: gcloud storage rm gs://netra-trial-e2e-results/e2e.lock",
      ],
    });
    expect(await isLocked()).toBe(true);
  });

  test("nor does it hide why the work failed", async () => {
    refuse(403, 99);
    await expect(runAlone(api(), trial, terms(), () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  });

  test("and somebody else's stays", async () => {
    const taken = async (): Promise<void> => {
      await google.good("DELETE", LOCK);
      await google.put(RESULTS, "e2e.lock", "{}");
    };
    expect(await runAlone(api(), trial, terms(), taken)).toMatchObject({ ok: true, notes: [] });
    expect(await isLocked()).toBe(true);
    expect(removals().at(-1)).toMatch(/\/e2e\.lock\?ifGenerationMatch=\d+$/);
  });
});

describe("a lock that was left behind", () => {
  /** Work that is killed: its lock stays. */
  async function leave(mostSeconds: number): Promise<void> {
    google.sandbox.faults.add({
      ...{ method: "DELETE", path: "e2e.lock", nth: 1, times: 1 },
      harm: { kind: "status", status: 403 },
    });
    await runAlone(api(), trial, terms({ mostSeconds }), () => Promise.resolve());
  }

  test.each<[string, mostSeconds: number]>([
    ["tests", 780],
    [
      "the longest load, longer than any test",
      longestLoadSeconds(
        {
          warmUpSeconds: 90,
          rampSeconds: 180,
          holdSeconds: 540,
          coolDownSeconds: 90,
          arrivalsPerSecond: 1,
          sockets: 1,
        },
        LOAD_TIMES,
      ),
    ],
  ])("%s: it stands for as long as they may take and five minutes more", async (_, mostSeconds) => {
    await leave(mostSeconds);
    const until = mostSeconds + 300;
    expect(await runAlone(api(), trial, terms({ second: until }), isLocked)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(", or a load, holds the lock since ") as string,
    });
    expect(await runAlone(api(), trial, terms({ second: until + 1 }), isLocked)).toMatchObject({
      ok: true,
      value: true,
    });
    expect(await isLocked()).toBe(false);
  });

  test.each(["{}", "no JSON", '{"started":"2026-01-01T00:00:00Z","expires":"soon"}'])(
    "%s says nothing of an end: it stands",
    async (text) => {
      await google.put(RESULTS, "e2e.lock", text);
      expect(await runAlone(api(), trial, terms({ second: 1e6 }), isLocked)).toMatchObject({ ok: false });
      expect(await isLocked()).toBe(true);
    },
  );
});

describe("interrupted", () => {
  const aborted = AbortSignal.abort();
  const reason = "trial: interrupted, and nothing was started";

  test("before the lock: none is put up", async () => {
    const work = jest.fn(() => Promise.resolve(0));
    expect(await runAlone(api(), trial, terms({ signal: aborted }), work)).toEqual({ ok: false, reason, notes: [] });
    expect(work).not.toHaveBeenCalled();
    expect(google.sandbox.journal.requests().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  test("under the lock: it goes again", async () => {
    const controller = new AbortController();
    const files = api();
    const post: typeof files.post = async (...asked) => {
      const answer = await files.post(...asked);
      controller.abort();
      return answer;
    };
    const work = jest.fn(() => Promise.resolve(0));
    const done = await runAlone({ ...files, post }, trial, terms({ signal: controller.signal }), work);
    expect(done).toEqual({ ok: false, reason, notes: [] });
    expect(work).not.toHaveBeenCalled();
    expect([removals().length, await isLocked()]).toEqual([1, false]);
  });
});

test("an execution that begins between the look and the lock is seen under the lock", async () => {
  google.order({ outcome: "run", reads: 0 });
  const files = api();
  const post: typeof files.post = async (...asked) => {
    await google.good("POST", `/run/v2/${JOB}:run`, {});
    return files.post(...asked);
  };
  const work = jest.fn(() => Promise.resolve(0));
  expect(await runAlone({ ...files, post }, trial, terms(), work)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/^trial: execution e2e-runner-\w+ of the end-to-end tests runs since /) as string,
  });
  expect([work.mock.calls, await isLocked()]).toEqual([[], false]);
});

test("an execution that runs is found on the list's second page", async () => {
  const done = Array.from({ length: 100 }, (_, at) => ({
    name: `x/executions/a${at}`,
    completionTime: "2026-12-01T00:00:00Z",
  }));
  const pages: Readonly<Record<string, JsonObject>> = {
    "": { executions: done, nextPageToken: "two" },
    two: { executions: [{ name: "x/executions/e2e-runner-two", createTime: "2026-12-01T09:00:00Z" }] },
  };
  const files = api();
  const get: typeof files.get = (name, path, query = {}, signal) => {
    if (!path.endsWith("/executions")) return files.get(name, path, query, signal);
    return Promise.resolve(pages[query.pageToken === undefined ? "" : String(query.pageToken)]!);
  };
  expect(await runAlone({ ...files, get }, trial, terms(), isLocked)).toMatchObject({
    ok: false,
    reason: expect.stringMatching(
      /^trial: execution e2e-runner-two of the .* since 2026-12-01T09:00:00\.000Z;/,
    ) as string,
  });
});

test.each<[string, () => Promise<unknown>, RegExp, boolean]>([
  [
    "a run of the e2e tests",
    () => {
      google.order({ outcome: "run", reads: 0 });
      return google.good("POST", `/run/v2/${JOB}:run`, {}) as Promise<unknown>;
    },
    /^trial: execution e2e-runner-\w+ of the end-to-end tests runs since /,
    false,
  ],
  [
    "its lock",
    () => google.put(RESULTS, "e2e.lock", "{}"),
    /^trial: a run of the end-to-end tests, or a load, holds the lock since [-\dT:.]+Z; wait for its end, or take it down when there is none: gcloud storage rm gs:\/\/netra-trial-e2e-results\/e2e\.lock$/,
    true,
  ],
  [
    "a deploy",
    () => google.put(STATES, "trial-services/default.tflock", "{}"),
    /^trial: Terraform holds the state of trial-services since /,
    false,
  ],
])("never beside %s", async (_name, happens, reason, isStillLocked) => {
  await happens();
  const work = jest.fn(() => Promise.resolve(0));
  const done = await runAlone(api(), trial, terms(), work);
  expect(done).toEqual({ ok: false, reason: expect.stringMatching(reason) as string, notes: [] });
  expect(work).not.toHaveBeenCalled();
  expect(await isLocked()).toBe(isStillLocked);
});
