import type { Finding } from "../../policy/core/finding";
import { PAINT, SEVERITY_PAINT } from "../../report/colour";
import { indentLines } from "../../report/text";
import type { Severity } from "../../report/severity";
import { declaredAt } from "../declared-at";
import { statusMark } from "./words";

/** Width of the column of severities and of everything that stands below it, in characters. */
export const SEVERITY_COLUMN = 9;

/** A severity in its colour, as wide as its column. */
export const severityText = (severity: Severity): string =>
  SEVERITY_PAINT[severity](severity.padEnd(SEVERITY_COLUMN - 1));

function placeLines(finding: Finding): readonly string[] {
  const place = declaredAt(finding);
  return place === undefined ? [] : [`declared in: ${place}`];
}

/**
 * Findings for a terminal: the rule, where, and what was found. What the rule holds and why stands at its first finding
 * alone, because a rule often finds the same in many places.
 */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const explained = new Set<string>();
  return findings.flatMap((finding) => {
    const { severity, rule, title, why, address, message } = finding;
    const isFirst = !explained.has(rule);
    explained.add(rule);
    return [
      `${severityText(severity)} ${rule}${statusMark(finding)}${isFirst ? `: ${title}` : ""}`,
      ...indentLines(SEVERITY_COLUMN, [
        ...[address, message].filter((line) => line !== ""),
        ...placeLines(finding),
        ...(isFirst ? [PAINT.quiet(`why: ${why}`)] : []),
      ]),
    ];
  });
}
