import type { Estate } from "../../../core/estate";
import { numberOf, secondsOf } from "../../../core/judge";
import { UNKNOWN, referencesAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { calledBy } from "./caller-rights";
import { SCHEDULE } from "./callers";

/** Where a type says how long a request may take, in seconds; a job goes on when its caller has gone. */
const TIMEOUTS: Readonly<Record<string, string>> = {
  google_cloud_run_v2_service: "template[0].timeout",
  google_cloud_run_service: "template[0].spec[0].timeout_seconds",
  google_cloudfunctions_function: "timeout",
  google_cloudfunctions2_function: "service_config[0].timeout_seconds",
};

/** How long a request of a service or a function may take, where somebody said it. */
function timeoutOf(target: Resource): number {
  const value = valueAt(target, TIMEOUTS[target.type] ?? "");
  return typeof value === "string" && value.endsWith("s") ? secondsOf(value) : numberOf(value);
}

/** Who waits for an answer, where it says how long, and how long where it says nothing. */
interface Wait {
  readonly type: string;
  readonly target: string;
  readonly path: string;
  readonly usual: number;
}

function judgeWait(estate: Estate, from: Resource, { target, path, usual }: Wait): readonly Verdict[] {
  const timeouts = calledBy(estate, from, target).map(timeoutOf);
  const longest = Math.max(0, ...timeouts.filter((seconds) => !Number.isNaN(seconds)));
  const value = valueAt(from, path);
  // What nobody says the provider leaves to Google, as unknown.
  const isUsual = value === undefined || (value === UNKNOWN && referencesAt(from, path).length === 0);
  if (value === UNKNOWN && !isUsual) return longest > usual ? [unknown(from, path)] : [];
  const wait = isUsual ? usual : typeof value === "number" ? value : secondsOf(value);
  return wait < longest ? [violation(from, `${path}: ${wait} s found, and what it calls may take ${longest} s`)] : [];
}

const waits =
  (wait: Wait): Rule["check"] =>
  (estate) =>
    estate.ofType(wait.type).flatMap((from) => judgeWait(estate, from, wait));

const schedule: Rule = {
  id: "schedule-deadline",
  kind: "down",
  severity: "medium",
  title: "A schedule waits for as long as the work may take",
  why: "It gives up at its deadline and calls that a failure, while the work goes on; with retries the same work runs twice at once.",
  fix: "set attempt_deadline to the timeout of what is called, at most 1800s; let work that takes longer be a job",
  source:
    "https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#Job.FIELDS.attempt_deadline",
  check: waits({ type: SCHEDULE, target: "http_target[0].uri", path: "attempt_deadline", usual: 180 }),
};

const push: Rule = {
  id: "pubsub-push-deadline",
  kind: "down",
  severity: "medium",
  title: "A push waits for as long as its endpoint may take",
  why: "Pub/Sub sends a message again when its deadline is over: the same work runs several times at once.",
  fix: "set ack_deadline_seconds to the timeout of the service, at most 600, and lower that timeout where it is longer",
  source: "https://cloud.google.com/run/docs/triggering/pubsub-push#ack-deadline",
  check: waits({
    type: "google_pubsub_subscription",
    target: "push_config[0].push_endpoint",
    path: "ack_deadline_seconds",
    usual: 10,
  }),
};

/** Whether who calls waits for who works. */
export const deadlineRules: readonly Rule[] = [schedule, push];
