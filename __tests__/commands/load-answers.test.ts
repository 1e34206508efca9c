import { budgetsOf } from "../../environments/budgets";
import { REDIS_CLIENTS, RUN_INSTANCES, SQL_CONNECTIONS } from "../../google/platform-metrics";
import { addEntry } from "../../sandbox/logging/entries";
import { seedSeries } from "../../sandbox/monitoring/seeded-series";
import type { startEngine } from "../../verify/load/engine";
import type { LoadReport } from "../../verify/load/report";
import type * as times from "../../verify/load/times";
import { trial } from "../fixture/trial";
import { commandHere } from "../support/command-here";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { sandboxFetch } from "../support/sandbox-fetch";
import { testClock } from "../support/test-clock";
import { READ_METRICS, WELL, eventsOf, seriesOf, type SimulatedRun } from "../verify/load/simulated-run";

/** The command from its arguments to its exit code, over runs that are simulated: what users see, and what Monitoring holds. */

const { project } = trial;
const [database, cache] = budgetsOf(trial);
const [connections, clients] = [database!.demand, cache!.demand];

let run: SimulatedRun = WELL;
/** When the load began, and until when Monitoring shows its values; milliseconds since 1970. */
let [begun, shown] = [0, 0];
let google: RunnerSandbox;

let over: () => void = () => undefined;

const clock = testClock(() => {
  const now = clock.date().getTime();
  showUntil(now);
  if (now >= begun + 300_000) over();
});

/** Monitoring shows minutes later what was sampled. */
function showUntil(now: number): void {
  const { store } = google.sandbox;
  const refusal = seedSeries(store, project, seriesOf(trial, run, begun, shown, now));
  if (refusal !== undefined) throw new Error(refusal.message);
  shown = now;
}

const mockEngine: typeof startEngine = ({ scripts }, { onEvent }) => {
  const phases = scripts.flatMap(({ config }) => config.phases as readonly { readonly arrivalCount?: number }[]);
  const sockets = phases.reduce((sum, { arrivalCount = 0 }) => sum + arrivalCount, 0);
  for (const event of eventsOf(trial, run, sockets, begun)) onEvent(event);
  const time = new Date(begun + 120_000).toISOString();
  const resource = { type: "cloud_run_revision", labels: { project_id: project } };
  for (const textPayload of run.lines) {
    addEntry(google.sandbox.store, project, { textPayload, resource, timestamp: time });
  }
  return { ended: new Promise((end) => (over = () => end(undefined))), stop: () => undefined };
};
jest.mock("../../verify/load/engine", () => ({
  startEngine: (...given: Parameters<typeof startEngine>) => mockEngine(...given),
}));

/** Rarer looks than at a real load: each is five questions. */
jest.mock("../../verify/load/times", () => {
  const actual = jest.requireActual<typeof times>("../../verify/load/times");
  return { ...actual, LOAD_TIMES: { ...actual.LOAD_TIMES, look: 60 } };
});

const here = commandHere("load", clock);

beforeAll(async () => {
  google = await startRunnerSandbox();
  const name = "logging.googleapis.com";
  google.sandbox.store.put(`serviceusage/projects/${project}/services/${name}`, { name, state: "ENABLED" });
  jest.spyOn(globalThis, "fetch").mockImplementation(sandboxFetch(google.sandbox));
});
afterAll(async () => {
  jest.restoreAllMocks();
  await google.sandbox.close();
});

interface Ran {
  readonly code: number;
  readonly report: LoadReport;
  /** Seconds from the end of the load to that of the command. */
  readonly waited: number;
}

