import { CHECK_PASSED, DRIFT_CHECKED } from "../custom-metrics";
import type { ContactClass } from "../../environments/environment";
import { DRIFT_SILENT_HOURS, VERIFY_SILENCE_BASIS, VERIFY_SILENT_HOURS } from "../schedules";
import type { Alert, AlertSeverity } from "./alert";
import { customSeries } from "./series";
import { silenceAlert } from "./silence";

/** Alerts on the scheduled verification: failures by class, and silence. */
export const verificationAlerts = (): readonly Alert[] => [
  ...FAILURES.map(failureAlert),
  silenceAlert({
    id: "verify-silent",
    title: "verification is silent",
    means: "The scheduled verification wrote nothing, so nothing is known of what users meet.",
    metric: CHECK_PASSED,
    hours: VERIFY_SILENT_HOURS,
    basis: VERIFY_SILENCE_BASIS,
    step: "look at the verify workflow's last runs, and whether GitHub switched its schedule off",
  }),
  silenceAlert({
    id: "drift-silent",
    title: "drift run is silent",
    means: "Nobody compared the live environment with this repository: a change by hand would not be noticed.",
    metric: DRIFT_CHECKED,
    hours: DRIFT_SILENT_HOURS,
    basis: "A night and a half: the run is nightly, takes up to an hour and may start hours late.",
    step: "look at the drift workflow's last runs, and whether GitHub switched its schedule off",
  }),
];

/** Classes of failures of a verification (verify/symptoms.ts) and who is told. */
const FAILURES = [
  ["infrastructure", "infrastructure", "CRITICAL"],
  ["authentication", "authentication", "ERROR"],
  // Its code is the backend team's, who are the authentication contact.
  ["application", "authentication", "ERROR"],
  ["test-setup", "test-framework", "WARNING"],
] as const satisfies readonly (readonly [string, ContactClass, AlertSeverity])[];

const failureAlert = ([failure, contact, severity]: (typeof FAILURES)[number]): Alert => ({
  id: `verify-${failure}`,
  class: contact,
  severity,
  title: `verification failed: ${failure}`,
  means: `A check of the scheduled verification failed for a reason of the class "${failure}", retries included. It stands until ${VERIFY_SILENT_HOURS} h after the last failure.`,
  basis: "Any: a check that passes on a retry is not counted as failed.",
  steps: [
    "run `./netra verify`: it names the failure's class and its next step",
    "look at the check's history: new, or flaky for days",
  ],
  condition: {
    kind: "threshold",
    series: customSeries(CHECK_PASSED, `metric.labels.class="${failure}"`),
    aggregation: {
      // A passed check is written under another class and ends nothing here. With less, a run that GitHub starts late
      // would close the incident of a failure that goes on.
      seconds: VERIFY_SILENT_HOURS * 3600,
      aligner: "ALIGN_COUNT_FALSE",
      reducer: "REDUCE_SUM",
      groupBy: ["metric.label.check"],
    },
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});
