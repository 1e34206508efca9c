import { WAIVER_RULE } from "../../policy/core/evaluate";
import { isOpen, type Finding } from "../../policy/core/finding";
import { SARIF_LEVEL, sarifText, type SarifAlert, type SarifRule } from "../../report/sarif";
import type { ChangeReport, DriftReport, Report, StackReport } from "../report";
import { sourceFileOf } from "./source-files";
import { DRIFT_MEANING, changedText, incompleteText, statusMark } from "./words";

/** SARIF 2.1.0 with all findings, changes at high or worse and drift at medium or worse. */
export const reportSarif = ({ stacks }: Report): string =>
  sarifText(
    "netra-review",
    stacks.flatMap((stack) => stackAlerts(stack)),
    stacks.flatMap((stack) => {
      const incomplete = incompleteText(stack);
      return incomplete === undefined ? [] : [`${stack.name}: ${incomplete}`];
    }),
  );

/** Somebody else's resources are declared in no file of this repository: their address is all there is. */
const sourceIn = (environment: string | undefined, stack: string, address: string) =>
  environment === undefined || environment === "" ? {} : { file: sourceFileOf(stack, address) };

const stackAlerts = ({ name, environment, findings, changes, drift }: StackReport): readonly SarifAlert[] => {
  const source = (address: string) => sourceIn(environment, name, address);
  return [
    ...findings.map((finding) => findingAlert(name, finding)),
    ...changes
      .filter(({ severity }) => SARIF_LEVEL[severity] === "error")
      .map((change) => ({ ...changeAlert(name, change), ...source(change.address) })),
    ...drift
      .filter(({ severity }) => severity !== "low")
      .map((entry) => ({ ...driftAlert(name, entry), ...source(entry.address) })),
  ];
};

const findingRule = ({ rule, title, why, fix }: Finding): SarifRule => ({ id: rule, title, help: { why, fix } });

/** What code scanning shows of a finding. */
export const findingAlert = (stack: string, finding: Finding): SarifAlert => ({
  rule: findingRule(finding),
  // GitHub does not read suppressions; a note is what it holds against nobody.
  level: isOpen(finding) ? SARIF_LEVEL[finding.severity] : "note",
  stack,
  address: finding.address,
  place: "",
  text: `${finding.message}${statusMark(finding)}`,
  ...(finding.rule === WAIVER_RULE.id
    ? { file: `environments/${finding.environment}.ts` }
    : sourceIn(finding.environment, stack, finding.address)),
  isWaived: !isOpen(finding),
});

const changeAlert = (stack: string, { severity, actions, address, consequence, undo }: ChangeReport): SarifAlert => ({
  rule: {
    id: `change/${severity}`,
    title: `A change has a consequence of severity ${severity}`,
    help: {
      why: "Who has to agree to a severity, and when it may be deployed, is in docs/change-control.md.",
      fix: "change the way there, or have it agreed to",
    },
  },
  level: SARIF_LEVEL[severity],
  stack,
  address,
  place: "",
  text: `${actions.join(", ")}: ${consequence}; undo: ${undo}`,
  isWaived: false,
});

const driftAlert = (stack: string, drift: DriftReport): SarifAlert => ({
  rule: {
    id: `drift/${drift.class.replaceAll(" ", "-")}`,
    title: DRIFT_MEANING[drift.class],
    help: {
      why: "A change that no commit explains is lost at some deploy, or stays and nobody knows why.",
      fix: "take it back, adopt it in the code, or accept it for a while in environments/drift-ledger.ts",
    },
  },
  level: SARIF_LEVEL[drift.severity],
  stack,
  address: drift.address,
  place: drift.path,
  text: `${drift.path === "" ? "" : `${drift.path}: ${changedText(drift)}; `}${drift.consequence}`,
  isWaived: false,
});
