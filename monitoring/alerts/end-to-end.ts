import { E2E_DURATION_SECONDS, E2E_SUCCESS_RATIO } from "../custom-metrics";
import type { Environment } from "../../environments/environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL } from "../../environments/goals";
import { absent, increase, lastValue, query } from "../promql";
import { E2E_SILENT_DAYS } from "../schedules";
import { whenQuery, type Alert } from "./alert";
import { outageLately } from "./outage";
import { customSeries, logSeries } from "./series";

/** A run's value stands until the next, or for so long, seconds: long enough for a ticket, and for an outage to explain it. */
const STANDS_SECONDS = 6 * 3600;

/** A run writes its result within minutes of its end: one that has ended and left none has died. */
const DIED_SECONDS = 3600;

/** The alert on the runs of the end-to-end tests, where there are any. */
export const endToEndAlerts = (environment: Environment): readonly Alert[] =>
  environment.kind === "staging" ? [runAlert(environment)] : [];

function runAlert(environment: Environment): Alert {
  const failed = query`count(${lastValue(customSeries(E2E_SUCCESS_RATIO), STANDS_SECONDS)} <= ${E2E_SUCCESS_GOAL})`;
  const slow = query`count(${lastValue(customSeries(E2E_DURATION_SECONDS), STANDS_SECONDS)} > ${E2E_DURATION_GOAL_SECONDS})`;
  const ended = logSeries(environment, "e2e-runs", "cloud_run_job");
  const died = query`count(sum(${increase(ended, DIED_SECONDS)}) > 0.5 and on () ${absent(customSeries(E2E_DURATION_SECONDS), 2 * DIED_SECONDS)})`;
  const silent = query`count(${absent(customSeries(E2E_DURATION_SECONDS), E2E_SILENT_DAYS * 86_400)})`;
  return {
    id: "e2e",
    class: "test-framework",
    response: "ticket",
    title: "end-to-end tests fail, are slow, or are silent",
    means:
      "More tests of the last run failed than the plan allows, the run took longer, it ended without a result, or nobody ran the tests: what would not be noticed then is what they are for.",
    basis: `The plan's: above ${E2E_SUCCESS_GOAL * 100} % passed, skipped tests not counted, within ${E2E_DURATION_GOAL_SECONDS} s; a result within an hour of a run's end; a run in ${E2E_SILENT_DAYS} days. A failure stands until the next run, or for ${STANDS_SECONDS / 3600} h; where an outage explains it, the alert outage stands alone.`,
    steps: [
      "read the run's report: it classifies every failure",
      "tell flaky tests by the trend, new ones by the change",
      "for a slow run, look for tests that wait until a timeout, and at handshakes of the same minutes",
      "where there is no result, read the end of the runner's log",
    ],
    conditions: whenQuery(
      query`(${failed} or ${slow} or ${died} or ${silent}) unless on () ${outageLately(environment, STANDS_SECONDS)}`,
    ),
  };
}
