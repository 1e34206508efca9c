import { trial } from "../../fixture/trial";
import type { Snapshot } from "../../../sandbox/core/store";
import { GoogleApiError, type JsonObject } from "../../../verify/google-answers";
import { googleApi, type GoogleApi } from "../../../verify/google-api";
import type { RunDependencies } from "../../../verify/e2e/follow";
import { runE2e, type EndedRun } from "../../../verify/e2e/run";
import { JOB, RESULTS, STATES, startRunnerSandbox, type RunnerSandbox } from "../../support/e2e-sandbox";
import { testClock, type TestClock } from "../../support/test-clock";

/** A run from its lock to its verdict, against a sandbox that plays Google. */

const PASSED = '<testsuites><testsuite><testcase classname="t" name="signs in" time="1"/></testsuite></testsuites>';
const FAILED = `<testsuites><testsuite>
  <testcase classname="t" name="signs in"/>
  <testcase classname="t" name="chats"><failure message="received 1011 (internal error)"/></testcase>
</testsuite></testsuites>`;

const LOCK = `/storage/v1/b/${RESULTS}/o/e2e.lock`;
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

interface Played {
  /** What the container leaves behind, as soon as it runs. */
  readonly report?: string;
  /** What Monitoring answers. */
  readonly monitoring?: () => Promise<JsonObject>;
  /** Looks at the dependencies while the execution runs. */
  readonly meanwhile?: (controller: AbortController, clock: TestClock) => Promise<void> | void;
  readonly begun?: Date;
}

const said: string[] = [];
const written: JsonObject[] = [];

function play({ report, meanwhile, begun, monitoring }: Played): Promise<EndedRun> {
  const controller = new AbortController();
  const clock = testClock(async () => {
    if (report !== undefined) await google.report(report);
    await meanwhile?.(controller, clock);
  }, begun);
  const api = googleApi(google.variables, clock);
  said.length = written.length = 0;
  const dependencies: RunDependencies = {
    clock,
    progress: (text) => void said.push(text),
    signal: controller.signal,
  };
  const post: GoogleApi["post"] = async (name, path, body) => {
    if (name !== "monitoring") return api.post(name, path, body);
    written.push({ path, ...body });
    return monitoring?.() ?? {};
  };
  return runE2e(trial, { ...api, post }, dependencies);
}

const reasonOf = (ended: EndedRun): string => (ended.ok ? "a report" : ended.reason);
const lockIsThere = async (): Promise<boolean> => (await google.send("GET", LOCK)).status === 200;

test("passed: the report, both metrics, and nothing left locked", async () => {
  google.order({ outcome: "succeed", reads: 1 });
  const locked: boolean[] = [];
  const ended = await play({ report: PASSED, meanwhile: async () => void locked.push(await lockIsThere()) });
  const [execution] = google.executions();
  expect(ended).toMatchObject({
    ok: true,
    notes: [],
    report: { environment: "trial", passed: 1, failed: 0, ratio: 1, failures: [], execution: { name: execution } },
  });
  expect(said).toEqual([`${execution} runs, 0 s of at most 600 s`]);
  expect([locked, await lockIsThere()]).toEqual([[true], false]);
  expect(written).toMatchObject([
    {
      path: "v3/projects/example-trial/timeSeries",
      timeSeries: [
        {
          metric: { type: "custom.googleapis.com/netra/e2e/success_ratio", labels: {} },
          resource: { type: "global", labels: { project_id: "example-trial" } },
          metricKind: "GAUGE",
          valueType: "DOUBLE",
          points: [{ value: { doubleValue: 1 } }],
        },
        { metric: { type: "custom.googleapis.com/netra/e2e/duration_seconds" }, valueType: "DOUBLE" },
        {
          metric: { type: "custom.googleapis.com/netra/e2e/run_completed" },
          valueType: "BOOL",
          points: [{ value: { boolValue: true } }],
        },
      ],
    },
  ]);
});