async function load(more: Partial<SimulatedRun>, wishes: readonly string[] = []): Promise<Ran> {
  const { store } = google.sandbox;
  const before = store.snapshot();
  run = { ...WELL, ...more };
  begun = clock.date().getTime();
  // Ten minutes and what is on its way.
  shown = begun - 900_000;
  showUntil(begun);
  try {
    const args = ["--environment", "trial", "--duration", "300", "--arrivals", "2", "--sockets", "300"];
    const { code, stdout, stderr } = await here([...args, ...wishes, "--format", "json"], google.variables);
    if (stdout === "") throw new Error(stderr);
    const report = JSON.parse(stdout) as LoadReport;
    return { code, report, waited: (clock.date().getTime() - Date.parse(report.ended)) / 1000 };
  } finally {
    store.restore(before);
    google.sandbox.faults.clear();
    // Nothing of one run is within the minutes before the next.
    clock.move(3_600_000);
  }
}

const verdictsOf = ({ answers }: LoadReport): string => answers.map(({ verdict }) => verdict).join(", ");
const becauseOf = ({ answers }: LoadReport): string => answers.flatMap(({ because }) => because).join("\n");

test("one that scales, answers, holds and cleans up: four times yes, and every level as Monitoring has it", async () => {
  const { code, report, waited } = await load({});
  expect([code, verdictsOf(report)]).toEqual([0, "yes, yes, yes, yes"]);
  expect(report.answers.map(({ id }) => id)).toEqual(["scales", "answers", "pools", "cleans-up"]);
  expect(report.levels).toEqual([
    { name: "instances of websocket-service", before: 1, peak: 2, after: 1 },
    { name: "instances of auth-service", before: 1, peak: 1, after: 1 },
    { name: "instances of frontend", before: 1, peak: 1, after: 1 },
    { name: "database connections", before: 12, peak: 40, after: 14 },
    { name: "Redis clients", before: 25, peak: 90, after: 30 },
    { name: "p95 of auth-service, ms", peak: 19.5 },
    { name: "p95 of frontend, ms", peak: 19.5 },
  ]);
  expect(becauseOf(report)).toContain(
    "was open 8.0 s after it was asked for; instances 1 before, 2 at most under load",
  );
  expect(report.problems).toEqual([]);
  // A minute for the last sample of the load, a minute for the first after it, and what Google takes to show that.
  expect(waited).toBe(360);
});

test("levels that take long to come back are waited for until they are seen", async () => {
  const { code, report, waited } = await load({ backAfter: 400 });
  expect([code, verdictsOf(report)]).toEqual([0, "yes, yes, yes, yes"]);
  expect(becauseOf(report)).toContain("Redis clients: 25 → 90 → 30, back within 420 s");
  // Memorystore's values can be read four minutes after their time.
  expect(waited).toBe(660);
});

const NOTHING_BEFORE = "Monitoring does not say how many instances there were before";

