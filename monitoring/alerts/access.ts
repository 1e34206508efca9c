import type { Environment, ProductionEnvironment, StagingEnvironment } from "../../environments/environment";
import { socketEndpoints } from "../../environments/hosts";
import { logMetricType, type LogMetricRole } from "../log-metrics";
import { RUN_REQUESTS } from "../../google/platform-metrics";
import { VERIFY_EVERY_MINUTES } from "../schedules";
import type { Alert, Condition, Series } from "./alert";
import { countAggregation } from "./series";

const MINUTES = 5;
const HOUR_SECONDS = 3600;

const loggedSeries = (environment: Environment, role: LogMetricRole): Series => ({
  metric: logMetricType(environment, role),
  resource: RUN_REQUESTS.resource,
  where: [],
});

/** Alerts on the services' logs: refused sign-ins, bypass routes, sockets that the application closed. */
export const accessAlerts = (environment: Environment): readonly Alert[] => [
  authFailureAlert(environment),
  ...bypassAlerts(environment),
  socketErrorAlert(environment),
];

function authFailureAlert(environment: Environment): Alert {
  const { usersPerAddress, pageLoadsPerUser } = environment.traffic;
  return {
    id: "auth-failures",
    class: "authentication",
    severity: "WARNING",
    title: "failed authentications",
    means: "Backends answer unusually many requests with 401 or 403: a key that does not fit, or someone who tries.",
    basis: `As many in ${MINUTES} minutes as ${usersPerAddress} people, one office, load pages in them at ${pageLoadsPerUser} a minute.`,
    steps: [
      "tell one address from many: one is a person or a script, many are our own key",
      "check that both backends mount the same version of the signing key (`./netra verify --only variables`)",
      "look for a rotation shortly before (runbook: rotate a secret)",
    ],
    condition: {
      kind: "threshold",
      series: loggedSeries(environment, "auth-failures"),
      aggregation: countAggregation(MINUTES * 60),
      comparison: "above",
      threshold: usersPerAddress * pageLoadsPerUser * MINUTES,
      forSeconds: 0,
    },
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
): Condition => ({
  kind: "threshold",
  series: loggedSeries(environment, role),
  aggregation: countAggregation(seconds),
  comparison: "above",
  threshold,
  forSeconds: 0,
});

function bypassOveruseAlert(environment: StagingEnvironment): Alert {
  const { signIns, runsPerHour } = environment.e2e.runner;
  const verified = socketEndpoints(environment).length * (60 / VERIFY_EVERY_MINUTES);
  return {
    id: "bypass-use",
    class: "authentication",
    severity: "WARNING",
    title: "bypass route used unusually often",
    means: "More tokens are asked for by the bypass key than end-to-end tests need: a loop, or a key in other hands.",
    basis: `More in an hour than ${runsPerHour} runs with ${signIns} tokens each and the ${verified} of verification.`,
    steps: [
      "compare with the runs of the e2e runner",
      "rotate the key when nobody knows the caller (runbook: rotate a secret)",
    ],
    condition: countCondition(environment, "bypass-use", HOUR_SECONDS, signIns * runsPerHour + verified),
  };
}

const bypassAnswerAlert = (environment: ProductionEnvironment): Alert => ({
  id: "bypass-use",
  class: "authentication",
  severity: "CRITICAL",
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
  condition: countCondition(environment, "bypass-use", MINUTES * 60, 0),
});

const bypassTryAlert = (environment: ProductionEnvironment): Alert => ({
  id: "bypass-tries",
  class: "authentication",
  severity: "WARNING",
  title: "bypass route asked for in production",
  means: "Someone asked production for a token without a sign-in and got 404, as it must be; who asks knows the route.",
  basis: "Any: nothing in production asks for it.",
  steps: [
    "check that the alert bypass-use is silent: it tells where something answered",
    "look at who asked: a test that was given production's URL, or a stranger",
  ],
  condition: countCondition(environment, "bypass-tries", MINUTES * 60, 0),
});

const socketErrorAlert = (environment: Environment): Alert => ({
  id: "socket-errors",
  class: "authentication",
  severity: "ERROR",
  title: "sockets closed with 1011",
  means: "The infrastructure carried the socket, and the application failed in its own code and closed it.",
  basis: "The plan's goal is none.",
  steps: [
    "read the service's log at that moment: the error stands before the close",
    "tell the team of the code; nothing in the infrastructure mends it",
    "roll back if a revision became ready shortly before (runbook: roll back)",
  ],
  condition: {
    kind: "threshold",
    series: loggedSeries(environment, "socket-errors"),
    aggregation: countAggregation(MINUTES * 60),
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});
