import { cachePath, databaseMetricId } from "../../environments/names";
import { runChild, type ChildResult } from "../../cli/shared/child";
import { REDIS_CLIENTS, RUN_INSTANCES, SQL_CONNECTIONS, type PlatformMetric } from "../../google/platform-metrics";
import type { JsonObject } from "../../sandbox/core/json";
import type { LoadReport } from "../../verify/load/report";
import { trial } from "../fixture/trial";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { rawAnswer, type Misbehaviour } from "../support/misbehaving-edge";
import { NETRA } from "../support/program";
import { startCountingEdge, type CountingEdge } from "../verify/load/load-edge";
import { ROOT } from "./terraform";

/**
 * The whole command as people run it: a process, Artillery's engine, sockets to an edge on this machine, and a sandbox whose
 * Monitoring is fed with what the edge counts. In real time: a minute of load, and six until Google would show its last minute.
 */

/** The least load that needs a second instance of trial, and some sockets more. */
const HELD_BY_ONE = trial.services["websocket-service"].concurrency;
const SOCKETS = HELD_BY_ONE + 4;
const WISHES = ["--environment", "trial", "--duration", "60", "--arrivals", "1", "--sockets", `${SOCKETS}`];

const DEADLINE_SECONDS = 900;

/** Seconds between two samples; Google's are a minute apart, and any time is within one of the load's minutes. */
const SAMPLE_SECONDS = 10;

interface Ran {
  readonly result: ChildResult;
  readonly report: LoadReport;
  readonly edge: CountingEdge;
  readonly seconds: number;
}

/** What instances, pools and clients would be with as many open sockets: ten connections and twenty clients an instance. */
function levelsOf(openSockets: number, minutesAgo: readonly number[] = [0]): readonly JsonObject[] {
  const instances = Math.max(1, Math.ceil(openSockets / HELD_BY_ONE));
  const series = (
    { type, resource }: PlatformMetric,
    labels: Readonly<Record<string, string>>,
    of: Readonly<Record<string, string>>,
    value: number,
  ): JsonObject => ({
    metric: { type, labels },
    resource: { type: resource, labels: of },
    points: minutesAgo.map((minutes) => ({
      interval: { endTime: new Date(Date.now() - minutes * 60_000).toISOString() },
      value: { int64Value: String(value) },
    })),
  });
  return [
    ...Object.keys(trial.services).map((service) =>
      series(RUN_INSTANCES, { state: "active" }, { service_name: service }, instances),
    ),
    series(SQL_CONNECTIONS, { database: "netra" }, { database_id: databaseMetricId(trial) }, 10 * instances),
    series(REDIS_CLIENTS, { role: "primary" }, { instance_id: cachePath(trial) }, 20 * instances),
  ];
}

/** Feeds the sandbox's Monitoring through its documented route until it is told to stop. */
function feedMonitoring({ admin }: RunnerSandbox, edge: CountingEdge): () => void {
  const write = (timeSeries: readonly JsonObject[]): void =>
    void admin("POST", "time-series", { project: trial.project, timeSeries }).catch(() => undefined);
  // It ran before the load came.
  write(levelsOf(0, [5, 4, 3, 2, 1]));
  const timer = setInterval(() => write(levelsOf(edge.openSockets())), SAMPLE_SECONDS * 1000);
  return () => clearInterval(timer);
}

interface Case {
  readonly wrong?: Misbehaviour;
  readonly isMeasured: boolean;
}

async function load({ wrong, isMeasured }: Case): Promise<Ran> {
  const [google, edge] = await Promise.all([startRunnerSandbox(), startCountingEdge(wrong)]);
  const name = "logging.googleapis.com";
  google.sandbox.store.put(`serviceusage/projects/${trial.project}/services/${name}`, { name, state: "ENABLED" });
  const stop = isMeasured ? feedMonitoring(google, edge) : (): void => undefined;
  const begun = performance.now();
  try {
    const to = ["--connect-to", `127.0.0.1:${edge.target.httpsPort}`, "--ca", edge.ca];
    const result = await runChild(process.execPath, [...NETRA, "load", ...WISHES, ...to, "--format", "json"], {
      cwd: ROOT,
      deadlineSeconds: DEADLINE_SECONDS,
      env: { ...process.env, ...google.variables, NO_COLOR: "1" },
    });
    if (result.stdout === "") throw new Error(result.stderr);
    const seconds = (performance.now() - begun) / 1000;
    return { result, report: JSON.parse(result.stdout) as LoadReport, edge, seconds };
  } finally {
    stop();
    await Promise.all([edge.close(), google.sandbox.close()]);
  }
}

let runs: Readonly<Record<"well" | "full" | "silent", Ran>>;

beforeAll(
  async () => {
    let upgrades = 0;
    const [well, full, silent] = await Promise.all([
      load({ isMeasured: true }),
      // No second instance ever comes, and nobody measures.
      load({
        isMeasured: false,
        wrong: {
          upgradeSocket: (_request, socket, asUsual) => {
            upgrades += 1;
            if (upgrades <= HELD_BY_ONE) asUsual();
            else socket.end(rawAnswer(429, { "content-length": "0" }));
          },
        },
      }),
      load({ isMeasured: false }),
    ]);
    runs = { well, full, silent };
  },
  (DEADLINE_SECONDS + 60) * 1000,
);

const verdictsOf = ({ report: { answers } }: Ran): Readonly<Record<string, string>> =>
  Object.fromEntries(answers.map(({ id, verdict }) => [id, verdict]));

test("an environment that scales, answers, holds and cleans up: exit 0, and the numbers of it", () => {
  const { well } = runs;
  expect(verdictsOf(well)).toEqual({ scales: "yes", answers: "yes", pools: "yes", "cleans-up": "yes" });
  expect(well.result.status).toBe(0);
  expect([well.edge.most(), well.edge.openSockets()]).toEqual([SOCKETS, 0]);
  expect(well.report).toMatchObject({ formatVersion: 1, environment: "trial", problems: [] });
  expect(well.report.levels).toEqual(
    expect.arrayContaining([
      { name: "instances of websocket-service", before: 1, peak: 2, after: 1 },
      { name: "database connections", before: 10, peak: 20, after: 10 },
      { name: "Redis clients", before: 20, peak: 40, after: 20 },
    ]),
  );
});

test("one that is full: exit 1, whatever else nobody can tell", () => {
  const { full } = runs;
  expect(verdictsOf(full)).toMatchObject({ answers: "no", "cleans-up": "could not tell" });
  expect(full.result.status).toBe(1);
  expect(full.report.observed.sockets).toEqual([expect.objectContaining({ asked: SOCKETS, opened: HELD_BY_ONE })]);
});

test("one that nobody measures: exit 2, and nothing is waited for", () => {
  const { silent } = runs;
  expect(verdictsOf(silent)).toEqual({
    scales: "could not tell",
    answers: "yes",
    pools: "could not tell",
    "cleans-up": "could not tell",
  });
  expect(silent.result.status).toBe(2);
  // The six minutes after the load are left out.
  expect(silent.seconds).toBeLessThan(runs.well.seconds / 2);
});
