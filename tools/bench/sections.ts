import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CouldNotTell } from "../../cli/shared/command";
import { generatedPlan } from "./generated-plan";
import { measureInterleaved, median, ratioOf, spreadOf, type Spread } from "./measure";
import { netraPath, outputFolder, roundProgress, runNode, type BenchSettings } from "./process";

/** Synthesis of both environments, compared with a process that only loads the same modules. */
export interface SynthResult {
  readonly cpuSeconds: Spread;
  readonly floorCpuSeconds: Spread;
  readonly ratio: Spread;
  /** The same through plain `ts-node main.ts`, which is what the cdktf command starts. */
  readonly tsNodeCpuSeconds: Spread;
  readonly tsNodeRatio: Spread;
  /** Modules of cdktf and the provider that both load. */
  readonly modules: number;
}

/** Whole runs of the tests. */
export interface TestsResult {
  /** Wall time, which whoever waits for them feels. */
  readonly seconds: Spread;
  readonly cpuSeconds: Spread;
}

/** One size of a generated environment. */
export interface ScaleResult {
  readonly services: number;
  readonly cpuSeconds: Spread;
  readonly cpuSecondsPerService: number;
  /** The largest memory of any run. */
  readonly peakMiB: number;
}

/** What observe.js writes. */
interface Observation {
  readonly modules: readonly string[];
  readonly peakKiB: number;
}

const TESTS_DEADLINE_SECONDS = 600;

/** Numbers of services in the generated environments. */
export const SERVICE_COUNTS = [3, 30, 300] as const;

/** Arguments with which a script of TypeScript is started as netra starts its own. */
const registerArguments = (root: string): readonly string[] => ["--require", join(root, "tools", "register.js")];

const tsNodePath = (root: string): string => join(root, "node_modules", "ts-node", "dist", "bin.js");

const observerPath = (root: string): string => join(root, "tools", "bench", "observe.js");

const cpuSecondsOf = (runs: readonly { readonly cpuSeconds: number }[]): readonly number[] =>
  runs.map(({ cpuSeconds }) => cpuSeconds);

const readObservation = (path: string): Observation => JSON.parse(readFileSync(path, "utf8")) as Observation;

/**
 * Measures the synthesis of both environments.
 *
 * @throws CouldNotTell where a process fails
 */
export async function measureSynth(settings: BenchSettings): Promise<SynthResult> {
  const { root, scratch } = settings;
  const name = "synth";
  const variables = { CDKTF_OUTDIR: outputFolder(settings, name) };
  const report = join(scratch, "synth.json");
  const observed = ["--require", observerPath(root), netraPath(root), "synth"];
  await runNode(settings, name, observed, { variables: { ...variables, BENCH_REPORT: report } });
  const measured = await measureInterleaved(
    [
      () => runNode(settings, "floor", [join(root, "tools", "bench", "floor.js"), report]),
      () => runNode(settings, name, [netraPath(root), "synth"], { variables }),
      () => runNode(settings, "ts-node", [tsNodePath(root), "main.ts"], { variables }),
    ],
    settings.runs,
    roundProgress(settings, name),
  );
  const [floor = [], synth = [], viaTsNode = []] = measured.map(cpuSecondsOf);
  return {
    cpuSeconds: spreadOf(synth),
    floorCpuSeconds: spreadOf(floor),
    ratio: ratioOf(synth, floor),
    tsNodeCpuSeconds: spreadOf(viaTsNode),
    tsNodeRatio: ratioOf(viaTsNode, floor),
    modules: readObservation(report).modules.length,
  };
}

/**
 * Measures runs of all tests.
 *
 * @throws CouldNotTell where Jest is not installed or a test fails
 */
export async function measureTests(settings: BenchSettings): Promise<TestsResult> {
  const jest = join(settings.root, "node_modules", "jest", "bin", "jest.js");
  if (!existsSync(jest)) throw new CouldNotTell("tests: jest is not installed; run npm ci");
  const [runs = []] = await measureInterleaved(
    [() => runNode(settings, "tests", [jest, "--ci"], { deadlineSeconds: TESTS_DEADLINE_SECONDS })],
    settings.runs,
    roundProgress(settings, "tests"),
  );
  return { seconds: spreadOf(runs.map(({ seconds }) => seconds)), cpuSeconds: spreadOf(cpuSecondsOf(runs)) };
}

/**
 * Measures the synthesis of generated environments.
 *
 * @throws CouldNotTell where a process fails
 */
