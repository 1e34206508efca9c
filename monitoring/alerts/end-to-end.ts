import { E2E_DURATION_SECONDS, E2E_SUCCESS_RATIO } from "../custom-metrics";
import type { Environment } from "../../environments/environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL } from "../../environments/goals";
import type { Alert } from "./alert";
import { customSeries, lastValueAggregation } from "./series";

/** A run's value stands until the next, or for a day: Monitoring looks back over 25 hours at most. */
const LAST_RUN = lastValueAggregation(86_400);

/** Alerts on the last run of the end-to-end tests, where there are any. */
export const endToEndAlerts = ({ kind }: Environment): readonly Alert[] => (kind === "staging" ? ALERTS : []);

const ALERTS: readonly Alert[] = [
  {
    id: "e2e-success",
    class: "test-framework",
    severity: "WARNING",
    title: "end-to-end tests fail",
    means: "More tests of the last run failed than the plan allows. It stands until the next run, or for a day.",
    basis: `The plan's ${E2E_SUCCESS_GOAL * 100} %; skipped tests are not counted.`,
    steps: [
      "read the run's report: it classifies every failure",
      "tell flaky tests by the trend, new ones by the change",
    ],
    condition: {
      kind: "threshold",
      series: customSeries(E2E_SUCCESS_RATIO),
      aggregation: LAST_RUN,
      comparison: "below",
      threshold: E2E_SUCCESS_GOAL,
      forSeconds: 0,
    },
  },
  {
    id: "e2e-duration",
    class: "test-framework",
    severity: "WARNING",
    title: "end-to-end tests are slow",
    means:
      "The last run took longer than the plan allows: timeouts, cold starts or too much in sequence. It stands until the next run, or for a day.",
    basis: `The plan's ${E2E_DURATION_GOAL_SECONDS} s.`,
    steps: ["look for tests that wait until a timeout", "look at start-up latency and handshakes of the same minutes"],
    condition: {
      kind: "threshold",
      series: customSeries(E2E_DURATION_SECONDS),
      aggregation: LAST_RUN,
      comparison: "above",
      threshold: E2E_DURATION_GOAL_SECONDS,
      forSeconds: 0,
    },
  },
];
