import type { Environment } from "../environment";
import { logMetricType, type LogMetricRole } from "../log-metrics";
import { RUN_REQUESTS } from "../platform-metrics";
import type { Alert, Series } from "./alert";
import { counted } from "./series";

const MINUTES = 5;
const HOUR_SECONDS = 3600;

const logged = (environment: Environment, role: LogMetricRole): Series => ({
  metric: logMetricType(environment, role),
  resource: RUN_REQUESTS.resource,
  where: [],
});

/** What the services' logs tell of who may enter, and of sockets that the application gave up. */
export const accessAlerts = (environment: Environment): readonly Alert[] => [
  failures(environment),
  bypassUse(environment),
  closes(environment),
];

function failures(environment: Environment): Alert {
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
      "check that both backends mount the same version of the signing key (`npm run verify -- --only variables`)",
      "look for a rotation shortly before (runbook: rotate a secret)",
    ],
    condition: {
      kind: "threshold",
      series: logged(environment, "auth-failures"),
      aggregation: counted(MINUTES * 60),
      comparison: "above",
      threshold: usersPerAddress * pageLoadsPerUser * MINUTES,
      forSeconds: 0,
    },
  };
}

/** In staging the route is what tests sign in by; production has none, so that any request for it is one too many. */
function bypassUse(environment: Environment): Alert {
  const isStaging = environment.kind === "staging";
  return {
    id: "bypass-use",
    class: "authentication",
    severity: isStaging ? "WARNING" : "CRITICAL",
    title: isStaging ? "bypass route used unusually often" : "bypass route asked for in production",
    means: isStaging
      ? "More tokens are asked for by the bypass key than end-to-end tests need: a loop, or a key in other hands."
      : "Someone asks production for a token without signing in; whatever the answer was, somebody tries.",
    basis: isStaging
      ? `More in an hour than the ${environment.traffic.e2eRequests} requests of a whole run.`
      : "Any request at all: production has no such route.",
    steps: isStaging
      ? [
          "compare with the runs of the e2e runner",
          "rotate the key when nobody knows the caller (runbook: rotate a secret)",
        ]
      : [
          "look at the status of the answers: anything but 404 is an incident",
          "run `npm run verify -- --only variables`: no bypass name may be on a service",
          "look at who asked, and tell the authentication contact",
        ],
    condition: {
      kind: "threshold",
      series: logged(environment, "bypass-use"),
      aggregation: counted(isStaging ? HOUR_SECONDS : MINUTES * 60),
      comparison: "above",
      threshold: isStaging ? environment.traffic.e2eRequests : 0,
      forSeconds: 0,
    },
  };
}

const closes = (environment: Environment): Alert => ({
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
    series: logged(environment, "socket-errors"),
    aggregation: counted(MINUTES * 60),
    comparison: "above",
    threshold: 0,
    forSeconds: 0,
  },
});
