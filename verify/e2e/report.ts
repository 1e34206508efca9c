import { E2E_DURATION_SECONDS, E2E_RUN_COMPLETED, E2E_SUCCESS_RATIO } from "../../monitoring/custom-metrics";
import type { Environment } from "../../environments/environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL } from "../../environments/goals";
import { routedHosts } from "../../environments/hosts";
import { plainTextIn } from "../../monitoring/shared-texts";
import { SYMPTOMS, type SymptomId } from "../symptoms";
import { CONTACT_OF, type FailureClass } from "../symptoms/symptom";
import type { MetricValue } from "../time-series";
import { symptomOf } from "./classify";
import { toldExpiry, tokenSeconds } from "./token-expiry";
import type { TestResult } from "./test-result";

/** A run of the job, once it has ended. */
export interface EndedExecution {
  /** Short name, `e2e-runner-abcde`. */
  readonly name: string;
  /** From its start to its end. */
  readonly seconds: number;
  /** Where people look at it. */
  readonly link: string;
}

/** A test that failed, and its symptom. */
export interface TestFailure {
  readonly test: string;
  readonly symptom: SymptomId;
  readonly class: FailureClass;
  /** First lines of what it said. */
  readonly said: string;
  /** The next step, with commands as they run here. */
  readonly next: string;
}

/** How many tests failed for reasons of one class, and who is told. */
export interface FailedClass {
  readonly name: FailureClass;
  readonly count: number;
  /** The contact's team. */
  readonly team: string;
}

/** A target of the remediation plan. */
export interface GoalResult {
  readonly title: string;
  readonly found: string;
  readonly isMet: boolean;
}

/** The report of a run of the end-to-end tests. */
export interface E2eReport {
  readonly environment: string;
  readonly execution: EndedExecution;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Share of those that were not skipped, 0–1. */
  readonly ratio: number;
  readonly targets: readonly GoalResult[];
  /** In the report's order. */
  readonly failures: readonly TestFailure[];
  /** The most failures first. */
  readonly classes: readonly FailedClass[];
  /** Tests that passed when they were run again: passed, and counted apart. */
  readonly transient: readonly string[];
}

/** Most lines and characters that are shown of a failure; the tests' own report has all of it. */
const SHOWN_LINES = 3;
const SHOWN_CHARACTERS = 400;

const percentText = (ratio: number): string => `${(Math.floor(ratio * 1000) / 10).toFixed(1)} %`;

/** @param tests - at least one that was not skipped */
export function reportOf(
  environment: Pick<Environment, "name" | "hosts" | "services" | "contacts">,
  execution: EndedExecution,
  tests: readonly TestResult[],
): E2eReport {
  const count = (outcome: TestResult["outcome"]): number => tests.filter((test) => test.outcome === outcome).length;
  const [passed, failed, skipped] = [count("passed"), count("failed"), count("skipped")];
  const ratio = passed / (passed + failed);
  const { seconds } = execution;
  const hosts = routedHosts(environment);
  const symptoms = toldExpiry(
    tests.map((test) => ({ ...test, ...(test.outcome === "failed" && { symptom: symptomOf(test.text, hosts) }) })),
    tokenSeconds(environment),
    seconds,
  );
  const failures = symptoms.flatMap((test) =>
    test.symptom === undefined ? [] : [failureOf(environment, test, test.symptom)],
  );
  return {
    environment: environment.name,
    execution,
    passed,
    failed,
    skipped,
    ratio,
    targets: [
      {
        title: `success above ${E2E_SUCCESS_GOAL * 100} %`,
        found: percentText(ratio),
        isMet: ratio > E2E_SUCCESS_GOAL,
      },
      {
        title: `done within ${E2E_DURATION_GOAL_SECONDS} s`,
        found: `${seconds.toFixed(0)} s`,
        isMet: seconds < E2E_DURATION_GOAL_SECONDS,
      },
    ],
    failures,
    classes: classesOf(environment, failures),
    transient: tests.filter(({ isTransient }) => isTransient).map(({ name }) => name),
  };
}

function failureOf(
  environment: Pick<Environment, "name">,
  { name, text }: TestResult,
  symptom: SymptomId,
): TestFailure {
  const { class: failureClass, next } = SYMPTOMS[symptom];
  const lines = text.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "").slice(0, SHOWN_LINES);
  return {
    test: name,
    symptom,
    class: failureClass,
    said: said.join(" | ").slice(0, SHOWN_CHARACTERS),
    next: plainTextIn(environment, next),
  };
}

function classesOf(
  { contacts }: Pick<Environment, "contacts">,
  failures: readonly TestFailure[],
): readonly FailedClass[] {
  const counts = new Map<FailureClass, number>();
  for (const failure of failures) counts.set(failure.class, (counts.get(failure.class) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => ({ name, count, team: contacts[CONTACT_OF[name]].team }));
}

/** What is written to Monitoring about a run. */
export const metricValuesOf = ({ ratio, execution }: E2eReport): readonly MetricValue[] => [
  { metric: E2E_SUCCESS_RATIO, value: ratio },
  { metric: E2E_DURATION_SECONDS, value: execution.seconds },
  { metric: E2E_RUN_COMPLETED, value: true },
];

/** What is written about a run that died: no ratio, because nobody knows one. */
export const DEAD_RUN_VALUES: readonly MetricValue[] = [{ metric: E2E_RUN_COMPLETED, value: false }];
