import { InvalidArgumentError, Option } from "commander";
import { resultsJson, resultsText, type BenchResults } from "../tools/bench/report";
import { measureCheckov } from "../tools/bench/checkov";
import { measureMutations } from "../tools/bench/mutations";
import type { BenchSettings } from "../tools/bench/process";
import { measureReview, measureScale, measureSynth, measureTests } from "../tools/bench/sections";
import { measureSandbox } from "../tools/bench/sandbox";
import { CommandLine, CouldNotTell, type ExitCode, type Subcommand } from "./shared/command";
import { inTemporaryFolder } from "./shared/interruption";
import { ROOT } from "./shared/place";
import { progress } from "./shared/progress";

const SECTIONS = {
  synth: measureSynth,
  tests: measureTests,
  scale: measureScale,
  review: measureReview,
  mutations: measureMutations,
  checkov: measureCheckov,
  sandbox: measureSandbox,
};

type Section = keyof typeof SECTIONS;

const MAX_RUNS = 50;

function parseRuns(text: string): number {
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1 && runs <= MAX_RUNS) return runs;
  throw new InvalidArgumentError(`a whole number from 1 to ${MAX_RUNS} allowed`);
}

const command = new CommandLine("bench")
  .description(
    "Measures synthesis, tests, scale, reviews, reviews of mutated plans, check and review beside checkov (where it is on PATH), and an environment in a sandbox. Exit 0 measured, 2 something could not be run; never 1: time fails nothing.",
  )
  .option("--runs <n>", "measured runs of each process, after one that warms up", parseRuns, 5)
  .addOption(new Option("--format <format>", "report format").choices(["text", "json"]).default("text"))
  .addOption(new Option("--only <section>", "one section; without it, all of them").choices(Object.keys(SECTIONS)));

async function bench(): Promise<ExitCode> {
  const { runs, format, only } = command.opts<{ runs: number; format: "text" | "json"; only?: Section }>();
  return inTemporaryFolder("netra-bench-", async (scratch): Promise<ExitCode> => {
    const settings: BenchSettings = { root: ROOT, scratch, runs, progress: progress.showLine };
    const sections = only === undefined ? (Object.keys(SECTIONS) as Section[]) : [only];
    const { results, problems } = await measureSections(settings, sections).finally(progress.clearLine);
    process.stdout.write(`${format === "json" ? resultsJson(results) : resultsText(results)}\n`);
    if (problems.length > 0) throw new CouldNotTell(problems.join("; "));
    return 0;
  });
}

/** Measures every section, also after one that could not be measured. */
async function measureSections(
  settings: BenchSettings,
  sections: readonly Section[],
): Promise<{ readonly results: BenchResults; readonly problems: readonly string[] }> {
  let results: BenchResults = { node: process.version, runs: settings.runs };
  const problems: string[] = [];
  for (const section of sections) {
    try {
      results = { ...results, [section]: await SECTIONS[section](settings) };
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  return { results, problems };
}

/** `netra bench`. */
export const subcommand: Subcommand = { command, action: bench };
