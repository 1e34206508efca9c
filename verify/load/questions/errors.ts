import { HANDSHAKE_GOAL_SECONDS } from "../../../environments/goals";
import { BACKEND_HEADER } from "../../../environments/backend-header";
import { countText } from "../../../report/text";
import { loadRoutes, routeName, type LoadRoute } from "../routes";
import { NOBODY, type RouteTally, type SocketTally } from "../tally";
import {
  NEEDS_TOKEN,
  answerQuestion,
  isRefusedForToken,
  type AnsweredQuestion,
  type Evidence,
  type Observation,
} from "./question";

const noObservation = (text: string): Observation => ({ verdict: "no", text });
const yesObservation = (text: string): Observation => ({ verdict: "yes", text });
const unclearObservation = (text: string): Observation => ({ verdict: "could not tell", text });

/** Whether a status says "too many requests", or that the service failed. */
const isOverload = (status: string): boolean => status === "429" || status.startsWith("5");

/**
 * Does it answer under load: 200 on liveness paths, elsewhere anything but 429 and 5xx, each from the declared service; no
 * socket refused or lost, handshakes within the plan's 5 s.
 */
export function judgeErrors(evidence: Evidence): AnsweredQuestion {
  const { environment, observed, cutShort } = evidence;
  const routes = new Map(loadRoutes(environment).map((route) => [routeName(route), route]));
  return answerQuestion("answers", "Does it answer under load?", [
    ...observed.routes.map((tally) => routeObservation(tally, routes.get(tally.route))),
    ...observed.sockets.flatMap((sockets) => socketObservations(sockets, evidence)),
    ...(cutShort === undefined ? [] : [unclearObservation(cutShort)]),
    ...cloudRunObservations(evidence),
  ]);
}

function routeObservation(
  tally: RouteTally,
  route: Pick<LoadRoute, "service" | "isLiveness"> | undefined,
): Observation {
  const { statuses, backends, unanswered, latency } = tally;
  const isBad = (status: string): boolean => (route?.isLiveness ? status !== "200" : isOverload(status));
  const bad = [
    ...Object.entries(statuses).filter(([status]) => isBad(status)),
    ...Object.entries(unanswered),
    ...Object.entries(backends).flatMap(([backend, times]) =>
      backend === route?.service ? [] : [[backend === NOBODY ? `without ${BACKEND_HEADER}` : `from ${backend}`, times]],
    ),
  ].map(([what, times]) => `${times} × ${what}`);
  const all = [...Object.values(statuses), ...Object.values(unanswered)].reduce((sum, times) => sum + times, 0);
  const times = latency ? `p50 ${millisecondsText(latency.p50)}, p95 ${millisecondsText(latency.p95)}` : "no answer";
  if (bad.length === 0) return yesObservation(`${tally.route}: ${all} requests, ${times}`);
  const expected = `${route?.isLiveness ? "200" : "an answer below 500"} from ${route?.service ?? "a declared service"}`;
  return noObservation(`${tally.route}: ${bad.join(", ")} of ${all} requests, expected ${expected}; ${times}`);
}

function socketObservations(sockets: SocketTally, { observed, cutShort }: Evidence): readonly Observation[] {
  const { service, asked, opened, brokenOff, unansweredPings, handshake, echo } = sockets;
  const missing = asked - opened;
  const refusal = `${service}: ${missing} of ${asked} sockets did not open (${observed.refusals.join("; ") || "no answer"})`;
  // Where the load was cut short, sockets that were still opening count as missing.
  const excused = observed.refusals.length === 0 && cutShort !== undefined;
  const broken = Object.entries(brokenOff).map(([code, times]) => `${times} × ${code}`);
  const slow = handshake !== undefined && handshake.p95 > HANDSHAKE_GOAL_SECONDS * 1000;
  const shown = handshake && `handshake p50 ${millisecondsText(handshake.p50)}, p95 ${millisecondsText(handshake.p95)}`;
  return [
    ...(missing > 0 && !excused
      ? [isRefusedForToken(observed) ? unclearObservation(`${refusal}; ${NEEDS_TOKEN}`) : noObservation(refusal)]
      : []),
    ...(broken.length > 0 ? [noObservation(`${service}: sockets broke off, ${broken.join(", ")}`)] : []),
    ...(unansweredPings > 0 ? [noObservation(`${service}: pings without an echo, ${unansweredPings}`)] : []),
    ...(slow ? [noObservation(`${service}: handshakes above the plan's ${HANDSHAKE_GOAL_SECONDS} s`)] : []),
    ...(shown === undefined
      ? []
      : [
          yesObservation(
            `${service}: ${countText(opened, "socket")}, ${shown}${echo ? `, echo p95 ${millisecondsText(echo.p95)}` : ""}`,
          ),
        ]),
  ];
}

/**
 * What Cloud Run itself counted. It shows where a 429 came from: one that Cloud Run did not count is Cloud Armor's. The
 * counts include other callers' requests, so they decide nothing.
 */
function cloudRunObservations({ readings, moments }: Evidence): readonly Observation[] {
  return readings.readings
    .filter(({ metric, code }) => metric === "requests" && code !== undefined && isOverload(code))
    .flatMap(({ service, code, points }) => {
      const under = points.filter(({ at }) => at > moments.started && at <= moments.sampled);
      const times = under.reduce((sum, { value }) => sum + value, 0);
      return times > 0 ? [{ text: `Cloud Run counted ${times} × ${code} at ${service}, other callers included` }] : [];
    });
}

const millisecondsText = (milliseconds: number): string => `${Math.round(milliseconds)} ms`;
