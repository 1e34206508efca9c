import type { AcceptedDrift } from "../drift-ledger";
import { acceptanceProblems } from "./acceptance";
import { problemUnless, type Problem } from "./problem";

/**
 * Everything that is wrong with the drift ledger, at once. An expired entry is no problem: its drift is reported again.
 *
 * @param stacks - the names that an entry may have
 */
export const ledgerProblems = (ledger: readonly AcceptedDrift[], stacks: readonly string[]): readonly Problem[] =>
  ledger.flatMap((entry, index) => {
    const path = `DRIFT_LEDGER[${index}]`;
    return [
      ...acceptanceProblems(entry, path),
      ...problemUnless(
        stacks.includes(entry.stack),
        `${path}.stack`,
        `"${entry.stack}" found; allowed: ${stacks.join(", ")}`,
      ),
      ...problemUnless(
        entry.address !== "" && entry.path !== "",
        path,
        "no address or no path; copy both as ./netra drift prints them",
      ),
    ];
  });
