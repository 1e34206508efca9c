import { isOpen, type Finding } from "../../policy/core/finding";
import { junitXml, type JunitCase } from "../../report/junit";
import { isAtLeast, type Severity } from "../../report/severity";
import type { ChangeReport, DriftReport, Report, StackReport } from "../report";
import { incompleteText, pathLine } from "./words";

/** JUnit XML: a suite for each stack. What is critical or high fails; what is waived is skipped. */
export const reportJunit = ({ stacks }: Report): string =>
  junitXml(
    "netra-review",
    // A suite without a case says nothing, and some readers refuse it.
    stacks.flatMap((stack) => {
      const cases = stackCases(stack);
      return cases.length === 0 ? [] : [{ name: stack.name, cases }];
    }),
  );

const stackCases = (stack: StackReport): readonly JunitCase[] => [
  ...incompleteCases(stack),
  ...stack.changes.map((change) => changeCase(stack.name, change)),
  ...stack.findings.map((finding) => findingCase(stack.name, finding)),
  ...stack.drift.map((drift) => driftCase(stack.name, drift)),
];

/** A plan that is not complete must not be green. */
function incompleteCases(stack: StackReport): readonly JunitCase[] {
  const message = incompleteText(stack);
  if (message === undefined) return [];
  const type = stack.errored ? "errored" : "partial";
  return [{ className: `${stack.name}.plan`, name: "complete", outcome: { element: "error", type, message } }];
}

/** The failure of what is critical or high; anything less passes. */
const graveFailure = (
  severity: Severity,
  message: string,
  lines: readonly string[] = [],
): Pick<JunitCase, "outcome"> =>
  isAtLeast(severity, "high") ? { outcome: { element: "failure", type: severity, message, lines } } : {};

const changeCase = (stack: string, change: ChangeReport): JunitCase => ({
  className: `${stack}.change`,
  name: `${change.actions.join(", ")} ${change.address}`,
  ...graveFailure(change.severity, `${change.consequence}; undo: ${change.undo}`),
  output: [
    ...(change.previousAddress === undefined ? [] : [`was ${change.previousAddress}`]),
    ...(change.replacePaths.length === 0 ? [] : [`replaced because of ${change.replacePaths.join(", ")}`]),
    ...change.paths.map(pathLine),
  ],
});

const findingCase = (stack: string, finding: Finding): JunitCase => ({
  className: `${stack}.finding`,
  name: `${finding.rule} ${finding.address}`.trimEnd(),
  ...findingResult(finding),
});

/** A failure says why in its own text, which is what readers show; anything else says it as output. */
function findingResult(finding: Finding): Pick<JunitCase, "outcome" | "output"> {
  const { message, severity, title, why } = finding;
  const reason = [title, `why: ${why}`];
  if (!isOpen(finding)) return { outcome: { element: "skipped", message }, output: reason };
  return isAtLeast(severity, "high") ? graveFailure(severity, message, reason) : { output: [message, ...reason] };
}

const driftCase = (stack: string, drift: DriftReport): JunitCase => ({
  className: `${stack}.drift`,
  name: `${drift.class} ${drift.address} ${drift.path}`.trimEnd(),
  ...graveFailure(drift.severity, drift.consequence),
  output: drift.path === "" ? [] : [pathLine(drift)],
});