test("failed: what the tests said goes before what Cloud Run says of the container", async () => {
  google.order({ outcome: "fail", reads: 1 });
  expect(await play({ report: FAILED })).toMatchObject({
    ok: true,
    report: {
      passed: 1,
      failed: 1,
      ratio: 0.5,
      failures: [{ test: "t.chats", symptom: "internal-error-close", class: "application" }],
    },
  });
});

test("a container that ends well with failures in its report has failed", async () => {
  google.order({ outcome: "succeed", reads: 1 });
  expect(await play({ report: FAILED })).toMatchObject({ ok: true, report: { failed: 1 } });
});

const LINK =
  /; see https:\/\/console\.cloud\.google\.com\/run\/jobs\/executions\/details\/us-central1\/e2e-runner-\w+\/tasks\?project=example-trial$/;

test.each<[what: string, outcome: "succeed" | "fail", report: string | undefined, reason: string]>([
  ["no report", "succeed", undefined, "ended well and left no report (docs/e2e-runner.md)"],
  [
    "a crash before the report",
    "fail",
    undefined,
    "failed (The container exited with an error.) and left no report (docs/e2e-runner.md)",
  ],
  ["a report cut off", "succeed", "<testsuites><testsuite>", "ended well, and the tests' report is no XML (line 1: "],
  [
    "another XML",
    "succeed",
    "<html/>",
    "ended well, and the tests' report is no JUnit: testsuites or testsuite expected",
  ],
  ["no test", "succeed", "<testsuites/>", "ended well, and its report names no test that was run"],
  [
    "only skipped tests",
    "succeed",
    '<testsuite><testcase name="a"><skipped/></testcase></testsuite>',
    "ended well, and its report names no test that was run",
  ],
  [
    "ended before all tests were",
    "fail",
    PASSED,
    "failed (The container exited with an error.), though its report names no failure",
  ],
])("%s: the run has died, and Monitoring is told no ratio", async (_, outcome, report, reason) => {
  google.order({ outcome, reads: 1 });
  const ended = await play({ ...(report !== undefined && { report }) });
  expect(reasonOf(ended)).toContain(`trial: execution ${google.executions()[0]} ${reason}`);
  expect(reasonOf(ended)).toMatch(LINK);
  expect(ended).toMatchObject({ dead: { environment: "trial", execution: google.executions()[0] } });
  expect([written, await lockIsThere()]).toMatchObject([DIED, false]);
});

/** What Monitoring is told of a run that died: that, and nothing else. */
const DIED = [
  {
    timeSeries: [
      {
        metric: { type: "custom.googleapis.com/netra/e2e/run_completed", labels: {} },
        points: [{ value: { boolValue: false } }],
      },
    ],
  },
];

test("an interrupted run is cancelled, and says so", async () => {
  google.order({ outcome: "run", reads: 0 });
  const ended = await play({ meanwhile: (controller) => controller.abort() });
  const [execution] = google.executions();
  expect(reasonOf(ended)).toBe(`trial: interrupted: execution ${execution} is cancelled`);
  expect([Object.keys(ended), written]).toEqual([["ok", "reason", "notes"], []]);
  expect(await google.good("GET", `/run/v2/${JOB}/executions/${execution}`)).toMatchObject({ cancelledCount: 1 });
  expect(await lockIsThere()).toBe(false);
});

test("interrupted before it is started: nothing is", async () => {
  const controller = new AbortController();
  const api = googleApi(google.variables, testClock());
  const get: GoogleApi["get"] = (name, path, query) => {
    // Looked at last of all.
    if (path.includes(STATES)) controller.abort();
    return api.get(name, path, query);
  };
  const dependencies: RunDependencies = {
    clock: testClock(),
    progress: () => undefined,
    signal: controller.signal,
  };
  const ended = await runE2e(trial, { ...api, get }, dependencies);
  expect(reasonOf(ended)).toBe("trial: interrupted, and nothing was started");
  expect([google.executions(), await lockIsThere()]).toEqual([[], false]);
});

