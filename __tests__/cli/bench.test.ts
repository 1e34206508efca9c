import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resourcesJudged, measureCheckov } from "../../tools/bench/checkov";
import { declaredPlan } from "../../tools/bench/declared-plan";
import { generatedEnvironment } from "../../tools/bench/generated-environment";
import { measureInterleaved, median, ratioOf, spreadOf } from "../../tools/bench/measure";
import { childrenSeconds, runNode, type BenchSettings } from "../../tools/bench/process";
import { sleepingSeconds } from "../../tools/bench/sandbox";
import { marginalCosts, resultsJson, resultsText, type BenchResults } from "../../tools/bench/report";
import { CouldNotTell } from "../../cli/shared/command";
import { routedServices } from "../../environments/hosts";
import { validateEnvironment } from "../../environments/validate";
import type { Estate } from "../../policy/core/estate";
import { fromPlan } from "../../policy/core/from-plan";
import { fromSynth } from "../../policy/core/from-synth";
import { readPlan } from "../../policy/core/plan";
import { watchReading } from "../../policy/core/reading";
import { environmentFindings } from "../../stacks/policy-validation";
import { trial } from "../fixture/trial";
import { estateOf, stackJson, stackNames } from "../support/synthesized";

const TODAY = "2026-01-01";

describe("measure", () => {
  test.each([
    [[3], 3],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 1], 9],
  ])("median of %j is %d", (values, expected) => expect(median(values)).toBe(expected));

  test("median of nothing is no number", () => expect(median([])).toBeNaN());

  test("median leaves its argument in order", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test("spread", () => expect(spreadOf([2, 8, 3])).toEqual({ median: 3, min: 2, max: 8 }));

  test("ratio is of the medians, its spread of the pairs", () => {
    expect(ratioOf([3, 4, 6], [2, 2, 2])).toEqual({ median: 2, min: 1.5, max: 3 });
  });

  test("interleaved takes things in turn and does not count the first round", async () => {
    const calls: string[] = [];
    const thing = (name: string) => () => Promise.resolve(calls.push(name));
    const rounds: number[] = [];
    const measured = await measureInterleaved([thing("a"), thing("b")], 2, (round) => rounds.push(round));
    expect(calls.join("")).toBe("ababab");
    expect(measured).toEqual([
      [3, 5],
      [4, 6],
    ]);
    expect(rounds).toEqual([0, 1, 2]);
  });
});

test("a sleep is a second of silence between two requests of the provider's, not of the backend's", () => {
  const [compute, state] = [
    "/compute/v1/projects/p/global/networks",
    "/storage/v1/b/bucket/o/foundation%2Fdefault.tfstate",
  ];
  const log = (...entries: readonly (readonly [number, string])[]) => entries.map(([at, path]) => ({ at, path }));
  expect(sleepingSeconds([])).toBe(0);
  expect(sleepingSeconds(log([0, compute], [3000, compute], [3100, compute], [5100, compute]))).toBe(5);
  expect(sleepingSeconds(log([0, compute], [899, compute]))).toBe(0);
  expect(
    sleepingSeconds(
      log([0, state], [3000, compute], [3100, compute], [9000, state], [20000, "/bucket/foundation/default.tfstate"]),
    ),
  ).toBe(0);
});

describe("generated environment", () => {
  test.each([3, 30, 300])("is valid with %d services", (count) => {
    const environment = generatedEnvironment(trial, count);
    expect(Object.keys(environment.services)).toHaveLength(count);
    expect(validateEnvironment(environment, TODAY)).toEqual([]);
  });

  test("keeps its hosts few and reaches some of its services", () => {
    const environment = generatedEnvironment(trial, 300);
    expect(Object.keys(environment.hosts)).toHaveLength(4);
    expect(routedServices(environment).length).toBeGreaterThan(20);
  });
});

