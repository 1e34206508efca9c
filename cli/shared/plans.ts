import { join } from "node:path";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import type { PlanInput } from "../../review/review";
import { removeUnfinished } from "../../stacks/output-folder";
import { runChild } from "./child";
import { childVariables } from "./child-variables";
import { CouldNotTell } from "./command";
import { assertNotInterrupted, undoAtInterruption } from "./interruption";
import { progress } from "./progress";
import { upstreamsOf } from "./stack-file";
import type { Workplace } from "./run";

const SYNTH_DEADLINE_SECONDS = 120;

/** Synthesizes in a process of its own, so that a review does not hold cdktf in memory. */
export async function synthesizeApart(root: string, output: string): Promise<void> {
  const args = ["--require", join(root, "tools", "register.js"), "main.ts"];
  const env = { ...childVariables("synth"), CDKTF_OUTDIR: output };
  const forget = undoAtInterruption(() => removeUnfinished(output));
  const { failure, stderr } = await runChild(process.execPath, args, {
    cwd: root,
    env,
    deadlineSeconds: SYNTH_DEADLINE_SECONDS,
  }).finally(forget);
  if (failure === undefined) return;
  assertNotInterrupted();
  throw new CouldNotTell(`synth: ${stderr.trim() || failure}`);
}

/** The plans, and one line for each stack that could not be planned. */
export interface PlannedStacks {
  readonly inputs: readonly PlanInput[];
  readonly problems: readonly string[];
}

/**
 * Plans stacks for a review, in dependency order and without a lock. A stack that reads a missing state is not planned,
 * because Terraform would write an empty state and then fail.
 *
 * @throws Interrupted where an interruption is waited for
 */
export async function planStacks(workplace: Workplace, names: readonly string[]): Promise<PlannedStacks> {
  const inputs: PlanInput[] = [];
  const problems = new Set<string>();
  for (const name of names) {
    progress.showLine(`${name}: planning`);
    const terraform = workplace.terraform(name);
    try {
      const missing = await missingUpstream(workplace, name);
      if (missing !== undefined) throw new CouldNotTell(missing);
      await terraform.init();
      const { json } = await terraform.plan("review");
      inputs.push({ name, plan: readStackPlan(name, json) });
    } catch (error) {
      if (!(error instanceof CouldNotTell)) throw error;
      problems.add(error.message);
    } finally {
      progress.clearLine();
      terraform.removePlan();
    }
  }
  return { inputs, problems: [...problems] };
}

/**
 * Reads what `terraform show -json` prints of a stack's plan.
 *
 * @throws CouldNotTell where it is no plan that can be read
 */
export function readStackPlan(stack: string, json: string): PlanJson {
  const reading = readPlan(json);
  if (!reading.ok) throw new CouldNotTell(`${stack}: ${reading.problem}`);
  return reading.plan;
}

/** Why a stack cannot be planned yet; undefined where it can. */
export async function missingUpstream({ stacks, terraform }: Workplace, name: string): Promise<string | undefined> {
  for (const { stack, outputs } of upstreamsOf(stacks, name)) {
    const upstream = terraform(stack);
    await upstream.init();
    const found = await upstream.state();
    const absent = outputs.filter((output) => !found.outputs.includes(output));
    if (absent.length > 0) return `${name}: cannot be planned, ${stack} was never applied; deploy ${stack} first`;
  }
  return undefined;
}
