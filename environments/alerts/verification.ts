import {
  CHECK_PASSED,
  CUSTOM_METRIC_RESOURCE,
  DRIFT_CHECKED,
  E2E_DURATION_SECONDS,
  E2E_SUCCESS_RATIO,
  ECHO_SECONDS,
  HANDSHAKE_SECONDS,
  type CustomMetric,
} from "../custom-metrics";
import type { ContactClass, Environment } from "../environment";
import { E2E_DURATION_GOAL_SECONDS, E2E_SUCCESS_GOAL, HANDSHAKE_GOAL_SECONDS } from "../goals";
import { DRIFT_SILENT_HOURS, VERIFY_EVERY_MINUTES, VERIFY_SILENT_HOURS } from "../schedules";
import type { Alert, AlertSeverity, Aggregation, Condition } from "./alert";
import { customSeries } from "./series";

/** Two runs of the scheduled verification: one of them is always inside, also where GitHub starts it late. */
const TWO_RUNS_SECONDS = 2 * VERIFY_EVERY_MINUTES * 60;

const VERIFY = "run `npm run verify`: it names the failure's class and its next step";

/** What only a look from outside knows: written by scheduled runs as metrics of our own. */
export const verificationAlerts = (environment: Environment): readonly Alert[] => [
  ...FAILURES.map(failed),
  handshake,
  ...echo(environment),
  silent({
    id: "verify-silent",
    title: "verification is silent",
    means: "The scheduled verification wrote nothing, so nothing is known of handshakes and echoes.",
    metric: CHECK_PASSED,
    hours: VERIFY_SILENT_HOURS,
    basis: `Four runs at one every ${VERIFY_EVERY_MINUTES} minutes: GitHub starts a schedule late, and four in a row never.`,
    step: "look at the verify workflow's last runs, and whether GitHub switched its schedule off",
  }),
  silent({
    id: "drift-silent",
    title: "drift run is silent",
    means: "Nobody compared the live environment with this repository: a change by hand would not be noticed.",
    metric: DRIFT_CHECKED,
    hours: DRIFT_SILENT_HOURS,
    basis: "A night and a half: the run is nightly, takes up to an hour and may start hours late.",
    step: "look at the drift workflow's last runs, and whether GitHub switched its schedule off",
  }),
  ...(environment.kind === "staging" ? E2E_ALERTS : []),
];

/** Classes of failures of a verification (verify/symptoms.ts) and who is told. */
const FAILURES = [
  ["infrastructure", "infrastructure", "CRITICAL"],
  ["authentication", "authentication", "ERROR"],
  // Its code is the backend team's, who are the authentication contact.
  ["application", "authentication", "ERROR"],
  ["test-setup", "test-framework", "WARNING"],
] as const satisfies readonly (readonly [string, ContactClass, AlertSeverity])[];

const failed = ([failure, contact, severity]: (typeof FAILURES)[number]): Alert => ({
  id: `verify-${failure}`,
  class: contact,
  severity,
  title: `verification failed: ${failure}`,
  means: `A check of the scheduled verification failed for a reason of the class "${failure}", retries included.`,
  basis: "Any: a check that passes on a retry is not counted as failed.",
  steps: [VERIFY, "look at the check's history: new, or flaky for days"],
  condition: {
    kind: "threshold",
    series: customSeries(CHECK_PASSED, `metric.labels.class="${failure}"`),
    aggregation: {
      seconds: TWO_RUNS_SECONDS,
      aligner: "ALIGN_COUNT_FALSE",
      reducer: "REDUCE_SUM",
      groupBy: ["metric.label.check"],
    },
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});

const slowest: Aggregation = { seconds: TWO_RUNS_SECONDS, aligner: "ALIGN_MAX" };

const above = (metric: CustomMetric, threshold: number): Condition => ({
  kind: "threshold",
  series: customSeries(metric),
  aggregation: slowest,
  comparison: "above",
  threshold,
  forSeconds: 0,
});

const handshake: Alert = {
  id: "handshake",
  class: "infrastructure",
  severity: "ERROR",
  title: "WebSocket handshakes are slow",
  means: "A socket opens later than promised: instances are full, cold, or wait for the database.",
  basis: `The plan's ${HANDSHAKE_GOAL_SECONDS} s; the 30 s of the service are when it gives up.`,
  steps: [
    "look at socket concurrency, instances and start-up latency of the same minutes",
    "look at the database's connections",
    VERIFY,
  ],
  condition: above(HANDSHAKE_SECONDS, HANDSHAKE_GOAL_SECONDS),
};

function echo({ services }: Environment): readonly Alert[] {
  const intervals = Object.values(services).flatMap(({ sockets }) => sockets?.pingIntervalSeconds ?? []);
  if (intervals.length === 0) return [];
  const interval = Math.min(...intervals);
  return [
    {
      id: "echo",
      class: "infrastructure",
      severity: "ERROR",
      title: "WebSocket echoes are slow",
      means:
        "A ping is answered later than the next one is sent: the instance is starved of CPU, or its loop is blocked.",
      basis: `The ping interval of ${interval} s: a little later the keep-alive closes the socket.`,
      steps: ["check that CPU is always allocated (`npm run drift`)", "look at the service's processors and memory"],
      condition: above(ECHO_SECONDS, interval),
    },
  ];
}

interface Silent {
  readonly id: string;
  readonly title: string;
  readonly means: string;
  readonly metric: CustomMetric;
  readonly hours: number;
  readonly basis: string;
  readonly step: string;
}

const silent = ({ metric, hours, step, means, ...row }: Silent): Alert => ({
  ...row,
  class: "infrastructure",
  severity: "WARNING",
  means: `${means} In a new environment it stands from the first hour until the first run.`,
  steps: [step, "check that the run's account may still write metrics", "start the workflow by hand"],
  condition: { kind: "silence", metric: metric.type, resource: CUSTOM_METRIC_RESOURCE, hours },
});

/** A run is hours apart from the next: its value stands until then. */
const LAST_RUN: Aggregation = { seconds: 3600, aligner: "ALIGN_NEXT_OLDER" };

const E2E_ALERTS: readonly Alert[] = [
  {
    id: "e2e-success",
    class: "test-framework",
    severity: "WARNING",
    title: "end-to-end tests fail",
    means: "More tests of the last run failed than the plan allows.",
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
    means: "The last run took longer than the plan allows: timeouts, cold starts or too much in sequence.",
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
