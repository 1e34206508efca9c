import { failed } from "./engine/attempt";
import type { Check, Outcome } from "./engine/check";
import { runChecks, type CheckEngine } from "./engine/run";
import type { SymptomId } from "./symptoms";

/** Symptoms of a comparison of live and declared. Any other one is a failure whatever is declared. */
const COMPARED: readonly SymptomId[] = ["not-as-declared", "variable-missing", "wrong-backend"];

/**
 * Tells what is not applied yet from what was changed by hand: what differs from this checkout and is as the commit that
 * was deployed last declares is no drift. What that commit does not know yet, a new service or host, cannot be there.
 *
 * @param readApplied - the checks of the environment as that commit declares it; called where something may be told
 */
export async function tellNotApplied(
  outcomes: readonly Outcome[],
  readApplied: () => Promise<readonly Check[]>,
  engine: CheckEngine,
): Promise<readonly Outcome[]> {
  if (!outcomes.some(({ last }) => last.verdict === "failed")) return outcomes;
  const applied = new Map((await readApplied()).map((check) => [check.id, check]));
  const compared = outcomes.filter(({ last }) => last.verdict === "failed" && COMPARED.includes(last.symptom));
  const again = await runChecks(
    compared.flatMap(({ id }) => applied.get(id) ?? []),
    engine,
  );
  const asApplied = new Set(again.filter(({ last }) => last.verdict === "passed").map(({ id }) => id));
  return outcomes.map((outcome) => {
    const { id, last } = outcome;
    if (last.verdict !== "failed" || (applied.has(id) && !asApplied.has(id))) return outcome;
    return { ...outcome, last: failed("not-applied", last.found, last.expected) };
  });
}
