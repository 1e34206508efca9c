import { SYSTEM_CLOCK } from "../../verify/clock";
import type { LoadRun } from "../../verify/load/offer";
import type { AnsweredQuestion } from "../../verify/load/questions/question";
import { exitCodeOf, type LoadReport } from "../../verify/load/report";
import { runLoad } from "../../verify/load/run";
import type { LoadTimes } from "../../verify/load/times";
import { inPairs } from "../support/in-pairs";
import { TOKEN, rawAnswer, type Misbehaviour } from "../support/misbehaving-edge";
import { stubGoogle, type Told } from "../verify/load/google-stub";
import { SHORT, SMALL, startCountingEdge, type CountingEdge } from "../verify/load/load-edge";

const TIMES: LoadTimes = { look: 0.2, before: 600, sampling: 0.1, visible: 0.5, settling: 1.5, overtime: 20 };

interface Ran {
  readonly report: LoadReport;
  readonly edge: CountingEdge;
  readonly progress: readonly string[];
}

interface Case {
  readonly wrong?: Misbehaviour;
  /** Where Google says something else than what follows from the sockets. */
  readonly told?: (edge: CountingEdge) => Partial<Told>;
  /** At every line of progress. */
  readonly during?: (line: string, edge: CountingEdge, stop: () => void) => void;
}

/** Instances of two sockets each, ten connections and twenty clients an instance. */
function usual(edge: CountingEdge): Told {
  const instances = (): number => Math.max(1, Math.ceil(edge.openSockets() / 2));
  return { instances, connections: () => 10 * instances(), clients: () => 20 * instances() };
}

async function runCase({ wrong, told, during }: Case): Promise<Ran> {
  const edge = await startCountingEdge(wrong);
  const controller = new AbortController();
  const progress: string[] = [];
  const run: LoadRun = {
    environment: SMALL,
    plan: SHORT,
    api: stubGoogle({ ...usual(edge), ...told?.(edge) }),
    target: edge.target,
    ca: edge.ca,
    token: TOKEN,
    times: TIMES,
    clock: SYSTEM_CLOCK,
    signal: controller.signal,
    progress: (line) => {
      progress.push(line);
      during?.(line, edge, () => controller.abort());
    },
  };
  try {
    return { report: await runLoad(run), edge, progress };
  } finally {
    await edge.close();
  }
}

let runs: Readonly<Record<"well" | "full" | "leaking" | "stopped" | "impatient", Ran>>;

beforeAll(async () => {
  let upgrades = 0;
  runs = await inPairs({
    well: () => runCase({}),
    // Two sockets and no more: nothing scales.
    full: () =>
      runCase({
        wrong: {
          upgradeSocket: (_request, socket, asUsual) => {
            upgrades += 1;
            if (upgrades <= 2) asUsual();
            else socket.end(rawAnswer(429, { "content-length": "0" }));
          },
        },
      }),
    // Clients come and never go; sockets break off.
    leaking: () =>
      runCase({
        wrong: { talk: (socket) => void setTimeout(() => socket.close(1011), 300) },
        told: (edge) => ({ clients: () => 20 + 30 * edge.most(), logEntries: 2 }),
      }),
    stopped: () =>
      runCase({
        during: (_line, edge, stop) => {
          if (edge.openSockets() >= 2) stop();
        },
      }),
    // Stopped only when the load was over: levels cannot be told.
    impatient: () =>
      runCase({
        told: (edge) => ({ instances: () => 1 + edge.most() }),
        during: (line, _edge, stop) => {
          if (line.includes("after the load")) stop();
        },
      }),
  });
}, 180_000);

const verdicts = ({ answers }: LoadReport): Readonly<Record<string, string>> =>
  Object.fromEntries(answers.map(({ id, verdict }) => [id, verdict]));
const becauseOf = ({ answers }: LoadReport, id: AnsweredQuestion["id"]): string =>
  answers.find((answer) => answer.id === id)!.because.join("\n");

