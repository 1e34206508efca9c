import { generatedEnvironment } from "../../tools/bench/generated-environment";
import { measureInterleaved, median, ratioOf, spreadOf } from "../../tools/bench/measure";
import { sleepingSeconds } from "../../tools/bench/sandbox";
import { marginalCosts, resultsJson, resultsText, type BenchResults } from "../../tools/bench/report";
import { routedServices } from "../../environments/hosts";
import { validateEnvironment } from "../../environments/validate";
import { environmentFindings } from "../../stacks/policy-validation";
import { resolveEnvironments } from "../../stacks/synthesis";

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
    const environment = generatedEnvironment(count);
    expect(Object.keys(environment.services)).toHaveLength(count);
    expect(validateEnvironment(environment, TODAY)).toEqual([]);
  });

  test("keeps its hosts few and reaches some of its services", () => {
    const environment = generatedEnvironment(300);
    expect(Object.keys(environment.hosts)).toHaveLength(4);
    expect(routedServices(environment).length).toBeGreaterThan(20);
  });

  test("holds against the policy", () => {
    const estates = resolveEnvironments([generatedEnvironment(30)], TODAY);
    expect(estates.flatMap((estate) => environmentFindings(estate, TODAY))).toEqual([]);
  });
});

describe("report", () => {
  const of = (median: number) => ({ median, min: median, max: median });
  const size = (services: number, seconds: number) => ({
    services,
    seconds: of(seconds),
    secondsPerService: seconds / services,
    peakMiB: 200,
  });
  const review = (resources: number, times: number) => ({
    resources,
    seconds: of(times),
    parseSeconds: of(1),
    ratio: of(times),
    peakMiB: 300,
    parsePeakMiB: 100,
  });
  const results: BenchResults = {
    node: "v20.19.0",
    runs: 5,
    synth: {
      seconds: of(0.8),
      floorSeconds: of(0.5),
      ratio: of(1.6),
      tsNodeSeconds: of(1.2),
      tsNodeRatio: of(2.4),
      modules: 100,
    },
    tests: { seconds: of(10.5) },
    scale: [size(3, 1), size(30, 1.27), size(300, 3.97)],
    review: [review(1, 1), review(100, 2.9), review(1000, 3.1)],
  };

  test("says of each target whether it is met", () => {
    expect(resultsText(results).match(/target .*/g)).toEqual([
      "target ≤ 1.6: met",
      "target ≤ 10 s: not met",
      "target   time per service falling or flat from 30 to 300: met",
      "target   time ≤ 3 × parsing, plus start-up: not met",
      "target   memory ≤ 3 × parsing: met",
    ]);
  });

  test("says what each further service costs", () => {
    expect(marginalCosts(results.scale!).map(({ secondsPerService }) => secondsPerService.toFixed(4))).toEqual([
      "0.0100",
      "0.0100",
    ]);
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
  });
});
