import { WAIVER_RULE } from "../../policy/core/evaluate";
import { isOpen, type Finding } from "../../policy/core/finding";
import { SARIF_LEVEL, sarifText, type SarifAlert, type SarifRule } from "../../report/sarif";
import type { ChangeReport, DriftReport, Report, StackReport } from "../report";
import { placeOf, waiverPlace, type Sources } from "./sources";
import { DRIFT_MEANING, changedText, incompleteText, statusMark } from "./words";

/** SARIF 2.1.0 with all findings, all changes, and drift at medium or worse. */
export const reportSarif = ({ stacks }: Report, _name: string, sources: Sources = {}): string =>
  sarifText(
    "netra-review",
    stacks.flatMap((stack) => stackAlerts(stack, sources)),
    stacks.flatMap((stack) => {
      const incomplete = incompleteText(stack);
      return incomplete === undefined ? [] : [`${stack.name}: ${incomplete}`];
    }),
  );

function stackAlerts(
  { name, environment, findings, changes, drift }: StackReport,
  sources: Sources,
): readonly SarifAlert[] {
  const paths = new Map(changes.map((change) => [change.address, change.paths.map(({ path }) => path)]));
  const at = (address: string, path?: string): Pick<SarifAlert, "source"> => {
    const source = placeOf(sources, {
      ...{ stack: name, address, paths: path === undefined ? (paths.get(address) ?? []) : [path] },
      ...(environment !== undefined && { environment }),
    });
    return source ? { source } : {};
  };
  return [
    ...findings.map((finding) => ({
      ...findingAlert(name, finding),
      ...(finding.rule === WAIVER_RULE.id ? {} : at(finding.address)),
    })),
    ...changes.map((change) => ({ ...changeAlert(name, change), ...at(change.address) })),
    ...drift
      .filter(({ severity }) => severity !== "low")
      .map((entry) => ({ ...driftAlert(name, entry), ...at(entry.address, entry.path) })),
  ];
}

const findingRule = ({ rule, title, why, fix }: Finding): SarifRule => ({ id: rule, title, help: { why, fix } });

/** Where a finding is found without a comparison: a waiver in the data of its environment, all else at its construct. */
function findingSource(stack: string, { rule, environment, address }: Finding): Pick<SarifAlert, "source"> {
  if (rule === WAIVER_RULE.id) return { source: waiverPlace(environment) };
  const source = placeOf({}, { stack, environment, address, paths: [] });
  return source ? { source } : {};
}

/** What code scanning shows of a finding. */
export const findingAlert = (stack: string, finding: Finding): SarifAlert => ({
  rule: findingRule(finding),
  // GitHub does not read suppressions; a note is what it holds against nobody.
  level: isOpen(finding) ? SARIF_LEVEL[finding.severity] : "note",
  stack,
  address: finding.address,
  place: "",
  text: `${finding.message}${statusMark(finding)}`,
  ...findingSource(stack, finding),
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
  // A change is no fault: below high it is there to be read.
  level: SARIF_LEVEL[severity] === "error" ? "error" : "note",
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