test("where it cannot be cancelled, the command that can is named", async () => {
  google.order({ outcome: "run", reads: 0 });
  const ended = await play({
    meanwhile: async (controller) => {
      await google.good("POST", `/run/v2/${JOB}/executions/${google.executions()[0]}:cancel`);
      google.sandbox.store.remove(`run/${JOB}/executions/${google.executions()[0]}`);
      controller.abort();
    },
  });
  expect(reasonOf(ended)).toMatch(
    /^trial: interrupted: execution (e2e-runner-\w+) could not be cancelled \(run .* was not found\) and may still run; end it: gcloud run jobs executions cancel \1 --region us-central1 --project example-trial$/,
  );
});

test("a run that Google does not end in time is cancelled", async () => {
  google.order({ outcome: "run", reads: 0 });
  const ended = await play({ meanwhile: (_, clock) => clock.move(95_000) });
  expect(reasonOf(ended)).toBe(`trial: no end within 780 s: execution ${google.executions()[0]} is cancelled`);
  expect(said.at(-1)).toContain("runs, 700 s of at most 600 s");
  expect(ended).toMatchObject({ dead: { execution: google.executions()[0] } });
  expect(written).toMatchObject(DIED);
});

test("one run at a time: another execution is named, with how to end it", async () => {
  google.order({ outcome: "run", reads: 0 });
  await google.good("POST", `/run/v2/${JOB}:run`, {});
  const [execution] = google.executions();
  expect(reasonOf(await play({}))).toMatch(
    new RegExp(
      `^trial: execution ${execution} of the end-to-end tests runs since [-\\dT:.]+Z; wait for its end, or end it: gcloud run jobs executions cancel ${execution} --region us-central1 --project example-trial$`,
    ),
  );
  expect(google.executions()).toHaveLength(1);
});

test("another run's lock keeps a second one out, also while its execution does not exist yet", async () => {
  await google.put(RESULTS, "e2e.lock", "{}");
  expect(reasonOf(await play({}))).toMatch(/^trial: a run of the end-to-end tests, or a load, holds the lock since /);
  expect([google.executions(), await lockIsThere()]).toEqual([[], true]);
});

test("a lock says until when the run may take at most", async () => {
  google.order({ outcome: "succeed", reads: 1 });
  const locks: unknown[] = [];
  const meanwhile = async (): Promise<void> => void locks.push(await google.good("GET", `${LOCK}?alt=media`));
  await play({ report: PASSED, meanwhile, begun: new Date("2026-12-01T10:00:00Z") });
  // 600 s of the job, 180 s to start, 300 s beyond.
  expect(locks).toEqual([{ started: "2026-12-01T10:00:00.000Z", expires: "2026-12-01T10:18:00.000Z" }]);
});