test.each<[what: string, more: Partial<SimulatedRun>, code: number, verdicts: string, because: string]>([
  ["within 30 s", { scalesAfter: 30 }, 0, "yes, yes, yes, yes", "was open 30.0 s after it was asked for"],
  ["a second too late", { scalesAfter: 31 }, 1, "no, yes, yes, yes", "was open 31.0 s after it was asked for"],
  [
    "never",
    { scalesAfter: Infinity, instances: [1, 1, 1] },
    1,
    "no, no, yes, yes",
    "never more than 200 sockets were open, and 1 × 200 fit without scaling; instances 1 before, 1 at most under load",
  ],
  [
    "two instances were there already",
    { instances: [2, 2, 2] },
    2,
    "could not tell, yes, yes, yes",
    "300 sockets fit into the 2 × 200 that were there; ask for more than 400 with --sockets",
  ],
  [
    "no count of instances",
    { unwritten: [RUN_INSTANCES] },
    2,
    "could not tell, yes, yes, could not tell",
    NOTHING_BEFORE,
  ],
  [
    "the service fails",
    { status: 503 },
    1,
    "yes, no, yes, yes",
    "Cloud Run counted 40 × 503 at websocket-service, other callers included",
  ],
  [
    "as many connections as the budget has",
    { connections: [12, connections, 14] },
    0,
    "yes, yes, yes, yes",
    `12 before, ${connections} at most under load; budget ${connections} of 400`,
  ],
  [
    "one connection more than the budget",
    { connections: [12, connections + 1, 14] },
    1,
    "yes, yes, no, yes",
    `12 before, ${connections + 1} at most under load; budget ${connections} of 400`,
  ],
  [
    "one Redis client more than the budget",
    { clients: [25, clients + 1, 30] },
    1,
    "yes, yes, no, yes",
    `25 before, ${clients + 1} at most under load; budget ${clients} of 65000`,
  ],
  [
    "an exhausted pool",
    { lines: ["sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached", "ready"] },
    1,
    "yes, yes, no, yes",
    "log: 1 entry of an exhausted pool",
  ],
  [
    "no metric of the database",
    { unwritten: [SQL_CONNECTIONS] },
    2,
    "yes, yes, could not tell, could not tell",
    "database connections: Monitoring does not say",
  ],
  [
    "clients that stay",
    { clients: [25, 90, 66] },
    1,
    "yes, yes, yes, no",
    "Redis clients: 25 → 90 → 66, not back (65 with what pools keep)",
  ],
  [
    "clients that pools keep",
    { clients: [25, 90, 65] },
    0,
    "yes, yes, yes, yes",
    "Redis clients: 25 → 90 → 65, back within",
  ],
  [
    "an instance that stays",
    { instances: [1, 2, 2] },
    1,
    "yes, yes, yes, no",
    "instances of websocket-service: 1 → 2 → 2, not back",
  ],
  [
    "no metric of the cache",
    { unwritten: [REDIS_CLIENTS] },
    2,
    "yes, yes, could not tell, could not tell",
    "Redis clients: unknown → unknown → unknown",
  ],
  [
    "a failing service that nobody measures",
    { status: 503, unwritten: [RUN_INSTANCES, SQL_CONNECTIONS] },
    1,
    "could not tell, no, could not tell, could not tell",
    NOTHING_BEFORE,
  ],
])("%s", async (_what, more, code, verdicts, because) => {
  const { code: ended, report } = await load(more);
  expect([ended, verdictsOf(report)]).toEqual([code, verdicts]);
  expect(becauseOf(report)).toContain(because);
});

test("sockets that are refused for want of a token say nothing of the load", async () => {
  const everybody = {
    scalesAfter: Infinity,
    refusal: "Unexpected server response: 401",
    instances: [1, 1, 1],
  } as const;
  const { code, report } = await load(everybody);
  expect([code, verdictsOf(report)]).toEqual([2, "could not tell, could not tell, yes, yes"]);
  expect(becauseOf(report)).toContain("handshakes were refused with 401 or 403: give a token");
});

test("where Monitoring has no value of anything, nothing is waited for", async () => {
  const { code, report, waited } = await load({ unwritten: READ_METRICS });
  expect([code, verdictsOf(report)]).toEqual([2, "could not tell, yes, could not tell, could not tell"]);
  expect(waited).toBeLessThan(60);
  expect(report.problems).toEqual([
    "it has no value of any metric since 10 minutes before the load, so nothing was waited for",
  ]);
});

test("a log that refuses leaves open whether a pool was exhausted", async () => {
  google.sandbox.faults.add({ path: "entries:list", nth: 1, times: 99, harm: { kind: "status", status: 403 } });
  const { code, report } = await load({});
  expect([code, verdictsOf(report)]).toEqual([2, "yes, yes, could not tell, yes"]);
});

test("Monitoring's questions are those that were seeded for: every metric, once a look, aligned to a minute", async () => {
  google.sandbox.journal.clear();
  await load({});
  const asked = google.sandbox.journal
    .requests()
    .filter(({ path }) => path.includes("/timeSeries?"))
    .map(({ path }) => new URLSearchParams(path.split("?")[1]).get("filter") ?? "");
  const types = new Set(asked.map((filter) => /metric\.type="([^"]+)"/.exec(filter)?.[1]));
  expect([...types].sort()).toEqual(READ_METRICS.map(({ type }) => type).sort());
});
