import { CouldNotTell } from "../../cli/shared/command";
import { synthesizeApart } from "../../cli/shared/plans";
import { readStacks } from "../../cli/shared/synthesized-stacks";
import { FORMATS } from "../../review/render";
import { declaredPlan } from "./declared-plan";
import { reviewMutatedPlans } from "./mutated-plans";
import { outputFolder, type BenchSettings } from "./process";

/** What came of reviewing mutated plans. */
export interface MutationsResult {
  /** None threw, and of none a value was printed: else there is no result. */
  readonly plans: number;
  readonly cpuSeconds: number;
}

const PLANS = 100_000;

/** So many plans are reviewed between two looks at whether somebody has pressed Ctrl-C. */
const CHUNK = 500;

/**
 * Reviews a hundred thousand plans made of what is declared, with anything anywhere in them. Every run begins with another
 * seed, which an error names.
 *
 * @throws CouldNotTell where a review throws or prints a value
 */
export async function measureMutations(settings: BenchSettings): Promise<MutationsResult> {
  const output = outputFolder(settings, "mutations");
  await synthesizeApart(settings.root, output);
  const changes = [...readStacks(output)].flatMap(([name, stack]) => declaredPlan(name, stack).resource_changes);
  const first = Date.now() % 1_000_000;
  const before = process.cpuUsage();
  for (let done = 0; done < PLANS; done += CHUNK) {
    settings.progress(`mutations: ${done} of ${PLANS} plans`);
    await new Promise(setImmediate);
    const chunk = done / CHUNK;
    const other = FORMATS[chunk % FORMATS.length] ?? "text";
    const { defect } = reviewMutatedPlans(changes, { runs: CHUNK, seed: first + chunk, formats: ["json", other] });
    if (defect !== undefined) throw new CouldNotTell(`mutations: ${defect}`);
  }
  const { user, system } = process.cpuUsage(before);
  return { plans: PLANS, cpuSeconds: (user + system) / 1e6 };
}
