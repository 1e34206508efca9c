import { blockPaths, valueAt, type Resource } from "../../../core/resource";
import { judgeValue } from "../../../core/judge";
import type { Rule, Verdict } from "../../../core/rule";

/** Severities of a log entry in their order (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#logseverity). */
const LEVELS = ["DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"];
const FIRST_ERROR = LEVELS.indexOf("ERROR");

/** Severities from and up to which a comparison reaches. */
function reachOf(operator: string, level: number): readonly [from: number, to: number] {
  const last = LEVELS.length - 1;
  if (operator === ">=") return [level, last];
  if (operator === ">") return [level + 1, last];
  if (operator === "<=") return [0, level];
  if (operator === "<") return [0, level - 1];
  return operator === "!=" ? [0, last] : [level, level];
}

const SEVERITY = /(NOT\s+\(?\s*|-)?\bseverity\s*(>=|<=|!=|=|>|<)\s*"?(\w+)"?/gi;

/** What a negated comparison leaves. */
const NEGATED: Readonly<Record<string, string>> = { ">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "=" };

/** Whether a filter without OR lets entries of severity ERROR or worse through to be dropped. */
function dropsErrors(filter: string): boolean {
  if (/\bsample\s*\(/i.test(filter)) return false;
  if (/httpRequest\.status\s*>?=\s*"?5\d\d/i.test(filter)) return true;
  const comparisons = [...filter.matchAll(SEVERITY)];
  if (comparisons.length > 0) {
    const reaches = comparisons.map(([, negated, operator = "=", word = ""]) => {
      const level = LEVELS.indexOf(word.toUpperCase());
      // A word that is no severity leaves everything open.
      return level < 0 ? [0, LEVELS.length] : reachOf(negated ? (NEGATED[operator] ?? operator) : operator, level);
    });
    return Math.min(...reaches.map(([, to = 0]) => to)) >= FIRST_ERROR;
  }
  return !/status|httpRequest|textPayload|jsonPayload|protoPayload|logName|log_id/i.test(filter);
}

const SEVERITIES = /\b(severity\s*=\s*)\(([^()]*)\)/gi;

/** `severity=(DEBUG OR INFO)` written out, an alternative for each (https://cloud.google.com/logging/docs/view/logging-query-language). */
const writtenOut = (filter: string): string =>
  filter.replace(SEVERITIES, (_, compared: string, words: string) =>
    words
      .split(/\s+OR\s+/)
      .map((word) => `${compared}${word.trim()}`)
      .join(" OR "),
  );

const holds = (filter: unknown): boolean =>
  typeof filter === "string" &&
  filter.trim() !== "" &&
  !writtenOut(filter)
    .split(/\bOR\b/)
    .some(dropsErrors);

const EXCLUSIONS = [
  "google_logging_project_exclusion",
  "google_logging_folder_exclusion",
  "google_logging_organization_exclusion",
];
/** Sinks of a project, a folder and an organization. */
export const SINKS = ["google_logging_project_sink", "google_logging_folder_sink", "google_logging_organization_sink"];

/** The default bucket of a project, which holds what is not sent elsewhere. */
const isDefaultSink = (sink: Resource): boolean => valueAt(sink, "name") === "_Default";

const judgeFilter = (resource: Resource, at: string): readonly Verdict[] =>
  valueAt(resource, `${at}disabled`) === true
    ? []
    : judgeValue(resource, `${at}filter`, holds, "a filter by severity below ERROR, path or sample");

const exclusion: Rule = {
  id: "log-exclusion-errors",
  kind: "lost",
  severity: "high",
  title: "No exclusion drops errors",
  why: "What is excluded is never stored: an incident of last night has no log.",
  fix: "limit the filter by severity<WARNING, a path, or a sample",
  source: "https://cloud.google.com/logging/docs/routing/overview#exclusions",
  check: (estate) => [
    ...EXCLUSIONS.flatMap((type) => estate.ofType(type)).flatMap((found) => judgeFilter(found, "")),
    ...SINKS.flatMap((type) => estate.ofType(type))
      .filter(isDefaultSink)
      .flatMap((sink) => blockPaths(sink, "exclusions").flatMap((block) => judgeFilter(sink, `${block}.`))),
  ],
};

/** What must not be dropped of the logs. */
export const logExclusionRules: readonly Rule[] = [exclusion];
