import { isOpen } from "../../policy/core/finding";
import { countText } from "../../report/text";
import type { Report, StackReport } from "../report";
import { pendingWords } from "./pending-words";

/** The counts of a report in one line; what there is none of is left out. */
export function statusText({ severity, stacks }: Pick<Report, "severity" | "stacks">): string {
  const findings = stacks.flatMap((stack) => stack.findings);
  const waived = findings.filter((finding) => !isOpen(finding)).length;
  const total = (count: (stack: StackReport) => number): number => stacks.reduce((sum, stack) => sum + count(stack), 0);
  const changes = total((stack) => stack.changes.length);
  const outputs = total((stack) => stack.outputs.length);
  const drift = total((stack) => stack.drift.length);
  const { count: pending } = pendingWords(stacks);
  return [
    `severity ${severity}`,
    countText(changes, "change"),
    ...(outputs === 0 ? [] : [countText(outputs, "output")]),
    ...(drift === 0 ? [] : [countText(drift, "outside change")]),
    `${countText(findings.length, "finding")}${waived === 0 ? "" : ` (${waived} waived)`}`,
    countText(stacks.length, "stack"),
    ...(pending === undefined ? [] : [pending]),
  ].join(" · ");
}

/** What the plans have at most, before and after, a line for each stack, and how to ask for a price; none where nothing changes. */
export function capacityLines(stacks: readonly StackReport[]): readonly string[] {
  const lines = stacks.flatMap(({ name, capacity = [] }) =>
    capacity.length === 0
      ? []
      : [`capacity of ${name}: ${capacity.map((one) => `${one.name} ${one.before} → ${one.after}`).join("; ")}`],
  );
  return lines.length === 0 ? [] : [...lines, PRICE];
}

/** Prices are Google's and change: whoever wants a sum asks a tool that keeps them (https://www.infracost.io/docs/). */
const PRICE = "price: infracost breakdown --path plan.json, with what terraform show -json prints of the same plan";