export async function measureScale(settings: BenchSettings): Promise<readonly ScaleResult[]> {
  const { root, scratch } = settings;
  const script = join("tools", "bench", "scale.ts");
  const measured = await measureInterleaved(
    SERVICE_COUNTS.map((services) => async () => {
      const report = join(scratch, `scale-${services}.json`);
      const folder = outputFolder(settings, `scale-${services}`);
      const args = ["--require", observerPath(root), ...registerArguments(root), script, String(services), folder];
      const { cpuSeconds } = await runNode(settings, `${services} services`, args, {
        variables: { BENCH_REPORT: report },
      });
      return { cpuSeconds, peakMiB: readObservation(report).peakKiB / 1024 };
    }),
    settings.runs,
    roundProgress(settings, "scale"),
  );
  return SERVICE_COUNTS.map((services, index) => {
    const runs = measured[index] ?? [];
    const cpuSeconds = cpuSecondsOf(runs);
    return {
      services,
      cpuSeconds: spreadOf(cpuSeconds),
      cpuSecondsPerService: median(cpuSeconds) / services,
      peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
    };
  });
}

/** A review of a generated plan, compared with a Node that only reads and parses the same file. */
export interface ReviewResult {
  readonly resources: number;
  /** Of the whole process. */
  readonly cpuSeconds: Spread;
  /** Reading and parsing alone, as the process that does nothing else measures it. */
  readonly parseCpuSeconds: Spread;
  /**
   * Time of the review without its start-up, divided by the time of parsing. The start-up is the review of one resource
   * in the same round. A small plan has a large ratio and a wide spread, because it is parsed within milliseconds.
   */
  readonly ratio: Spread;
  /** The largest memory of any review. */
  readonly peakMiB: number;
  /** The largest memory of any parser. */
  readonly parsePeakMiB: number;
}

/** Numbers of resources in the generated plans; the first stands for the start-up. */
export const RESOURCE_COUNTS = [1, 100, 1000, 10_000] as const;

/** One run of the review and of the parser on the same file. */
interface ReviewRun {
  readonly cpuSeconds: number;
  readonly parseCpuSeconds: number;
  readonly peakMiB: number;
  readonly parsePeakMiB: number;
}

async function runReview(settings: BenchSettings, resources: number): Promise<ReviewRun> {
  const { root, scratch } = settings;
  const file = join(scratch, `plan-${resources}.json`);
  if (!existsSync(file)) writeFileSync(file, generatedPlan(resources));
  const [report, parsed] = [join(scratch, "observed.json"), join(scratch, "parsed.json")];
  const peakMiB = (): number => readObservation(report).peakKiB / 1024;
  const observed = ["--require", observerPath(root)];
  const parsing = [...observed, join(root, "tools", "bench", "parse.js"), file, parsed];
  const options = ["--plan", file, "--format", "json", "--fail-on", "critical"];
  const reviewing = [...observed, netraPath(root), "review", ...options];
  const variables = { BENCH_REPORT: report };
  await runNode(settings, "parse", parsing, { variables });
  const parseRun = JSON.parse(readFileSync(parsed, "utf8")) as { readonly cpuSeconds: number };
  const parsePeakMiB = peakMiB();
  const { cpuSeconds } = await runNode(settings, "review", reviewing, { variables });
  return { cpuSeconds, parseCpuSeconds: parseRun.cpuSeconds, peakMiB: peakMiB(), parsePeakMiB };
}

/**
 * Measures reviews of generated plans.
 *
 * @throws CouldNotTell where a process fails
 */
export async function measureReview(settings: BenchSettings): Promise<readonly ReviewResult[]> {
  const measured = await measureInterleaved(
    RESOURCE_COUNTS.map((resources) => () => runReview(settings, resources)),
    settings.runs,
    roundProgress(settings, "review"),
  );
  const [startUps = []] = measured;
  return RESOURCE_COUNTS.map((resources, index) => {
    const runs = measured[index] ?? [];
    const work = runs.map(({ cpuSeconds }, run) => cpuSeconds - (startUps[run]?.cpuSeconds ?? NaN));
    const parsing = runs.map(({ parseCpuSeconds }) => parseCpuSeconds);
    return {
      resources,
      cpuSeconds: spreadOf(cpuSecondsOf(runs)),
      parseCpuSeconds: spreadOf(parsing),
      ratio: ratioOf(work, parsing),
      peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
      parsePeakMiB: Math.max(...runs.map(({ parsePeakMiB }) => parsePeakMiB)),
    };
  });
}