test("a lock that appears between the look and the taking", async () => {
  const api = googleApi(google.variables, testClock());
  const post: GoogleApi["post"] = async (name, path, body) => {
    if (name === "storage") await google.put(RESULTS, "e2e.lock", "{}");
    return api.post(name, path, body);
  };
  const dependencies: RunDependencies = {
    clock: testClock(),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  expect(reasonOf(await runE2e(trial, { ...api, post }, dependencies))).toContain("holds the lock since");
  expect([google.executions(), await lockIsThere()]).toEqual([[], true]);
});

test("never beside a deploy: the state that Terraform holds is named, and the lock is given back", async () => {
  await google.put(STATES, "services/default.tfstate", "{}");
  await google.put(STATES, "services/default.tflock", "{}");
  expect(reasonOf(await play({}))).toMatch(
    /^trial: Terraform holds the state of services since [-\dT:.]+Z; wait for its end, or read "Finish an interrupted deploy" in docs\/runbooks\/trial\/reference\.md where it has none$/,
  );
  expect([google.executions(), await lockIsThere()]).toEqual([[], false]);
});

test("before the first deploy there is nothing to run", async () => {
  google.sandbox.store.remove(`storage/b/${RESULTS}`);
  const reason = "trial: no runner found; deploy trial-services, which declares the job and the bucket of its results";
  expect(reasonOf(await play({}))).toBe(reason);
});

test("a job that is gone is told like one that was never deployed", async () => {
  google.sandbox.store.remove(`run/${JOB}`);
  expect(reasonOf(await play({}))).toContain("trial: no runner found; ");
  expect(await lockIsThere()).toBe(false);
});

test("what Google refuses is the reason, and the lock goes all the same", async () => {
  google.sandbox.faults.add({ method: "POST", path: ":run", nth: 1, times: 1, harm: { kind: "status", status: 403 } });
  const ended = await play({});
  expect(reasonOf(ended)).toMatch(/^run projects\/example-trial\/locations\/us-central1\/jobs\/e2e-runner:run: /);
  expect([google.executions(), await lockIsThere()]).toEqual([[], false]);
});

test("where an execution may not be looked at, it is named as one that may still run", async () => {
  google.order({ outcome: "run", reads: 0 });
  const harm = { kind: "status", status: 403 } as const;
  google.sandbox.faults.add({ method: "GET", path: "/executions/e2e-runner", nth: 1, times: 1, harm });
  expect(reasonOf(await play({}))).toMatch(
    /^trial: run .*; (e2e-runner-\w+) may still run: gcloud run jobs executions cancel \1 --region us-central1 --project example-trial$/,
  );
  expect(await lockIsThere()).toBe(false);
});

test("an answer that never came is asked for again", async () => {
  google.order({ outcome: "succeed", reads: 2 });
  const api = googleApi(google.variables, testClock());
  let asked = 0;
  const get: GoogleApi["get"] = (name, path, query) => {
    const isFirst = path.includes("/executions/") && asked++ === 0;
    return isFirst ? Promise.reject(new GoogleApiError(503, "run: away")) : api.get(name, path, query);
  };
  const dependencies: RunDependencies = {
    clock: testClock(() => google.report(PASSED)),
    progress: () => undefined,
    signal: new AbortController().signal,
  };
  expect(await runE2e(trial, { ...api, get }, dependencies)).toMatchObject({ ok: true });
});

test("where Monitoring refuses, the verdict stands and the refusal is noted", async () => {
  google.order({ outcome: "succeed", reads: 1 });
  const monitoring = (): Promise<JsonObject> => Promise.reject(new GoogleApiError(403, "monitoring: no"));
  expect(await play({ report: PASSED, monitoring })).toMatchObject({
    ok: true,
    notes: ["Monitoring was not told: monitoring: no"],
  });
});

test("where the lock cannot be removed, the verdict stands beside how to remove it", async () => {
  google.order({ outcome: "succeed", reads: 1 });
  const harm = { kind: "status", status: 403 } as const;
  google.sandbox.faults.add({ method: "DELETE", path: "e2e.lock", nth: 1, times: 1, harm });
  const monitoring = (): Promise<JsonObject> => Promise.reject(new GoogleApiError(403, "monitoring: no"));
  expect(await play({ report: PASSED, monitoring })).toMatchObject({
    ok: true,
    notes: [
      "Monitoring was not told: monitoring: no",
      expect.stringMatching(
        /^The lock could not be removed .*: gcloud storage rm gs:\/\/netra-trial-e2e-results\/e2e\.lock$/,
      ),
    ],
  });
});

test("what looks like a credential is in no part of an answer", async () => {
  const key = "Ab3Cd5Ef7Gh9Jk1Lm3No5Pq7Rs9Tu1Vw3Xy5Za7Bc9De1Fg3";
  google.order({ outcome: "fail", reads: 1 });
  const report = FAILED.replace("received 1011", `X-E2E-Bypass-Key: ${key} received 1011`);
  const ended = await play({ report });
  expect(ended).toMatchObject({ ok: true, report: { failed: 1 } });
  expect(JSON.stringify(ended)).not.toContain(key);
});