describe("process", () => {
  let settings: BenchSettings;
  beforeAll(() => {
    const scratch = mkdtempSync(join(tmpdir(), "netra-bench-test-"));
    settings = { root: scratch, scratch, runs: 1, progress: () => undefined };
  });
  afterAll(() => rmSync(settings.scratch, { recursive: true }));

  test.each([
    ["0m0.003s 0m0.001s\n0m1.250s 0m0.500s\n", 1.75],
    ["0m0.003s 0m0.001s\n2m0.500s 1m0.250s\n", 180.75],
    // In a language that writes a comma.
    ["0m0,003s 0m0,001s\n0m1,250s 0m0,500s\n", 1.75],
  ])("what a shell says of its children: %j", (times, seconds) => expect(childrenSeconds(times)).toBe(seconds));

  test("is read where that is asked for; an exit code that is an answer is none of a failure", async () => {
    const script = ["-e", "console.log(process.env.TMPDIR); process.exitCode = 1"];
    const { stdout } = await runNode(settings, "answer", script, { statuses: [0, 1], stdout: "read" });
    expect(stdout).toBe(`${settings.scratch}\n`);
    await expect(runNode(settings, "answer", script)).rejects.toThrow(new CouldNotTell("answer: ended with status 1"));
  });

  test("says what was thrown", async () => {
    await expect(runNode(settings, "synth", ["-e", "throw new TypeError('no stack')"])).rejects.toThrow(
      new CouldNotTell("synth: ended with status 1: TypeError: no stack"),
    );
  });
});

describe("checkov", () => {
  test.each(stackNames())("the plan of %s says what its code declares", (name) => {
    const declared = fromSynth(name, stackJson(name)).resources;
    const reading = readPlan(JSON.stringify(declaredPlan(name, stackJson(name))));
    if (!reading.ok) throw new Error(reading.problem);
    // A plan knows no lifecycle, has one expression for a whole list, and of an expression what it refers to alone.
    const inPlan = declared.map(({ lifecycle: _, templates: _text, references, ...resource }) => {
      const ofLists = new Map<string, readonly string[]>();
      for (const [path, addresses] of references) {
        const list = path.replace(/\[\d+\]$/, "");
        ofLists.set(list, [...(ofLists.get(list) ?? []), ...addresses]);
      }
      return { ...resource, references: ofLists };
    });
    // Code does not say what exists already.
    expect(fromPlan(name, reading.plan).map(({ isNew: _, ...resource }) => resource)).toEqual(inPlan);
  });

  // What the comparison takes a check's count of resources for.
  test("rules read values of every resource", () => {
    const read = (estate: Estate) => environmentFindings({ environment: trial, estate }, TODAY);
    const { withValuesRead } = watchReading(read, estateOf("trial"));
    const unread = estateOf("trial").resources.filter(
      (resource) => Object.keys(withValuesRead(resource).values).length === 0,
    );
    expect(unread.map(({ address }) => address)).toEqual([]);
  });

  test("has judged a resource of a file once, whatever it says of it", () => {
    const verdict = (file_path: string, resource: string) => ({ check_id: "CKV_GCP_1", file_path, resource });
    const results = {
      passed_checks: [verdict("/a", "google_t.x"), verdict("/a", "google_t.x")],
      failed_checks: [verdict("/a", "google_t.x"), verdict("/b", "google_t.x")],
      skipped_checks: [verdict("/b", "google_t.y")],
    };
    expect(resourcesJudged(JSON.stringify({ check_type: "terraform_plan", results }))).toBe(3);
    // What it prints when it could read nothing.
    expect(resourcesJudged(JSON.stringify({ passed: 0, failed: 0, skipped: 0, resource_count: 0 }))).toBe(0);
    for (const other of ["a warning", "[]", '{"results": []}']) {
      expect(() => resourcesJudged(other)).toThrow(CouldNotTell);
    }
  });

  test("is skipped by name where it is not installed", async () => {
    const { PATH } = process.env;
    process.env.PATH = "";
    const settings: BenchSettings = { root: "/", scratch: tmpdir(), runs: 1, progress: () => undefined };
    const result = await measureCheckov(settings).finally(() => (process.env.PATH = PATH));
    expect(result).toEqual({
      reason: expect.stringMatching(/^checkov is not on PATH; .*pip install checkov/) as string,
    });
  });
});

