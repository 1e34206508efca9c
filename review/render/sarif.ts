import { createHash } from "node:crypto";
import { RULES } from "../../policy/packs";
import { WAIVER_RULE, isOpen, type Finding } from "../../policy/core/evaluate";
import type { Severity } from "../../report/severity";
import type { ChangeReport, DriftReport, Report, StackReport } from "../report";
import { ENVIRONMENT_FILES, FALLBACK_FILE, sourceFileOf } from "./source-files";
import { DRIFT_MEANING, ERRORED, changedText, statusMark } from "./words";

type Level = "error" | "warning" | "note";

const LEVEL: Readonly<Record<Severity, Level>> = { critical: "error", high: "error", medium: "warning", low: "note" };

const titles = new Map(RULES.map(({ id, title }) => [id, title]));

/** One thing that is worth an alert. */
interface Alert {
  readonly rule: string;
  readonly description: string;
  readonly level: Level;
  readonly stack: string;
  readonly address: string;
  /** Tells alerts of one rule on one resource apart. */
  readonly place: string;
  readonly text: string;
  readonly file: string;
  readonly isWaived: boolean;
}

/** SARIF 2.1.0 with all findings, changes at high or worse and drift at medium or worse. */
export function reportSarif(report: Report): string {
  const alerts = report.stacks.flatMap(alertsOf);
  const rules = rulesOf(alerts);
  const fingerprints = fingerprintsOf(alerts);
  const errored = report.stacks.filter((stack) => stack.errored).map(({ name }) => name);
  const run = {
    tool: { driver: { name: "netra-review", rules } },
    invocations: [
      {
        executionSuccessful: errored.length === 0,
        toolExecutionNotifications: errored.map((name) => ({
          level: "error",
          message: { text: plain(`${name}: ${ERRORED}`) },
        })),
      },
    ],
    results: alerts.map((alert, index) => resultOf(alert, rules, fingerprints[index] ?? "")),
  };
  return JSON.stringify(
    { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] },
    undefined,
    2,
  );
}

const alertsOf = ({ name, findings, changes, drift }: StackReport): readonly Alert[] => [
  ...findings.map((finding) => findingAlert(name, finding)),
  ...changes.filter(({ severity }) => LEVEL[severity] === "error").map((change) => changeAlert(name, change)),
  ...drift.filter(({ severity }) => severity !== "low").map((entry) => driftAlert(name, entry)),
];

const titleOf = (rule: string): string =>
  rule === WAIVER_RULE ? "A waiver excuses something, and has not expired" : (titles.get(rule) ?? rule);

const findingAlert = (stack: string, finding: Finding): Alert => ({
  rule: finding.rule,
  description: titleOf(finding.rule),
  // GitHub does not read suppressions; a note is what it holds against nobody.
  level: isOpen(finding) ? LEVEL[finding.severity] : "note",
  stack,
  address: finding.address,
  place: "",
  text: `${finding.message}${statusMark(finding)}`,
  file:
    finding.rule === WAIVER_RULE
      ? (ENVIRONMENT_FILES[finding.environment] ?? FALLBACK_FILE)
      : sourceFileOf(stack, finding.address),
  isWaived: !isOpen(finding),
});

const changeAlert = (stack: string, { severity, actions, address, consequence, undo }: ChangeReport): Alert => ({
  rule: `change/${severity}`,
  description: `A change has a consequence of severity ${severity}`,
  level: LEVEL[severity],
  stack,
  address,
  place: "",
  text: `${actions.join(", ")}: ${consequence}; undo: ${undo}`,
  file: sourceFileOf(stack, address),
  isWaived: false,
});

const driftAlert = (stack: string, drift: DriftReport): Alert => ({
  rule: `drift/${drift.class.replaceAll(" ", "-")}`,
  description: DRIFT_MEANING[drift.class],
  level: LEVEL[drift.severity],
  stack,
  address: drift.address,
  place: drift.path,
  text: `${drift.path === "" ? "" : `${drift.path}: ${changedText(drift)}; `}${drift.consequence}`,
  file: sourceFileOf(stack, drift.address),
  isWaived: false,
});

const rulesOf = (alerts: readonly Alert[]) =>
  [...new Map(alerts.map(({ rule, description }) => [rule, description]))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, description]) => ({ id, shortDescription: { text: plain(description) } }));

/**
 * The same for the same rule, place and order in every run, whatever the values. The name is the one that GitHub
 * reads: without it, it would hash the first line of the file, which all alerts of a file share.
 */
function fingerprintsOf(alerts: readonly Alert[]): readonly string[] {
  const seen = new Map<string, number>();
  return alerts.map(({ rule, stack, address, place }) => {
    const hash = createHash("sha256")
      .update(JSON.stringify([rule, stack, address, place]))
      .digest("hex")
      .slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}

const resultOf = (
  { rule, level, stack, address, text, file, isWaived }: Alert,
  rules: readonly { readonly id: string }[],
  fingerprint: string,
) => ({
  ruleId: rule,
  ruleIndex: rules.findIndex(({ id }) => id === rule),
  level,
  message: { text: plain(`${[stack, address].join(" ").trim()}: ${text}`) },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } },
      logicalLocations: [{ name: address || stack, fullyQualifiedName: [stack, address].join("/"), kind: "resource" }],
    },
  ],
  partialFingerprints: { primaryLocationLineHash: fingerprint },
  ...(isWaived && { suppressions: [{ kind: "external", justification: plain(text) }] }),
});

/** SARIF reads `[text](target)` as a link, also in plain text. */
const plain = (text: string): string => text.replaceAll("](", "] (");
