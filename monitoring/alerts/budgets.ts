import type { Environment } from "../../environments/environment";
import { BALANCER_LOG_RESOURCE } from "../../google/platform-metrics";
import { logMetricType } from "../log-metrics";
import { bucketIncrease, countIncrease, increase, query, type Query, type Selector } from "../promql";
import { HOUR_SECONDS, PACE_SECONDS, answersSelector, failureShare, fastBurn, slowBurn, slowLatency } from "../users";
import { whenQuery, type Alert } from "./alert";
import { percentText } from "./share";

/** Beside the slow pace's own window: whether it still goes on. */
const SHORT_SECONDS = 1800;

/** Failures over the long window below which a share says nothing. */
const FAILURES = 10;

/** A ticket can wait until a budget has gone steadily for so long, seconds: one incident, not one for each gap. */
const HELD_SECONDS = 900;

/** Answers over the short window below which a percentile says nothing. */
const ANSWERS = 20;

/** Alerts on error budgets that go steadily; what goes fast is an outage, and its page stands alone. */
export const budgetAlerts = (environment: Environment): readonly Alert[] => [
  failureAlert(environment),
  latencyAlert(environment),
];

function failureAlert(environment: Environment): Alert {
  const { objectives } = environment;
  const share = slowBurn(objectives);
  const failures = increase(answersSelector(environment, "5.."), PACE_SECONDS.slow);
  const slow = query`sum by (backend) (${failures}) >= ${FAILURES} and ${failureShare(environment, PACE_SECONDS.slow)} > ${share} and ${failureShare(environment, SHORT_SECONDS)} > ${share}`;
  return {
    id: "burn-slow",
    class: "infrastructure",
    response: "ticket",
    title: "an error budget goes steadily",
    means: `A service fails some of its users, too few for an outage. At this pace its objective of ${percentText(objectives.availability)} over ${objectives.rollingDays} days is missed before they are over.`,
    basis: `Above ${percentText(share)} of real users' requests over 6 hours and over the last half hour, and at least ${FAILURES} failures. An hour above ${percentText(fastBurn(objectives))} is the alert outage's.`,
    steps: [
      "read the backend's name in the incident, and its 5xx in the load balancer's log",
      "compare with the deploys and deliveries of the day",
      "stop deploys that are not the repair until it closes",
    ],
    conditions: whenQuery(query`${slow} unless ${failureShare(environment, HOUR_SECONDS)} > ${fastBurn(objectives)}`),
  };
}

/** The share of a backend's answers that came within the objective's time, sockets not counted. */
const quantile = (environment: Environment, share: number, seconds: number): Query =>
  query`histogram_quantile(${share}, sum by (backend, le) (${bucketIncrease(latencySelector(environment), seconds)}))`;

const latencySelector = (environment: Environment): Selector => ({
  metric: logMetricType(environment, "latencies"),
  resource: BALANCER_LOG_RESOURCE,
});

function latencyAlert(environment: Environment): Alert {
  const { objectives } = environment;
  const seconds = objectives.latency.thresholdMs / 1000;
  const late = slowLatency(objectives);
  const inTime = Number((1 - late).toFixed(6));
  const answers = countIncrease(latencySelector(environment), SHORT_SECONDS);
  return {
    id: "latency",
    class: "infrastructure",
    response: "ticket",
    title: "answers are slow",
    means:
      "More of a service's users than promised wait too long. Sockets are not counted: a socket's time is its whole life.",
    basis: `More than ${percentText(late)} of real users' answers take longer than ${objectives.latency.thresholdMs} ms, over 6 hours and over the last half hour, of ${ANSWERS} answers at least.`,
    steps: [
      "look at instances, start-up and the processors of the same hours on the dashboard",
      "look at the database's queries: most slow answers wait there",
      "compare with the day's deliveries",
    ],
    conditions: whenQuery(
      query`sum by (backend) (${answers}) >= ${ANSWERS} and ${quantile(environment, inTime, PACE_SECONDS.slow)} > ${seconds} and ${quantile(environment, inTime, SHORT_SECONDS)} > ${seconds}`,
      HELD_SECONDS,
    ),
  };
}
