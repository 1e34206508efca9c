import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Severity } from "./severity";
import { readTool } from "./tool";

/** How a code host ranks an alert: an error blocks, a note is held against nobody. */
export type SarifLevel = "error" | "warning" | "note";

/** The level of each severity. */
export const SARIF_LEVEL: Readonly<Record<Severity, SarifLevel>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "note",
};

/** What alerts of one kind have in common. */
export interface SarifRule {
  readonly id: string;
  /** What must hold, or what was seen, in one line. */
  readonly title: string;
  /** What happens otherwise, and what to do, as an imperative. */
  readonly help: { readonly why: string; readonly fix: string };
}

/** A place in a file. */
export interface SarifPlace {
  /** Relative to the repository's root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** One thing to look at. */
export interface SarifAlert {
  readonly rule: SarifRule;
  readonly level: SarifLevel;
  readonly stack: string;
  /** Address of the resource; "" for what is said of the stack. */
  readonly address: string;
  /** What tells alerts of one rule on one resource apart; "" where there is one. */
  readonly place: string;
  readonly text: string;
  /** Where it is found; absent for somebody else's resources of whose plan nobody knows the file. */
  readonly source?: SarifPlace;
  readonly isWaived: boolean;
}

/**
 * A report as SARIF 2.1.0, as GitHub reads it
 * (https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
 *
 * @param failures - why the report is not complete, one line each; none where it is
 */
export function sarifText(tool: string, alerts: readonly SarifAlert[], failures: readonly string[]): string {
  const rules = [...new Map(alerts.map(({ rule }) => [rule.id, rule])).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const fingerprints = alertFingerprints(alerts);
  const { version, homepage } = readTool();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool, version, informationUri: homepage, rules: rules.map(ruleDescriptor) } },
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map((text) => ({
              level: "error",
              message: { text: withoutLinks(text) },
            })),
          },
        ],
        results: alerts.map((alert, index) =>
          alertResult(alert, indexes.get(alert.rule.id) ?? -1, fingerprints[index] ?? ""),
        ),
      },
    ],
  };
  return JSON.stringify(log, undefined, 2);
}

/** GitHub asks for all three texts and shows `help` beside an alert; what has no Markdown in it needs nothing else. */
const ruleDescriptor = ({ id, title, help: { why, fix } }: SarifRule): ReportingDescriptor => ({
  id,
  shortDescription: { text: withoutLinks(title) },
  fullDescription: { text: withoutLinks(why) },
  help: { text: withoutLinks(`${why} To do: ${fix}.`) },
});

/**
 * The same for the same rule, place and order in every run, whatever the values. `primaryLocationLineHash` is the name
 * that GitHub reads: without it, GitHub hashes the first line of the file, which all alerts of a file share.
 */
function alertFingerprints(alerts: readonly SarifAlert[]): readonly string[] {
  const seen = new Map<string, number>();
  return alerts.map(({ rule, stack, address, place }) => {
    const hash = createHash("sha256")
      .update(JSON.stringify([rule.id, stack, address, place]))
      .digest("hex")
      .slice(0, 16);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return `${hash}:${count}`;
  });
}

const alertResult = (alert: SarifAlert, ruleIndex: number, fingerprint: string): Result => {
  const { rule, level, stack, address, text, source, isWaived } = alert;
  return {
    ruleId: rule.id,
    ruleIndex,
    level,
    message: { text: withoutLinks(`${[stack, address].join(" ").trim()}: ${text}`) },
    locations: [
      {
        ...(source && {
          physicalLocation: { artifactLocation: { uri: fileUri(source.file) }, region: { startLine: source.line } },
        }),
        logicalLocations: [
          { name: address || stack, fullyQualifiedName: [stack, address].join("/"), kind: "resource" },
        ],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    ...(isWaived && { suppressions: [{ kind: "external", justification: withoutLinks(text) }] }),
  };
};

/** A relative path as a reference: a space or a number sign in it would end it. */
const fileUri = (file: string): string => file.split("/").map(encodeURIComponent).join("/");

/** SARIF reads `[text](target)` as a link, in plain text as well. */
const withoutLinks = (text: string): string => text.replaceAll("](", "] (");
