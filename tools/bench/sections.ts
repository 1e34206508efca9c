import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CouldNotTell } from "../../cli/shared/command";
import { runChild } from "../../cli/shared/child";
import { generatedPlan } from "./generated-plan";
import { measureInterleaved, median, ratioOf, spreadOf, type Spread } from "./measure";

/** Where and how often to measure. */
export interface BenchSettings {
  /** The repository's top folder. */
  readonly root: string;
  /** A folder for everything that is written. Whoever creates it removes it. */
  readonly scratch: string;
  /** Measured runs of each process, after one that warms up. */
  readonly runs: number;
  /** Shows a line of progress. */
  readonly progress: (text: string) => void;
}

/** Synthesis of both environments, compared with a process that only loads the same modules. */
export interface SynthResult {
  readonly seconds: Spread;
  readonly floorSeconds: Spread;
  readonly ratio: Spread;
  /** The same through plain `ts-node main.ts`, which is what the cdktf command starts. */
  readonly tsNodeSeconds: Spread;
  readonly tsNodeRatio: Spread;
  /** Modules of cdktf and the provider that both load. */
  readonly modules: number;
}

/** Whole runs of the tests. */
export interface TestsResult {
  readonly seconds: Spread;
}

/** One size of a generated environment. */
export interface ScaleResult {
  readonly services: number;
  readonly seconds: Spread;
  readonly secondsPerService: number;
  /** The largest memory of any run. */
  readonly peakMiB: number;
}

/** What observe.js writes. */
interface Observation {
  readonly modules: readonly string[];
  readonly peakKiB: number;
}

const DEADLINE_SECONDS = 120;
const TESTS_DEADLINE_SECONDS = 600;

/** Numbers of services in the generated environments. */
export const SERVICE_COUNTS = [3, 30, 300] as const;

/** Runs node on arguments and returns its wall time in seconds. */
async function timeNode(
  { root, scratch }: BenchSettings,
  what: string,
  args: readonly string[],
  extra: NodeJS.ProcessEnv = {},
  deadlineSeconds = DEADLINE_SECONDS,
): Promise<number> {
  // What a killed process leaves behind goes with the scratch folder.
  const env = { ...process.env, TMPDIR: scratch, ...extra };
  const { seconds, failure, stderr } = await runChild(process.execPath, args, {
    cwd: root,
    env,
    deadlineSeconds,
    stdout: "ignore",
  });
  if (failure === undefined) return seconds;
  // Node prints where it was thrown before what was thrown.
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const said = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines[0];
  throw new CouldNotTell([`${what}: ${failure}`, said?.trim()].filter(Boolean).join(": "));
}

const netraPath = (root: string): string => join(root, "netra");

/** Arguments with which a script of TypeScript is started as netra starts its own. */
const registerArguments = (root: string): readonly string[] => ["--require", join(root, "tools", "register.js")];

const tsNodePath = (root: string): string => join(root, "node_modules", "ts-node", "dist", "bin.js");

const observerPath = (root: string): string => join(root, "tools", "bench", "observe.js");

function outputFolder(scratch: string, name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const readObservation = (path: string): Observation => JSON.parse(readFileSync(path, "utf8")) as Observation;

const roundProgress = (settings: BenchSettings, what: string) => (number: number) =>
  settings.progress(number === 0 ? `${what}: warming up` : `${what}: run ${number} of ${settings.runs}`);

/**
 * Measures the synthesis of both environments.
 *
 * @throws CouldNotTell where a process fails
 */
export async function measureSynth(settings: BenchSettings): Promise<SynthResult> {
  const { root, scratch } = settings;
  const what = "synth";
  const environment = { CDKTF_OUTDIR: outputFolder(scratch, what) };
  const report = join(scratch, "synth.json");
  const observed = ["--require", observerPath(root), netraPath(root), "synth"];
  await timeNode(settings, what, observed, { ...environment, BENCH_REPORT: report });
  const measured = await measureInterleaved(
    [
      () => timeNode(settings, "floor", [join(root, "tools", "bench", "floor.js"), report]),
      () => timeNode(settings, what, [netraPath(root), "synth"], environment),
      () => timeNode(settings, "ts-node", [tsNodePath(root), "main.ts"], environment),
    ],
    settings.runs,
    roundProgress(settings, what),
  );
  const [floor = [], synth = [], viaTsNode = []] = measured;
  return {
    seconds: spreadOf(synth),
    floorSeconds: spreadOf(floor),
    ratio: ratioOf(synth, floor),
    tsNodeSeconds: spreadOf(viaTsNode),
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
  const [seconds = []] = await measureInterleaved(
    [() => timeNode(settings, "tests", [jest, "--ci"], {}, TESTS_DEADLINE_SECONDS)],
    settings.runs,
    roundProgress(settings, "tests"),
  );
  return { seconds: spreadOf(seconds) };
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
      const folder = outputFolder(scratch, `scale-${services}`);
      const args = ["--require", observerPath(root), ...registerArguments(root), script, String(services), folder];
      const seconds = await timeNode(settings, `${services} services`, args, { BENCH_REPORT: report });
      return { seconds, peakMiB: readObservation(report).peakKiB / 1024 };
    }),
    settings.runs,
    roundProgress(settings, "scale"),
  );
  return SERVICE_COUNTS.map((services, index) => {
    const runs = measured[index] ?? [];
    const seconds = runs.map((run) => run.seconds);
    return {
      services,
      seconds: spreadOf(seconds),
      secondsPerService: median(seconds) / services,
      peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
    };
  });
}

/** A review of a generated plan, compared with a Node that only reads and parses the same file. */
export interface ReviewResult {
  readonly resources: number;
  /** Wall time of the whole process. */
  readonly seconds: Spread;
  /** Reading and parsing alone, as the process that does nothing else measures it. */
  readonly parseSeconds: Spread;
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
  readonly seconds: number;
  readonly parseSeconds: number;
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
  await timeNode(settings, "parse", parsing, { BENCH_REPORT: report });
  const { seconds: parseSeconds } = JSON.parse(readFileSync(parsed, "utf8")) as { readonly seconds: number };
  const parsePeakMiB = peakMiB();
  const seconds = await timeNode(settings, "review", reviewing, { BENCH_REPORT: report });
  return { seconds, parseSeconds, peakMiB: peakMiB(), parsePeakMiB };
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
    const work = runs.map(({ seconds }, run) => seconds - (startUps[run]?.seconds ?? NaN));
    const parsing = runs.map(({ parseSeconds }) => parseSeconds);
    return {
      resources,
      seconds: spreadOf(runs.map(({ seconds }) => seconds)),
      parseSeconds: spreadOf(parsing),
      ratio: ratioOf(work, parsing),
      peakMiB: Math.max(...runs.map(({ peakMiB }) => peakMiB)),
      parsePeakMiB: Math.max(...runs.map(({ parsePeakMiB }) => parsePeakMiB)),
    };
  });
}
