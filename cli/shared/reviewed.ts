import type { Report } from "../../review/report";
import { today } from "./command";
import { planStacks, type PlannedStacks } from "./plans";
import { readInput, reviewAll } from "./review-context";
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
