import { isOpen, type Finding } from "../../policy/core/finding";
import { RULES } from "../../policy/packs";
import { PAINT } from "../../report/colour";
import { countText, indentLines } from "../../report/text";
import { findingLines } from "../../review/render/finding-lines";
import type { EnvironmentEstate } from "../../stacks/policy-validation";

/** What a finding is about: its stack, or the environment where it is about no stack. */
export const placeOf = ({ stack, environment }: Finding): string => stack || environment;

/** Findings for people, grouped by stack, worst first within each. */
export function findingsText(findings: readonly Finding[]): string {
  const places = [...new Set(findings.map(placeOf))].sort();
  return places
    .map((place) => {
      const own = findings.filter((finding) => placeOf(finding) === place);
      return [PAINT.strong(place), ...indentLines(2, findingLines(own))].join("\n");
    })
    .join("\n\n");
}

/** One line: how many findings are open and waived, and what was judged. */
export function summaryOf(findings: readonly Finding[], estates: readonly EnvironmentEstate[]): string {
  const open = findings.filter(isOpen).length;
  const waived = findings.length - open;
  const sizes = estates.map(
    ({ estate, environment }) => `${countText(estate.resources.length, "resource")} of ${environment.name}`,
  );
  const found = open === 0 ? "No findings" : countText(open, "finding");
  const suffix = waived > 0 ? `, ${waived} waived` : "";
  return `${found}${suffix} in what is declared: ${countText(RULES.length, "rule")} over ${sizes.join(" and ")}.`;
}

/** The same in the colour of the verdict. */
export const verdictText = (findings: readonly Finding[], estates: readonly EnvironmentEstate[]): string =>
  (findings.some(isOpen) ? PAINT.bad : PAINT.good)(summaryOf(findings, estates));