test("an environment that scales, answers, holds and cleans up: four times yes", () => {
  const { report, edge } = runs.well;
  expect(verdicts(report)).toEqual({ scales: "yes", answers: "yes", pools: "yes", "cleans-up": "yes" });
  expect(exitCodeOf(report)).toBe(0);
  expect([edge.most(), edge.openSockets()]).toEqual([6, 0]);
  expect(report.levels.filter(({ name }) => !name.includes("p95"))).toEqual([
    { name: "instances of websocket-service", before: 1, peak: 3, after: 1 },
    { name: "instances of auth-service", before: 1, peak: 3, after: 1 },
    { name: "instances of frontend", before: 1, peak: 3, after: 1 },
    { name: "database connections", before: 10, peak: 30, after: 10 },
    { name: "Redis clients", before: 20, peak: 60, after: 20 },
  ]);
  expect(becauseOf(report, "scales")).toMatch(
    /^websocket-service: socket 3, which 1 × 2 cannot hold, was open \d\.\d s after it was asked for; instances 1 before, 3 at most under load$/,
  );
});

test("progress says how the load goes and what is waited for; no token stands in it or in the report", () => {
  const { progress, report } = runs.well;
  expect(
    progress.some((line) =>
      /^\d s: \d+ answers, 6 of 6 sockets of websocket-service, 3 instances of websocket-service, .*, 60 clients$/.test(
        line,
      ),
    ),
  ).toBe(true);
  expect(progress.at(-1)).toMatch(/^\d s after the load: waiting for instances, connections and clients to go$/);
  expect(JSON.stringify([progress, report])).not.toContain(TOKEN.slice(-20));
});

test("one that does not scale: no, with 429 as the reason", () => {
  const { report } = runs.full;
  expect(verdicts(report)).toMatchObject({ scales: "no", answers: "no", pools: "yes" });
  expect(exitCodeOf(report)).toBe(1);
  expect(becauseOf(report, "scales")).toContain("never more than 2 sockets were open");
  expect(becauseOf(report, "answers")).toContain("4 of 6 sockets did not open (Unexpected server response: 429)");
});

test("one that leaks clients, drops sockets and exhausts a pool: no to each", () => {
  const { report } = runs.leaking;
  expect(verdicts(report)).toMatchObject({ answers: "no", pools: "no", "cleans-up": "no" });
  expect(becauseOf(report, "answers")).toMatch(/sockets broke off, \d × 1011/);
  expect(becauseOf(report, "pools")).toContain("log: 2 entries of an exhausted pool");
  expect(becauseOf(report, "cleans-up")).toMatch(/Redis clients: 20 → \d+ → \d+, not back \(60 with what pools keep\)/);
});

test("a stopped load closes its sockets, says what it saw and answers nothing that it cannot", () => {
  const { report, edge } = runs.stopped;
  expect(report.cutShort).toBe("the load was stopped");
  expect(exitCodeOf(report)).toBe(2);
  expect(verdicts(report)).toMatchObject({ answers: "could not tell", pools: "could not tell" });
  expect(edge.openSockets()).toBe(0);
  expect(report.observed.leftOpen).toBe(0);
  expect(report.observed.sockets[0]?.asked).toBeLessThan(6);
});

test("whoever does not wait for the levels is told that they are not back yet", () => {
  const { report } = runs.impatient;
  expect(report.cutShort).toBeUndefined();
  expect(verdicts(report)["cleans-up"]).toBe("could not tell");
  expect(becauseOf(report, "cleans-up")).toMatch(/instances of websocket-service: 1 → 7 → (7, not back yet|unknown)/);
  expect(exitCodeOf(report)).toBe(2);
});

test("nothing is loaded where Monitoring cannot be read", async () => {
  const edge = await startCountingEdge();
  const api = stubGoogle({ ...usual(edge), refuses: { api: "monitoring", status: 403 } });
  const run: LoadRun = {
    ...{ environment: SMALL, plan: SHORT, api, target: edge.target, times: TIMES, clock: SYSTEM_CLOCK },
    ...{ signal: new AbortController().signal, progress: () => undefined },
  };
  await expect(runLoad(run)).rejects.toThrow(
    "run.googleapis.com/container/instance_count: monitoring: refused; nothing was loaded",
  );
  expect(edge.requests).toEqual([]);
  await edge.close();
});
