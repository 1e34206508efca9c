import type { Environment, ProductionEnvironment, StagingEnvironment } from "../../environments/environment";
import { socketEndpoints } from "../../environments/hosts";
import type { LogMetricRole } from "../log-metrics";
import { RUN_REQUESTS } from "../../google/platform-metrics";
import { increase, query, type Query } from "../promql";
import { VERIFY_EVERY_MINUTES } from "../schedules";
import { HOUR_SECONDS, answerShare, answersSelector, backendPattern } from "../users";
import { whenQuery, type Alert, type Condition } from "./alert";
import { countAggregation, logSeries } from "./series";
import { percentText } from "./share";

const MINUTES = 5;

/** What a backend answers whom it does not let in. */
const REFUSED = "401|403";

/** Requests that are refused in a quarter of an hour before anybody is woken: as many as an office's people make. */
const REFUSED_SECONDS = 900;
const STILL_SECONDS = 300;

/** Share of refused requests that no ordinary day has: expired sessions are some per cent. */
const REFUSED_SHARE = 0.5;

/** Alerts on who is let in: refused sign-ins, bypass routes; and on sockets that the application closed. */
export const accessAlerts = (environment: Environment): readonly Alert[] => [
  authFailureAlert(environment),
  ...bypassAlerts(environment),
  socketErrorAlert(environment),
];

function authFailureAlert(environment: Environment): Alert {
  const { usersPerAddress, pageLoadsPerUser } = environment.traffic;
  const floor = usersPerAddress * pageLoadsPerUser;
  const backends = Object.entries(environment.services).flatMap(([name, { role }]) =>
    role === "backend" ? [name] : [],
  );
  const refused = answersSelector(environment, REFUSED, backendPattern(environment, backends));
  const shareAbove = (seconds: number): Query =>
    query`${answerShare(environment, REFUSED, seconds)} > ${REFUSED_SHARE}`;
  return {
    id: "auth-failing",
    class: "authentication",
    response: "page",
    title: "nobody is let in",
    means: "A backend answers most of its users with 401 or 403: a key that does not fit, or one script that tries.",
    basis: `More than ${percentText(REFUSED_SHARE)} of a backend's answers over a quarter of an hour and still over ${STILL_SECONDS / 60} minutes, and at least ${floor} of them: as many as ${usersPerAddress} people, one office, load pages in a minute at ${pageLoadsPerUser} each. What Cloud Armor refuses is not counted.`,
    steps: [
      "tell one address from many in the load balancer's log: one is a script, many are our own key",
      "check that both backends mount the same version of the signing key (`./netra verify --only variables`)",
      "look for a rotation shortly before (runbook: rotate a secret)",
      "roll back if a revision became ready shortly before (runbook: roll back)",
    ],
    conditions: whenQuery(
      query`sum by (backend) (${increase(refused, REFUSED_SECONDS)}) >= ${floor} and ${shareAbove(REFUSED_SECONDS)} and ${shareAbove(STILL_SECONDS)}`,
    ),
  };
}

/** In staging the route is what tests sign in by; production has none, so that an answer from it is an incident. */
const bypassAlerts = (environment: Environment): readonly Alert[] =>
  environment.kind === "staging"
    ? [bypassOveruseAlert(environment)]
    : [bypassAnswerAlert(environment), bypassTryAlert(environment)];

const countCondition = (
  environment: Environment,
  role: LogMetricRole,
  seconds: number,
  threshold: number,
): readonly Condition[] => [
  {
    kind: "threshold",
    series: logSeries(environment, role, RUN_REQUESTS.resource),
    aggregation: countAggregation(seconds),
    comparison: "above",
    threshold,
    forSeconds: 0,
  },
];

function bypassOveruseAlert(environment: StagingEnvironment): Alert {
  const { signIns, runsPerHour } = environment.e2e.runner;
  const verified = socketEndpoints(environment).length * (60 / VERIFY_EVERY_MINUTES);
  return {
    id: "bypass-use",
    class: "authentication",
    response: "ticket",
    title: "bypass route used unusually often",
    means: "More tokens are asked for by the bypass key than end-to-end tests need: a loop, or a key in other hands.",
    basis: `More in an hour than ${runsPerHour} runs with ${signIns} tokens each and the ${verified} of verification.`,
    steps: [
      "compare with the runs of the e2e runner",
      "rotate the key when nobody knows the caller (runbook: rotate a secret)",
    ],
    conditions: countCondition(environment, "bypass-use", HOUR_SECONDS, signIns * runsPerHour + verified),
  };
}

const bypassAnswerAlert = (environment: ProductionEnvironment): Alert => ({
  id: "bypass-use",
  class: "authentication",
  response: "page",
  title: "a bypass route answers in production",
  means:
    "A backend answers the route that hands out tokens without a sign-in with something else than 404: it is there.",
  basis: "Any answer but 404, a refusal too: production has no such route.",
  steps: [
    "run `./netra verify --only variables`: no bypass name may be on a service",
    "read the answers' status in the service's log: with 200 somebody holds a token, and who asked is known by address",
    "roll back if a revision became ready shortly before (runbook: roll back)",
    "rotate the signing key where a token was handed out (runbook: rotate a secret)",
  ],
  conditions: countCondition(environment, "bypass-use", MINUTES * 60, 0),
});

const bypassTryAlert = (environment: ProductionEnvironment): Alert => ({
  id: "bypass-tries",
  class: "authentication",
  response: "ticket",
  title: "bypass route asked for in production",
  means: "Someone asked production for a token without a sign-in and got 404, as it must be; who asks knows the route.",
  basis: "Any: nothing in production asks for it.",
  steps: [
    "check that the alert bypass-use is silent: it tells where something answered",
    "look at who asked: a test that was given production's URL, or a stranger",
  ],
  conditions: countCondition(environment, "bypass-tries", MINUTES * 60, 0),
});

const socketErrorAlert = (environment: Environment): Alert => ({
  id: "socket-errors",
  class: "authentication",
  response: "ticket",
  title: "sockets closed with 1011",
  means: "The infrastructure carried the socket, and the application failed in its own code and closed it.",
  basis: "The plan's goal is none.",
  steps: [
    "read the service's log at that moment: the error stands before the close",
    "tell the team of the code; nothing in the infrastructure mends it",
    "roll back if a revision became ready shortly before (runbook: roll back)",
  ],
  conditions: countCondition(environment, "socket-errors", MINUTES * 60, 0),
});
