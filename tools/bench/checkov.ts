import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { runChild } from "../../cli/shared/child";
import { childVariables } from "../../cli/shared/child-variables";
import { CouldNotTell } from "../../cli/shared/command";
import { synthesizeApart } from "../../cli/shared/plans";
import { readStacks } from "../../cli/shared/synthesized-stacks";
import { declaredPlan } from "./declared-plan";
import { measureInterleaved, ratioOf, spreadOf, type Spread } from "./measure";
import { netraPath, outputFolder, roundProgress, runNode, runProcess, type BenchSettings } from "./process";

/** What a tool took, and for how much. */
export interface ToolCost {
  readonly cpuSeconds: Spread;
  /** Resources of which it says anything: a tool that reads nothing is fast. */
  readonly judged: number;
}

/** One of our commands beside checkov. */
export interface Comparison {
  readonly name: "check" | "review";
  readonly netra: ToolCost;
  readonly checkov: ToolCost;
  /** How many times the processor time of ours checkov takes. */
  readonly ratio: Spread;
}

/** The comparisons, or why there is none. */
export type CheckovResult =
  | { readonly version: string; readonly resources: number; readonly comparisons: readonly Comparison[] }
  | { readonly reason: string };

const MISSING =
  "checkov is not on PATH; python3 -m venv DIR && DIR/bin/pip install checkov, then PATH=DIR/bin:$PATH ./netra bench --only checkov";

const VERSION_DEADLINE_SECONDS = 60;

/** Checkov asks for updates at every start, and would ask its vendor's platform for more rules. */
const CHECKOV_VARIABLES = { CKV_SKIP_PACKAGE_UPDATE_CHECK: "TRUE" };
const CHECKOV_OPTIONS = ["--skip-download", "--soft-fail", "--compact", "--output", "json"];

/** One run of a tool. */
interface ToolRun {
  readonly cpuSeconds: number;
  readonly judged: number;
}

/**
 * Measures a check and a review of all that is declared beside checkov, which gets the same resources: for a check the
 * synthesized files, for a review the same plans.
 *
 * @throws CouldNotTell where a process fails
 */
export async function measureCheckov(settings: BenchSettings): Promise<CheckovResult> {
  const { root, scratch, runs } = settings;
  const { stdout, failure } = await runChild("checkov", ["--version"], {
    cwd: scratch,
    env: { ...childVariables("measured"), TMPDIR: scratch, ...CHECKOV_VARIABLES },
    deadlineSeconds: VERSION_DEADLINE_SECONDS,
  });
  if (failure?.endsWith("ENOENT")) return { reason: MISSING };
  if (failure !== undefined) throw new CouldNotTell(`checkov --version: ${failure}`);
  const output = outputFolder(settings, "checkov");
  await synthesizeApart(root, output);
  const { resources, configurations, plans } = writeInputs(settings, output);
  const checkov = (framework: string, input: readonly string[]) => async (): Promise<ToolRun> => {
    const args = [...input, "--framework", framework, ...CHECKOV_OPTIONS];
    const call = { name: "checkov", command: "checkov", args, variables: CHECKOV_VARIABLES, stdout: "read" } as const;
    const run = await runProcess(settings, call);
    return { cpuSeconds: run.cpuSeconds, judged: resourcesJudged(run.stdout) };
  };
  const netra = (args: readonly string[], count: (stdout: string) => number) => async (): Promise<ToolRun> => {
    const call = { variables: { CDKTF_OUTDIR: output }, statuses: [0, 1], stdout: "read" } as const;
    const run = await runNode(settings, `netra ${args[0]}`, [netraPath(root), ...args, "--format", "json"], call);
    return { cpuSeconds: run.cpuSeconds, judged: count(run.stdout) };
  };
  const [check = [], checkovOfFiles = [], review = [], checkovOfPlans = []] = await measureInterleaved(
    [
      netra(["check"], resourcesChecked),
      checkov("terraform_json", ["--directory", configurations]),
      netra(["review", "--plan", ...plans], changesReviewed),
      checkov("terraform_plan", ["--file", ...plans]),
    ],
    runs,
    roundProgress(settings, "checkov"),
  );
  return {
    version: stdout.trim(),
    resources,
    comparisons: [compareRuns("check", check, checkovOfFiles), compareRuns("review", review, checkovOfPlans)],
  };
}

/** Writes what checkov can read of stacks: their configuration, and their plans. */
function writeInputs(settings: BenchSettings, output: string) {
  const [configurations, plans] = [outputFolder(settings, "configurations"), outputFolder(settings, "plans")];
  const stacks = readStacks(output);
  let resources = 0;
  for (const [name, stack] of stacks) {
    const plan = declaredPlan(name, stack);
    resources += plan.resource_changes.length;
    // Without its terraform block: checkov reads no file with required_version (bridgecrewio/checkov#7454).
    const { terraform: _, ...configuration } = stack;
    // On lines as cdktf writes it, and on one line as Terraform prints it.
    for (const [folder, file, text] of [
      [join(configurations, name), "cdk.tf.json", JSON.stringify(configuration, undefined, 2)],
      [join(plans, "stacks", name), "plan.json", JSON.stringify(plan)],
    ] as const) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  return {
    resources,
    configurations,
    plans: [...stacks.keys()].map((name) => join(plans, "stacks", name, "plan.json")),
  };
}

const compareRuns = (name: Comparison["name"], netra: readonly ToolRun[], checkov: readonly ToolRun[]): Comparison => {
  const [ours, theirs] = [netra, checkov].map((runs) => runs.map(({ cpuSeconds }) => cpuSeconds));
  return {
    name,
    netra: costOf(netra),
    checkov: costOf(checkov),
    ratio: ratioOf(theirs ?? [], ours ?? []),
  };
};

const costOf = (runs: readonly ToolRun[]): ToolCost => ({
  cpuSeconds: spreadOf(runs.map(({ cpuSeconds }) => cpuSeconds)),
  judged: Math.min(...runs.map(({ judged }) => judged)),
});

const verdicts = z.array(z.object({ file_path: z.string(), resource: z.string() }));
/** Where checkov has read nothing, it prints counts alone. */
const checkovReport = z.object({
  results: z.object({ passed_checks: verdicts, failed_checks: verdicts, skipped_checks: verdicts }).optional(),
});

/**
 * Resources about which a report of checkov has at least one verdict.
 *
 * @throws CouldNotTell where it is none
 */
export function resourcesJudged(stdout: string): number {
  const { results } = readReport(stdout);
  const all = Object.values(results ?? {}).flat();
  return new Set(all.map(({ file_path: file, resource }) => `${file} ${resource}`)).size;
}

function readReport(stdout: string): z.output<typeof checkovReport> {
  try {
    return checkovReport.parse(JSON.parse(stdout));
  } catch (error) {
    throw new CouldNotTell("checkov: its report has another form than that of version 3", { cause: error });
  }
}

/** Resources that a check has judged, from its JSON. */
const resourcesChecked = (stdout: string): number =>
  (JSON.parse(stdout) as { readonly stacks: readonly { readonly resources: number }[] }).stacks.reduce(
    (sum, { resources }) => sum + resources,
    0,
  );

/** Resources of which a review says what their change does, from its JSON. */
const changesReviewed = (stdout: string): number =>
  (JSON.parse(stdout) as { readonly stacks: readonly { readonly changes: readonly unknown[] }[] }).stacks.reduce(
    (sum, { changes }) => sum + changes.length,
    0,
  );
