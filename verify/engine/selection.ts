import { AREAS, type Check } from "./check";

/** The chosen checks, or what is wrong with the choice. */
export type Selection =
  { readonly ok: true; readonly checks: readonly Check[] } | { readonly ok: false; readonly problem: string };

/**
 * The checks that `--only` names, in the checks' order; all checks where it names none.
 *
 * @param only - areas, or beginnings of ids; an entry may hold several, separated by commas
 */
export function selectChecks(checks: readonly Check[], only: readonly string[]): Selection {
  const wanted = only.flatMap((entry) => entry.split(",")).map((entry) => entry.trim());
  const isNamedBy = ({ area, id }: Check, entry: string): boolean =>
    entry !== "" && (area === entry || id.startsWith(entry));
  const isArea = (entry: string): boolean => AREAS.some((area) => area === entry);
  const strange = wanted.filter((entry) => !isArea(entry) && !checks.some((check) => isNamedBy(check, entry)));
  if (strange.length > 0) {
    const named = strange.map((entry) => `"${entry}"`).join(", ");
    return { ok: false, problem: `--only ${named}: no area and no beginning of an id; areas: ${AREAS.join(", ")}` };
  }
  const chosen =
    wanted.length === 0 ? checks : checks.filter((check) => wanted.some((entry) => isNamedBy(check, entry)));
  return chosen.length === 0
    ? { ok: false, problem: `--only ${wanted.join(", ")}: this environment has no such check` }
    : { ok: true, checks: chosen };
}
