import type { Environment } from "../../environments/environment";
import { closestWords, meantText } from "../../report/spelling";

/** Suggestions for a rule that there is not. */
const MOST_SUGGESTIONS = 3;

/** That there is no such rule, and which were meant. */
function unknownRuleText(rule: string, known: readonly string[]): string {
  const meant = closestWords(rule, known).slice(0, MOST_SUGGESTIONS);
  return `unknown rule "${rule}"; ${meantText(meant, "./netra explain lists all rules")}`;
}

/**
 * Waivers whose rule does not exist: by their place among the environment's waivers, what is wrong with them.
 *
 * @param known - ids of all rules
 */
export const unknownWaivers = (
  { name, waivers }: Pick<Environment, "name" | "waivers">,
  known: readonly string[],
): ReadonlyMap<number, string> =>
  new Map(
    waivers.flatMap(({ rule }, index) =>
      known.includes(rule) ? [] : [[index, `${name}.waivers[${index}].rule: ${unknownRuleText(rule, known)}`] as const],
    ),
  );