describe("report", () => {
  const of = (median: number) => ({ median, min: median, max: median });
  const size = (services: number, seconds: number) => ({
    services,
    cpuSeconds: of(seconds),
    cpuSecondsPerService: seconds / services,
    peakMiB: 200,
  });
  const review = (resources: number, times: number) => ({
    resources,
    cpuSeconds: of(times),
    parseCpuSeconds: of(1),
    ratio: of(times),
    peakMiB: 300,
    parsePeakMiB: 100,
  });
  const comparison = (name: "check" | "review", times: number, judged: number) => ({
    name,
    netra: { cpuSeconds: of(1), judged: 20 },
    checkov: { cpuSeconds: of(times), judged },
    ratio: of(times),
  });
  const results: BenchResults = {
    node: "v20.19.0",
    runs: 5,
    synth: {
      cpuSeconds: of(0.8),
      floorCpuSeconds: of(0.5),
      ratio: of(1.6),
      tsNodeCpuSeconds: of(1.2),
      tsNodeRatio: of(2.4),
      modules: 100,
    },
    tests: { seconds: of(20.5), cpuSeconds: of(35) },
    scale: [size(3, 1), size(30, 1.27), size(300, 3.97)],
    review: [review(1, 1), review(100, 2.9), review(1000, 3.1)],
    checkov: {
      version: "3.3.30",
      resources: 20,
      comparisons: [comparison("check", 8, 4), comparison("review", 7.9, 4)],
    },
  };

  test("says of each target whether it is met", () => {
    expect(resultsText(results).match(/target .*/g)).toEqual([
      "target ≤ 1.6: met",
      "target on two quiet cores ≤ 20 s: not met",
      "target   a further one among many ≤ 1.5 × one among few: met",
      "target   time ≤ 3 × parsing, plus start-up: not met",
      "target   memory ≤ 3 × parsing: met",
      "target ≥ 8: met",
      "target ≥ 8: not met",
    ]);
  });

  test("says how much checkov judges, and compares nothing with nothing", () => {
    const checkov = { version: "3.3.30", resources: 20, comparisons: [comparison("check", 80, 0)] };
    expect(resultsText({ node: "v20.19.0", runs: 5, checkov })).toContain(
      [
        "Check and review beside checkov 3.3.30, of 20 declared resources",
        "  check    1.00 s (1.00–1.00), judges 20 resources; checkov 80.00 s (80.00–80.00), judges 0 resources",
        "           not compared, because one judges nothing",
      ].join("\n"),
    );
    const json = JSON.parse(resultsJson({ node: "v20.19.0", runs: 5, checkov })) as typeof results;
    expect(json.checkov).toMatchObject({ comparisons: [{ met: false }] });
  });

  test("says why checkov was not measured", () => {
    const checkov = { reason: "checkov is not on PATH" };
    expect(resultsText({ node: "v20.19.0", runs: 5, checkov })).toContain(
      "Check and review beside checkov\n  not measured: checkov is not on PATH",
    );
    expect(JSON.parse(resultsJson({ node: "v20.19.0", runs: 5, checkov }))).toMatchObject({ checkov });
  });

  test("says what each further service costs", () => {
    expect(marginalCosts(results.scale!).map(({ cpuSecondsPerService }) => cpuSecondsPerService.toFixed(4))).toEqual([
      "0.0100",
      "0.0100",
    ]);
  });

  test("work that grows with the square of the services is found, though the average hides it", () => {
    // The start-up is shared by more services.
    const scale = [size(3, 1), size(30, 1.27), size(300, 7.2)];
    expect(scale[2]!.cpuSecondsPerService).toBeLessThan(scale[1]!.cpuSecondsPerService);
    expect(resultsText({ node: "v20.19.0", runs: 5, scale })).toContain("× one among few: not met");
  });

  test("leaves out what was not measured", () => {
    expect(resultsText({ node: "v20.19.0", runs: 5 })).not.toContain("target");
    expect(JSON.parse(resultsJson({ node: "v20.19.0", runs: 5 }))).toEqual({
      ...{ formatVersion: 1, node: "v20.19.0", runs: 5 },
    });
  });

  test("carries the verdicts in the machine's form too", () => {
    const json = JSON.parse(resultsJson(results)) as Record<string, { met: unknown }>;
    expect([json.synth?.met, json.tests?.met, json.scale?.met]).toEqual([true, false, true]);
    expect(json.review?.met).toEqual({ time: false, memory: true });
    expect(json.checkov).toMatchObject({ comparisons: [{ met: true }, { met: false }] });
  });
});
