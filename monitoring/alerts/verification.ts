import { CHECK_PASSED, DRIFT_CHECKED } from "../custom-metrics";
import type { ContactClass, Environment } from "../../environments/environment";
import { absent, countValues, lastValue, query, type Query } from "../promql";
import { CHECK_SILENT_HOURS, DRIFT_SILENT_HOURS, VERIFY_EVERY_MINUTES, VERIFY_SILENT_HOURS } from "../schedules";
import { whenQuery, type Alert } from "./alert";
import { outageLately } from "./outage";
import { customSeries } from "./series";

/** Alerts on the scheduled verification and the nightly drift run: what they found, and their silence. */
export const verificationAlerts = (environment: Environment): readonly Alert[] => [
  ...FAILURES.filter(({ kinds }) => kinds.includes(environment.kind)).map((failure) =>
    failureAlert(environment, failure),
  ),
  silenceAlert,
  driftAlert,
];

/** Failures of a verification that go to one team: the classes of verify/symptoms.ts. */
interface Failures {
  readonly id: string;
  readonly contact: ContactClass;
  readonly classes: readonly string[];
  /** Where they can happen: production has no key and no tests that could be set up wrongly. */
  readonly kinds: readonly Environment["kind"][];
}

const FAILURES: readonly Failures[] = [
  { id: "infrastructure", contact: "infrastructure", classes: ["infrastructure"], kinds: ["staging", "production"] },
  // The application's code is the backend team's, who are the authentication contact.
  {
    id: "application",
    contact: "authentication",
    classes: ["authentication", "application"],
    kinds: ["staging", "production"],
  },
  { id: "test-setup", contact: "test-framework", classes: ["test-setup", "test-dependencies"], kinds: ["staging"] },
];

const SILENT_SECONDS = VERIFY_SILENT_HOURS * 3600;

/** Checks that failed lately. A pass is written under another class, so that a failure ends by its age alone. */
const failedChecks = (classes: readonly string[]): Query =>
  query`count(${lastValue(customSeries(CHECK_PASSED, `class=~"${classes.join("|")}"`), SILENT_SECONDS)} == 0)`;

const failureAlert = (environment: Environment, { id, contact, classes }: Failures): Alert => ({
  id: `verify-${id}`,
  class: contact,
  response: "ticket",
  title: `verification failed: ${classes.join(" or ")}`,
  means: `Checks of the scheduled verification failed for a reason of that class, retries included. One incident for all of them; it stands until ${VERIFY_SILENT_HOURS} h after the last failure.`,
  basis: `Any: a check that passes on a retry is not counted as failed. While an outage lasts, and as long after it, the alert outage stands alone.`,
  steps: [
    "run `./netra verify`: it names each failed check, its class and its next step",
    "look at the check's history: new, or flaky for days",
  ],
  conditions: whenQuery(query`${failedChecks(classes)} unless on () ${outageLately(environment, SILENT_SECONDS)}`),
});

/** Days for which a check that was once written is missed: a check that is taken out is forgotten after them. */
const REMEMBERED_SECONDS = 2 * 86_400;

const byCheck = (seconds: number): Query =>
  query`count by (check) (${countValues(customSeries(CHECK_PASSED), seconds)})`;

const silenceAlert: Alert = {
  id: "verify-silent",
  class: "infrastructure",
  response: "ticket",
  title: "verification is silent",
  means:
    "The scheduled verification wrote nothing, or nothing of some checks that it wrote yesterday: of those nothing is known. A check that cannot tell writes nothing, so that a lost permission shows here. In a new environment it stands until the first run, and for two days after a host or a service was taken out.",
  basis: `Nothing at all for ${VERIFY_SILENT_HOURS} h, four runs at one every ${VERIFY_EVERY_MINUTES} minutes, because GitHub starts schedules late; or a check of the last two days for ${CHECK_SILENT_HOURS} h.`,
  steps: [
    "look at the verify workflow's last runs, and whether GitHub switched its schedule off",
    "run `./netra verify`: what it could not tell says why",
    "check that the run's account may still read, and write metrics",
  ],
  conditions: whenQuery(
    query`count(${absent(customSeries(CHECK_PASSED), SILENT_SECONDS)}) or count(${byCheck(REMEMBERED_SECONDS)} unless ${byCheck(CHECK_SILENT_HOURS * 3600)})`,
  ),
};

const DRIFT_SECONDS = DRIFT_SILENT_HOURS * 3600;

const driftAlert: Alert = {
  id: "drift",
  class: "infrastructure",
  response: "ticket",
  title: "drift, or nobody looked for it",
  means:
    "Something was changed outside this repository, or the nightly run did not compare: a change by hand would not be noticed. In a new environment it stands until the first night.",
  basis: `Any resource that the last run found changed outside; or no run for ${DRIFT_SILENT_HOURS} h, a night and a half, because it is nightly, takes up to an hour and may start hours late.`,
  steps: [
    "run `./netra drift`, or read the issue that the nightly run keeps: both name what was changed",
    "where nobody looked, look at the drift workflow's last runs, and whether GitHub switched its schedule off",
    "adopt the change or take it back, never both by halves (runbook: drift)",
  ],
  conditions: whenQuery(
    query`count(${lastValue(customSeries(DRIFT_CHECKED), DRIFT_SECONDS)} > 0) or count(${absent(customSeries(DRIFT_CHECKED), DRIFT_SECONDS)})`,
  ),
};
