import {
  E2E_DURATION_GOAL_SECONDS,
  E2E_SUCCESS_GOAL,
  HANDSHAKE_GOAL_SECONDS,
  STABLE_DAYS,
} from "../environments/goals";
import { SQL_LATENCIES, UPTIME_PASSED } from "../google/platform-metrics";
import {
  CHECK_PASSED,
  ECHO_SECONDS,
  E2E_DURATION_SECONDS,
  E2E_SUCCESS_RATIO,
  HANDSHAKE_SECONDS,
} from "./custom-metrics";
import type { ChartId } from "./dashboard/titles";
import type { LogMetricRole } from "./log-metrics";
import { WORDS_ONLY } from "./success-words";

/** Headings of the plan under which something is promised, in its order. */
export const PLAN_HEADINGS = [
  "Phase 1",
  "Phase 2",
  "Phase 3",
  "Phase 4",
  "Monitoring and alerting",
  "Process improvements",
  "Documentation and training",
] as const;

export type PlanHeading = (typeof PLAN_HEADINGS)[number];

/** How the last value of a criterion is read from recorded verifications. */
export type LastValue =
  /** The highest measurement of a name in the newest run that has one. */
  | { readonly how: "measured"; readonly checks: string; readonly name: string }
  /** How many checks passed of those that passed or failed in the newest run that made any. */
  | { readonly how: "passed"; readonly checks: readonly string[] }
  /** How many runs of the last days had no failure. */
  | { readonly how: "clean-runs"; readonly days: number };

/** What measures a criterion, who is told, and where it is seen. Ids and titles are those of the environment that tests run in. */
export interface Measured {
  /** Types of our own metrics or Google's. */
  readonly metrics?: readonly string[];
  readonly logMetrics?: readonly LogMetricRole[];
  /** Objectives as `of/id`; `service` stands for each service. Beginnings are enough. */
  readonly objectives?: readonly string[];
  /** Areas or beginnings of checks' ids, as `./netra verify --only` takes them. */
  readonly checks?: readonly string[];
  readonly alerts: readonly string[];
  /** Charts and scorecards of the dashboard. */
  readonly charts?: readonly ChartId[];
  /** Commands that print it. */
  readonly commands?: readonly string[];
  /** Absent where no verification measures it: then the commands and charts have the only value. */
  readonly last?: LastValue;
  /** What the measure leaves out. */
  readonly note?: string;
}

/** A criterion of the remediation plan, with what measures it or, in words, why nothing does. */
export interface SuccessCriterion {
  readonly heading: PlanHeading;
  /** Unique; in the plan's words where they are short. */
  readonly promise: string;
  readonly answer: Measured | { readonly words: string };
}

const LOAD = "./netra load --environment staging";
const TESTS = "./netra e2e --environment staging";

