import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { differenceOf, sizeOf } from "./json-difference";
import { PATCH_ENDING, patchedPlan, type PlanPatch, RecordedPlans } from "./recorded-plans";

/** A plan is stored as a patch where that is less than this part of it: above, a reader sees more in the whole. */
const SMALL = 1 / 3;

/**
 * The smallest patch that makes a whole plan of the folder this one, down to the order of its members; undefined where
 * none is small.
 */
export function smallPatch(recorded: RecordedPlans, name: string, plan: object): PlanPatch | undefined {
  const text = JSON.stringify(plan);
  const limit = text.length * SMALL;
  const [nearest] = recorded
    .names()
    .filter((base) => base !== name && recorded.patchOf(base) === undefined)
    .map((base) => ({ base, patch: differenceOf(recorded.json(base), plan) }))
    .filter(({ patch }) => sizeOf(patch) < limit)
    .filter(({ base, patch }) => JSON.stringify(patchedPlan(recorded.json(base), patch)) === text)
    .sort((one, other) => sizeOf(one.patch) - sizeOf(other.patch));
  return nearest;
}

/** The plans that are stored as patches of this one. */
export const dependentsOf = (recorded: RecordedPlans, name: string): readonly string[] =>
  recorded.names().filter((other) => recorded.patchOf(other)?.base === name);

/**
 * Stores a plan as small as it reads well. What was stored as a patch of it stays the plan that it was.
 *
 * @returns the files that were written, on one line each: prettier gives them their form
 */
export function storePlan({ folder }: RecordedPlans, name: string, plan: object): readonly string[] {
  const before = new RecordedPlans(folder);
  const dependents = dependentsOf(before, name).map((other) => [other, before.json(other)] as const);
  const patch = dependents.length > 0 ? undefined : smallPatch(before, name, plan);
  const written = writePlan(folder, name, plan, patch);
  const after = new RecordedPlans(folder);
  return [
    written,
    ...dependents.map(([other, json]) => writePlan(folder, other, json, smallPatch(after, other, json))),
  ];
}

function writePlan(folder: string, name: string, plan: object, patch: PlanPatch | undefined): string {
  const [whole, small] = [join(folder, `${name}.json`), join(folder, name + PATCH_ENDING)];
  const [written, gone] = patch === undefined ? [whole, small] : [small, whole];
  writeFileSync(written, JSON.stringify(patch ?? plan));
  rmSync(gone, { force: true });
  return written;
}
