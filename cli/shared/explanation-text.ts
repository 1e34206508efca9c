import { PAINT, SEVERITY_PAINT } from "../../report/colour";
import { countText, indentLines } from "../../report/text";
import { sentenceText } from "../../runbook/shared-texts";
import { explainedValueLines } from "./explained-value-text";
import type { Explanation, RuleLine } from "./explanation";

const PACK_TITLES: Readonly<Record<RuleLine["pack"], string>> = {
  google: "packs/google: true for anybody",
  netra: "packs/netra: what this product promised",
};

/** A heading with its lines; nothing where there are no lines. */
const sectionLines = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ["", PAINT.strong(heading), ...indentLines(2, lines)];

/** An explanation as text for people. */
export const explanationText = (rule: Explanation): string =>
  [
    `${PAINT.strong(rule.id)}  ${SEVERITY_PAINT[rule.severity](rule.severity)}, ${rule.kind}, packs/${rule.pack}`,
    ...sectionLines("What must hold", [`${rule.title}.`]),
    ...sectionLines("Why", [rule.why]),
    ...sectionLines("To do", [`${sentenceText(rule.fix)}.`, ...(rule.isWaivable ? [] : ["No waiver may excuse it."])]),
    ...sectionLines("What breaks it", breakLines(rule)),
    ...sectionLines("Silent where one of these speaks", rule.yieldsTo),
    ...sectionLines("Hardened values", rule.hardened.flatMap(explainedValueLines)),
    ...sectionLines(
      "Incidents",
      rule.incidents.flatMap(({ number, failure, guard }) => [
        `${number}: ${sentenceText(failure)}`,
        `    Guard: ${guard}`,
      ]),
    ),
    ...sectionLines("Sources", rule.sources),
  ].join("\n");

function breakLines({ breaks, isJudged }: Explanation): readonly string[] {
  if (!isJudged) return ["Nothing here: it judges what these environments do not have."];
  if (breaks.length === 0) return ["No value that is changed or taken away: something has to be added."];
  return breaks.flatMap(({ address, path, block, message }) => [
    `${path}${block === undefined ? "" : ` (${block})`} of ${address}`,
    `    ${message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message}`,
  ]);
}

/** Every rule on one line, by pack. */
export function ruleListText(rules: readonly RuleLine[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  return (["google", "netra"] as const)
    .map((pack) => {
      const own = rules.filter((rule) => rule.pack === pack);
      const lines = own.map(
        ({ id, severity, kind, title }) =>
          `  ${id.padEnd(width)}  ${SEVERITY_PAINT[severity](severity.padEnd(8))}  ${kind.padEnd(9)}  ${title}`,
      );
      return [PAINT.strong(`${PACK_TITLES[pack]}, ${countText(own.length, "rule")}`), ...lines].join("\n");
    })
    .join("\n\n");
}
