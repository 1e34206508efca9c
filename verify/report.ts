import type { Environment } from "../environments/environment";
import { runbookLink } from "../environments/runbook-links";
import { plainTextIn } from "../monitoring/shared-texts";
import type { Failed, Measurement } from "./engine/attempt";
import type { Area, Outcome, Setback } from "./engine/check";
import { SYMPTOMS, symptomAnchor, type SymptomId } from "./symptoms";
import type { FailureClass, SymptomSeverity } from "./symptoms/symptom";
import type { Trends } from "./history/trends";

/** Why a check failed, and what to do. */
export interface FailureReport {
  readonly symptom: SymptomId;
  readonly class: FailureClass;
  /** How the alert on it travels. */
  readonly severity: SymptomSeverity;
  /** The symptom's title, for people. */
  readonly title: string;
  readonly expected: string;
  /** With commands as they run here. */
  readonly next: string;
  /** Where the runbook goes on. */
  readonly runbook: string;
}

/** One check in a report. */
export interface CheckReport {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  readonly verdict: "passed" | "failed" | "unknown" | "skipped";
  /** What was found, or why nothing was. */
  readonly found: string;
  readonly attempts: number;
  /** What the attempts before a pass on a retry came to. */
  readonly recoveredFrom: readonly Setback[];
  /** Duration of the last attempt. */
  readonly milliseconds: number;
  readonly measured: readonly Measurement[];
  readonly failure?: FailureReport;
}

/** How many checks ended how. */
export interface Counts {
  /** Passes on a retry included. */
  readonly passed: number;
  /** Passed on a retry. */
  readonly transient: number;
  readonly failed: number;
  readonly unknown: number;
  readonly skipped: number;
}

/** A run, for people and machines; its keys are a contract. */
export interface Report {
  readonly formatVersion: 1;
  readonly environment: string;
  /** When the run began, RFC 3339 in UTC. */
  readonly at: string;
  /**
   * `failed` where any check failed: a failure is certain, whatever else is unknown. `unknown` where a check could not
   * tell, or none was made.
   */
  readonly verdict: "passed" | "failed" | "unknown";
  readonly counts: Counts;
  /** How many checks failed, by who has to act. */
  readonly classes: Readonly<Partial<Record<FailureClass, number>>>;
  readonly checks: readonly CheckReport[];
  /** Trends of the recorded runs; absent where none are recorded. */
  readonly trends?: Trends;
}

/** @param at - when the run began, RFC 3339 in UTC */
export function reportOf(
  environment: Pick<Environment, "name" | "ci">,
  at: string,
  outcomes: readonly Outcome[],
  trends?: Trends,
): Report {
  const checks = outcomes.map((outcome) => checkReport(environment, outcome));
  const counts = countsOf(checks);
  return {
    formatVersion: 1,
    environment: environment.name,
    at,
    verdict: verdictOf(counts),
    counts,
    classes: classesOf(checks),
    checks,
    ...(trends && { trends }),
  };
}

function checkReport(environment: Pick<Environment, "name" | "ci">, outcome: Outcome): CheckReport {
  const { id, area, title, last, attempts, recoveredFrom, milliseconds } = outcome;
  const hasAnswer = last.verdict === "passed" || last.verdict === "failed";
  return {
    id,
    area,
    title,
    verdict: last.verdict,
    found: hasAnswer ? last.found : last.reason,
    attempts,
    recoveredFrom,
    milliseconds: Math.round(milliseconds),
    measured: hasAnswer ? (last.measured ?? []) : [],
    ...(last.verdict === "failed" && { failure: failureReport(environment, last) }),
  };
}

function failureReport(environment: Pick<Environment, "name" | "ci">, { symptom, expected }: Failed): FailureReport {
  const { class: failureClass, severity, title, next } = SYMPTOMS[symptom];
  const runbook = runbookLink(environment, "reference", symptomAnchor(symptom));
  return { symptom, class: failureClass, severity, title, expected, next: plainTextIn(environment, next), runbook };
}

function countsOf(checks: readonly CheckReport[]): Counts {
  const count = (verdict: CheckReport["verdict"]): number => checks.filter((check) => check.verdict === verdict).length;
  return {
    passed: count("passed"),
    transient: checks.filter(({ recoveredFrom }) => recoveredFrom.length > 0).length,
    failed: count("failed"),
    unknown: count("unknown"),
    skipped: count("skipped"),
  };
}

function verdictOf({ passed, failed, unknown }: Counts): Report["verdict"] {
  if (failed > 0) return "failed";
  return unknown > 0 || passed === 0 ? "unknown" : "passed";
}

function classesOf(checks: readonly CheckReport[]): Report["classes"] {
  const classes: Partial<Record<FailureClass, number>> = {};
  for (const { failure } of checks) {
    if (failure) classes[failure.class] = (classes[failure.class] ?? 0) + 1;
  }
  return classes;
}
