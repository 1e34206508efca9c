import { E2E_DURATION_SECONDS, E2E_SUCCESS_RATIO } from "../../monitoring/custom-metrics";
import type { Environment } from "../../environments/environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL } from "../../environments/goals";
import { routedHosts } from "../../environments/hosts";
import { SYMPTOMS, type FailureClass, type SymptomId } from "../symptoms";
import type { MetricValue } from "../time-series";
import { symptomOf } from "./classify";
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
  /** Tests that passed when they were run again: passed, and counted apart. */
  readonly transient: readonly string[];
}

/** Most lines and characters that are shown of a failure; the tests' own report has all of it. */
const SHOWN_LINES = 3;
const SHOWN_CHARACTERS = 400;

const percentText = (ratio: number): string => `${(Math.floor(ratio * 1000) / 10).toFixed(1)} %`;

/** @param tests - at least one that was not skipped */
export function reportOf(
  environment: Pick<Environment, "name" | "hosts">,
  execution: EndedExecution,
  tests: readonly TestResult[],
): E2eReport {
  const count = (outcome: TestResult["outcome"]): number => tests.filter((test) => test.outcome === outcome).length;
  const [passed, failed, skipped] = [count("passed"), count("failed"), count("skipped")];
  const ratio = passed / (passed + failed);
  const { seconds } = execution;
  const hosts = routedHosts(environment);
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
    failures: tests.filter(({ outcome }) => outcome === "failed").map((test) => failureOf(test, hosts)),
    transient: tests.filter(({ isTransient }) => isTransient).map(({ name }) => name),
  };
}

function failureOf({ name, text }: TestResult, hosts: readonly string[]): TestFailure {
  const symptom = symptomOf(text, hosts);
  const lines = text.split("\n").map((line) => line.trim());
  const said = lines.filter((line) => line !== "").slice(0, SHOWN_LINES);
  return { test: name, symptom, class: SYMPTOMS[symptom].class, said: said.join(" | ").slice(0, SHOWN_CHARACTERS) };
}

/** What is written to Monitoring about a run. */
export const metricValuesOf = ({ ratio, execution }: E2eReport): readonly MetricValue[] => [
  { metric: E2E_SUCCESS_RATIO, value: ratio },
  { metric: E2E_DURATION_SECONDS, value: execution.seconds },
];
