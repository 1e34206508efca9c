import { pendingApart } from "../../review/pending";
import type { Report } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import type { PlanInput } from "../../review/review";
import { CouldNotTell, today } from "./command";
import { planStacks, type PlannedStacks } from "./plans";
import { DIGEST_KEY_VARIABLE, readInput, reviewAll } from "./review-context";
import { inOwnRun } from "./run";

/** Plans, what kept others from being made, and what they do. */
export interface Reviewed extends PlannedStacks {
  readonly report: Report;
}

/**
 * Reviews plans that are made already.
 *
 * @param stacks - folder with the stacks that they are of; @default the project's own
 */
export const reviewPlanned = (planned: PlannedStacks, stacks?: string): Reviewed => ({
  ...planned,
  report: reviewAll(planned.inputs, today(), stacks),
});

/** Reviews plans in files. @throws CouldNotTell where one is not readable, or no plan */
export const reviewFiles = (files: readonly string[]): Reviewed =>
  reviewPlanned({ inputs: files.map(readInput), problems: [] });

/** Synthesizes and plans stacks, and reviews the plans. @throws CouldNotTell where it cannot be synthesized */
export const reviewOwnStacks = (names: readonly string[]): Promise<Reviewed> =>
  inOwnRun(async (workplace) => reviewPlanned(await planStacks(workplace, names), workplace.stacks));

/**
 * The same review with what the code does not change apart, as pending from before.
 *
 * @param code - the difference of the code, stack by stack
 * @throws CouldNotTell where a plan is of no stack of the code
 */
export function tellApart(reviewed: Reviewed, code: readonly PlanInput[]): Reviewed {
  const known = new Set(code.map(({ name }) => name));
  const unknown = reviewed.inputs.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new CouldNotTell(
      `--base compares stacks of this program, and ${unknown.join(", ")} is none; name a plan's file after its stack: ${[...known].join(", ")}`,
    );
  }
  const stacks = pendingApart(reviewed.report.stacks, reviewed.inputs, code);
  return { ...reviewed, report: assembleReport(stacks, process.env[DIGEST_KEY_VARIABLE] || undefined) };
}