const MEASURED: readonly SuccessCriterion[] = [
  {
    heading: "Phase 1",
    promise: `WebSocket handshake below ${HANDSHAKE_GOAL_SECONDS} s`,
    answer: {
      metrics: [HANDSHAKE_SECONDS.type],
      objectives: ["verification/handshake"],
      checks: ["socket"],
      alerts: ["handshake", "sockets-down"],
      charts: ["slowest-handshake", "handshake"],
      last: { how: "measured", checks: "socket/", name: "handshake" },
    },
  },
  {
    heading: "Phase 1",
    promise: "no 503 for 24 hours",
    answer: {
      objectives: ["service/no-503s"],
      alerts: ["outage", "burn-slow"],
      charts: ["503s-of-a-day", "503"],
      note: "The alerts come for failures that many users feel; a single 503 misses the objective, and nobody is told",
    },
  },
  {
    heading: "Phase 1",
    promise: "all services healthy, consistently",
    answer: {
      metrics: [CHECK_PASSED.type, UPTIME_PASSED.type],
      checks: ["route", "health"],
      alerts: ["outage", "verify-infrastructure", "verify-application", "verify-silent"],
      charts: ["failed-checks", "places"],
      last: { how: "passed", checks: ["route/", "health/"] },
    },
  },
  {
    heading: "Phase 3",
    promise: `stable for ${STABLE_DAYS * 24} hours`,
    answer: {
      objectives: ["service/availability", "service/latency", "verification/socket-", "verification/handshake"],
      alerts: ["outage", "burn-slow", "latency"],
      charts: ["stable-48-h", "kept", "burn-1-h", "burn-6-h"],
      last: { how: "clean-runs", days: STABLE_DAYS },
      note: "A service's objectives run over `objectives.rollingDays`; verification's over this time in every environment",
    },
  },
  {
    heading: "Phase 3",
    promise: "database below 100 ms",
    answer: {
      metrics: [SQL_LATENCIES.type],
      objectives: ["database/latency"],
      checks: ["database/latency"],
      alerts: ["database-load"],
      charts: ["database-time", "database-latency"],
      last: { how: "measured", checks: "database/latency", name: "latency" },
      note: "Time inside the database, from query insights, without the way there",
    },
  },
  {
    heading: "Phase 3",
    promise: "scaling within 30 s",
    answer: {
      alerts: ["instances"],
      charts: ["fullest-service", "instances-of-maximum", "start-up"],
      commands: [LOAD],
      note: '`./netra load` answers "Does it scale within 30 s?" by sockets, an upper bound. Nothing watches it between loads: Monitoring counts instances once a minute, and the alert tells of their maximum alone',
    },
  },
  {
    heading: "Phase 4",
    promise: `tests above ${E2E_SUCCESS_GOAL * 100} %`,
    answer: {
      metrics: [E2E_SUCCESS_RATIO.type],
      alerts: ["e2e"],
      charts: ["last-test-success", "test-success"],
      commands: [TESTS],
    },
  },
  {
    heading: "Phase 4",
    promise: `test time below ${E2E_DURATION_GOAL_SECONDS} s`,
    answer: {
      metrics: [E2E_DURATION_SECONDS.type],
      alerts: ["e2e"],
      charts: ["last-test-duration", "test-duration"],
      commands: [TESTS],
      note: "Of a whole run, which is stricter than the plan's average of a test",
    },
  },
  {
    heading: "Monitoring and alerting",
    promise: "real-time status of services",
    answer: {
      metrics: [UPTIME_PASSED.type],
      checks: ["route"],
      alerts: ["outage"],
      charts: ["places", "instances"],
      last: { how: "passed", checks: ["route/"] },
    },
  },
  {
    heading: "Monitoring and alerting",
    promise: "success rate of connections",
    answer: {
      metrics: [CHECK_PASSED.type],
      objectives: ["verification/socket-"],
      checks: ["socket"],
      alerts: ["sockets-down"],
      charts: ["socket-success", "socket-success-by-path"],
      last: { how: "passed", checks: ["socket/"] },
      note: "Of verification's own sockets: users' are not counted one by one",
    },
  },
  {
    heading: "Monitoring and alerting",
    promise: "performance shown",
    answer: {
      metrics: [ECHO_SECONDS.type],
      objectives: ["service/latency"],
      checks: ["socket"],
      alerts: ["latency", "handshake"],
      charts: ["echo", "start-up", "database-connections"],
      last: { how: "measured", checks: "socket/", name: "echo" },
      note: "The last value is the echo's",
    },
  },
  {
    heading: "Monitoring and alerting",
    promise: "alert on failed authentication",
    answer: {
      logMetrics: ["answers", "bypass-use"],
      checks: ["variables", "service-to-service"],
      alerts: ["auth-failing", "bypass-use", "verify-application"],
      charts: ["denied", "bypass-use"],
      last: { how: "passed", checks: ["variables/", "service-to-service/"] },
    },
  },
];

/** Every criterion of the plan: its success metrics, phase by phase, and its long-term prevention. */
export const SUCCESS_CRITERIA: readonly SuccessCriterion[] = [...MEASURED, ...WORDS_ONLY];
