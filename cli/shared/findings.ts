import { isOpen, type Finding } from "../../policy/core/finding";
import { RULES, findRule } from "../../policy/packs";
import { PAINT } from "../../report/colour";
import { countText, indentLines } from "../../report/text";
import { findingLines } from "../../review/render/finding-lines";
import { findingJson } from "../../review/render/json";
import type { EnvironmentEstate } from "../../stacks/policy-validation";

/** Findings for people, grouped by stack, worst first within each. */
export function findingsText(findings: readonly Finding[]): string {
  const stacks = [...new Set(findings.map(({ stack, environment }) => stack || environment))].sort();
  return stacks
    .map((stack) => {
      const own = findings.filter((finding) => (finding.stack || finding.environment) === stack);
      return [PAINT.strong(stack), ...indentLines(2, findingLines(own))].join("\n");
    })
    .join("\n\n");
}

/** One line: how many findings are open and waived, and what was judged. */
export function verdictText(findings: readonly Finding[], estates: readonly EnvironmentEstate[]): string {
  const open = findings.filter(isOpen).length;
  const waived = findings.length - open;
  const sizes = estates.map(
    ({ estate, environment }) => `${countText(estate.resources.length, "resource")} of ${environment.name}`,
  );
  const looked = `${countText(RULES.length, "rule")} over ${sizes.join(" and ")}`;
  const suffix = waived > 0 ? `, ${waived} waived` : "";
  return open === 0
    ? PAINT.good(`No findings${suffix}: ${looked}.`)
    : PAINT.bad(`${countText(open, "finding")}${suffix}: ${looked}.`);
}

/** The JSON of `npm run check`. Its keys are a contract (README). */
export const findingsJson = (findings: readonly Finding[], estates: readonly EnvironmentEstate[]): string =>
  JSON.stringify(
    {
      environments: estates.map(({ environment }) => environment.name),
      stacks: estates.flatMap(({ environment, estate: { stacks, resources } }) =>
        stacks.map(({ name }) => ({
          name,
          environment: environment.name,
          resources: resources.filter(({ stack }) => stack === name).length,
        })),
      ),
      rules: RULES.map(({ id, kind, severity, title, why, fix }) => ({
        id,
        kind,
        pack: findRule(id)?.pack,
        severity,
        title,
        why,
        fix,
      })),
      findings: findings.map(findingJson),
    },
    undefined,
    2,
  );
