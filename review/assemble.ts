import { isOpen, type Finding } from "../policy/core/finding";
import { SEVERITIES, type Severity } from "../report/severity";
import { countText } from "../report/text";
import { sentenceOf } from "./outline/sentence";
import { digestOf, type ReviewedPart } from "./parts";
import type { Report, StackReport } from "./report";

/** The worst severity. It searches level by level, so that no long list is copied. */
const worstSeverity = (stacks: readonly StackReport[]): Severity | "none" =>
  SEVERITIES.find((level) =>
    stacks.some(
      ({ changes, drift, findings }) =>
        changes.some(({ severity }) => severity === level) ||
        drift.some(({ severity }) => severity === level) ||
        findings.some((finding) => finding.severity === level && isOpen(finding)),
    ),
  ) ?? "none";

/**
 * One report of reviewed stacks, of any number of environments.
 *
 * @param key - key of the digest; without it the report has none
 */
export function assembleReport(stacks: readonly StackReport[], key?: string): Report {
  const severity = worstSeverity(stacks);
  const sentence = isPendingOnly(stacks) ? PENDING_ONLY : sentenceOf(stacks);
  return {
    formatVersion: 1,
    summary: summaryText(stacks, severity, sentence),
    sentence,
    severity,
    stacks,
    digest: key === undefined ? null : digestOf(key, stackParts(stacks)),
  };
}

/** Said instead of "nothing changes": a deploy would change something. */
const PENDING_ONLY = "nothing that this change makes is in the plan, only what was pending before";

const isPendingOnly = (stacks: readonly StackReport[]): boolean =>
  stacks.some(({ pending }) => pending !== undefined && pending.changes.length > 0) &&
  stacks.every(({ changes, drift, findings }) => changes.length + drift.length + findings.length === 0);

const stackParts = (stacks: readonly StackReport[]): readonly ReviewedPart[] =>
  stacks.map(({ name, digest }) => ({ name, digest: digest ?? "" })).sort((a, b) => (a.name < b.name ? -1 : 1));

const countOpenFindings = (findings: readonly Finding[]): number =>
  findings.reduce((sum, finding) => (isOpen(finding) ? sum + 1 : sum), 0);

function summaryText(stacks: readonly StackReport[], severity: Severity | "none", sentence: string): string {
  const changes = stacks.flatMap((stack) => stack.changes);
  const findings = stacks.reduce((sum, stack) => sum + countOpenFindings(stack.findings), 0);
  const drift = stacks.flatMap((stack) => stack.drift);
  const outputs = stacks.flatMap((stack) => stack.outputs);
  const errored = stacks.filter((stack) => stack.errored).map(({ name }) => name);
  const partial = stacks.filter((stack) => stack.partial).map(({ name }) => name);
  const incomplete = [
    ...(errored.length > 0 ? [`INCOMPLETE, Terraform stopped in ${errored.join(", ")}; `] : []),
    ...(partial.length > 0 ? [`PARTIAL, the plan of ${partial.join(", ")} leaves something out; `] : []),
  ].join("");
  const counts = [
    countText(changes.length, "change"),
    ...(outputs.length > 0 ? [countText(outputs.length, "output")] : []),
    ...(drift.length > 0 ? [`${countText(drift.length, "attribute")} changed outside`] : []),
    countText(findings, "finding"),
  ].join(", ");
  const isWhole = errored.length + partial.length === 0;
  const verdict = severity === "none" ? (isWhole ? sentence : severity) : `${severity}: ${sentence}`;
  return `${incomplete}${verdict} (${counts})`;
}
