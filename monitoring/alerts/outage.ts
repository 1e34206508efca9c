import type { Environment } from "../../environments/environment";
import { UPTIME_PASSED } from "../../google/platform-metrics";
import { HOUR_SECONDS, answersSelector, failureShare, fastBurn } from "../users";
import { UPTIME_PERIOD_SECONDS } from "../uptime";
import { increase, lastValue, meanValue, query, type Query } from "../promql";
import { whenQuery, type Alert } from "./alert";
import { series } from "./series";
import { percentText } from "./share";

/**
 * Seconds that Google's own alerts on uptime checks look back over, because points come late from far places
 * (https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies).
 */
const PROBE_WINDOW_SECONDS = 1200;

/** Places of the four that ask: one alone is that place's own trouble. */
const FAILING_PLACES = 2;

/** Two failures in a quiet night are no outage; four in an hour are, where little else was answered. */
const FAILURES = 4;

/**
 * Whether it still goes on, seconds. With less, failures that come every few minutes would close and open the same incident
 * again and again; with this one a page closes a quarter of an hour after the last failure.
 */
const STILL_SECONDS = 900;

const PROBES = series(UPTIME_PASSED);

/** Failed answers of a place before it explains anything afterwards: one alone is a blip that no page told of. */
const FAILED_ANSWERS = 3;

/** Checks that fail from several places, by what selects the places. */
const failingChecks = (places: Query): Query => query`count by (check_id) (${places}) >= ${FAILING_PLACES}`;

/** Places that got no answer several times within so many seconds. */
const failedPlaces = (seconds: number): Query =>
  query`${meanValue(PROBES, seconds)} < ${Number((1 - (FAILED_ANSWERS * UPTIME_PERIOD_SECONDS) / seconds).toFixed(4))}`;

/** Backends whose users are refused: often enough to mean something, and more of them than the budget bears. */
const failingBackends = (environment: Environment, seconds: number): Query => {
  const failures = increase(answersSelector(environment, "5.."), seconds);
  return query`sum by (backend) (${failures}) >= ${FAILURES} and ${failureShare(environment, seconds)} > ${fastBurn(environment.objectives)}`;
};

/**
 * Whether there was an outage within so many seconds. Whatever follows from one is not told again: one cause is one or two
 * incidents. The window has to reach as far back as the values that the other alert still holds.
 */
export const outageLately = (environment: Environment, seconds: number): Query =>
  query`(count(${failingChecks(failedPlaces(seconds))}) or count(${failingBackends(environment, seconds)}))`;

/** The page: users or Google's probers are not served, whatever the cause. */
export function outageAlert(environment: Environment): Alert {
  const share = fastBurn(environment.objectives);
  const users = query`${failingBackends(environment, HOUR_SECONDS)} and ${failureShare(environment, STILL_SECONDS)} > ${share}`;
  const probes = failingChecks(query`${lastValue(PROBES, PROBE_WINDOW_SECONDS)} == 0`);
  return {
    id: "outage",
    class: "infrastructure",
    response: "page",
    title: "users are not served",
    means:
      "A service answers its users with 5xx, or Google's probers get no answer or a wrong one from a host or a path. One incident for the whole environment, however many services fail: the first step names them.",
    basis: `${FAILURES} failed requests of real users in an hour, which are above ${percentText(share)} of the hour's and of the last ${STILL_SECONDS / 60} minutes'; or a path that fails from ${FAILING_PLACES} places at once, asked every ${UPTIME_PERIOD_SECONDS} s. Requests of Google's probers and of verification are not counted as users'.`,
    steps: [
      "run `./netra verify`: it names every host and path that fails, and tells infrastructure, authentication and application apart",
      "roll back if a revision or a deploy became ready shortly before (runbook: roll back)",
      "look at the alerts database-down and cache-down: one of them open names the cause",
      "read statusDetails in the load balancer's log: without it, Cloud Run never saw these requests",
      "where nothing answers at all, look at DNS, the certificates and Google's status page",
    ],
    conditions: whenQuery(query`count(${users}) or count(${probes})`, 60),
  };
}
