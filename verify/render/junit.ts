import { junitXml, type JunitCase } from "../../report/junit";
import { AREAS } from "../engine/check";
import type { CheckReport, Report } from "../report";
import { failureLines, recoveryText } from "./words";

/** JUnit XML: a suite for each area. A failed check fails; one without an answer is an error, so that it is not green. */
export const reportJunit = ({ checks }: Report): string =>
  junitXml(
    "netra-verify",
    AREAS.map((area) => ({
      name: area,
      cases: checks.filter((check) => check.area === area).map(checkCase),
    })).filter(({ cases }) => cases.length > 0),
  );

const checkCase = (check: CheckReport): JunitCase => ({
  className: check.area,
  name: check.id,
  milliseconds: check.milliseconds,
  ...checkResult(check),
});

function checkResult(check: CheckReport): Pick<JunitCase, "outcome" | "output"> {
  const { verdict, found: message, failure } = check;
  switch (verdict) {
    case "passed":
      return { output: [recoveryText(check) ?? message] };
    case "failed": {
      const type = `${failure?.class ?? ""}.${failure?.symptom ?? ""}`;
      return { outcome: { element: "failure", type, message, lines: failureLines(check) } };
    }
    case "unknown":
      return { outcome: { element: "error", type: "unknown", message } };
    case "skipped":
      return { outcome: { element: "skipped", message } };
  }
}
