import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Estate } from "../../policy/core/estate";
import { fromPlan } from "../../policy/core/from-plan";
import { readPlan, type PlanJson } from "../../policy/core/plan";

/** Plans by the real provider, one for a family of resources: `NAME.tf`, its plan `NAME.json`, and `NAME.txt`, what is found there. */
export const FAMILIES_FOLDER = join(__dirname, "../policy/families");

/** Names of the families, sorted. */
export const FAMILIES: readonly string[] = readdirSync(FAMILIES_FOLDER)
  .filter((file) => file.endsWith(".tf"))
  .map((file) => file.slice(0, -".tf".length))
  .sort();

/** The plan of a family. */
export function familyPlan(name: string): PlanJson {
  const reading = readPlan(readFileSync(join(FAMILIES_FOLDER, `${name}.json`), "utf8"));
  if (!reading.ok) throw new Error(`${name}: ${reading.problem}`);
  return reading.plan;
}

/** Everything that some families plan, as rules see it. */
export const estateOfFamilies = (...names: readonly string[]): Estate =>
  new Estate({ stacks: [], resources: names.flatMap((name) => fromPlan("stack", familyPlan(name))) });
