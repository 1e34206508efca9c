import type { Finding } from "../../policy/evaluate";
import type { BudgetReport, ChangeReport, DriftReport, PathReport, Report, StackReport } from "../report";

/** The machine's form; its keys and their order are a contract, whatever the order in the report given. */
export const reportJson = (report: Report): string =>
  JSON.stringify(
    {
      formatVersion: report.formatVersion,
      summary: report.summary,
      severity: report.severity,
      stacks: report.stacks.map(stackJson),
      digest: report.digest,
    },
    undefined,
    2,
  );

// Absent members are undefined here, which JSON leaves out.

const stackJson = (stack: StackReport) => ({
  name: stack.name,
  changes: stack.changes.map(changeJson),
  drift: stack.drift.map(driftJson),
  findings: stack.findings.map(findingJson),
  budgets: stack.budgets.map(budgetJson),
  outputs: stack.outputs.map(({ name, actions }) => ({ name, actions })),
  noise: stack.noise,
  errored: stack.errored,
  digest: stack.digest,
});

const changeJson = (change: ChangeReport) => ({
  address: change.address,
  previousAddress: change.previousAddress,
  actions: change.actions,
  severity: change.severity,
  consequence: change.consequence,
  undo: change.undo,
  paths: change.paths.map(pathJson),
  replacePaths: change.replacePaths,
});

const pathJson = ({ path, before, after }: PathReport) => ({ path, before, after });

const driftJson = (drift: DriftReport) => ({
  address: drift.address,
  class: drift.class,
  severity: drift.severity,
  consequence: drift.consequence,
  ...pathJson(drift),
});

const findingJson = (finding: Finding) => ({
  rule: finding.rule,
  severity: finding.severity,
  status: finding.status,
  environment: finding.environment,
  stack: finding.stack,
  address: finding.address,
  message: finding.message,
});

const sideJson = (side: BudgetReport["after"]) => side && { demand: side.demand, supply: side.supply };

const budgetJson = ({ name, before, after }: BudgetReport) => ({
  name,
  before: sideJson(before),
  after: sideJson(after),
});
