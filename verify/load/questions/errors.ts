import { HANDSHAKE_GOAL_SECONDS } from "../../../environments/goals";
import { BACKEND_HEADER } from "../../../environments/backend-header";
import { loadRoutes, routeName, type LoadRoute } from "../routes";
import { NOBODY, type RouteTally, type SocketTally } from "../tally";
import { NEEDS_TOKEN, answerOf, notLetIn, type Answer, type Evidence, type Finding } from "./question";

const no = (text: string): Finding => ({ verdict: "no", text });
const yes = (text: string): Finding => ({ verdict: "yes", text });
const cannotTell = (text: string): Finding => ({ verdict: "could not tell", text });

/** Statuses that say "too much", or that nobody could answer. */
const isOverload = (status: string): boolean => status === "429" || status.startsWith("5");

/**
 * Does it answer under load: 200 on liveness paths, elsewhere anything but 429 and 5xx, each from the declared service; no
 * socket refused or lost, handshakes within the plan's 5 s.
 */
export function errors(evidence: Evidence): Answer {
  const { environment, observed, cutShort } = evidence;
  const routes = new Map(loadRoutes(environment).map((route) => [routeName(route), route]));
  return answerOf("answers", "Does it answer under load?", [
    ...observed.routes.map((tally) => routeFinding(tally, routes.get(tally.route))),
    ...observed.sockets.flatMap((sockets) => socketFindings(sockets, evidence)),
    ...(cutShort === undefined ? [] : [cannotTell(cutShort)]),
    ...overloadSeenByCloudRun(evidence),
  ]);
}

function routeFinding(tally: RouteTally, route: Pick<LoadRoute, "service" | "isLiveness"> | undefined): Finding {
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
  const times = latency ? `p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}` : "no answer";
  if (bad.length === 0) return yes(`${tally.route}: ${all} requests, ${times}`);
  const expected = `${route?.isLiveness ? "200" : "an answer below 500"} from ${route?.service ?? "a declared service"}`;
  return no(`${tally.route}: ${bad.join(", ")} of ${all} requests, expected ${expected}; ${times}`);
}

function socketFindings(sockets: SocketTally, { observed, cutShort }: Evidence): readonly Finding[] {
  const { service, asked, opened, brokenOff, unansweredPings, handshake, echo } = sockets;
  const missing = asked - opened;
  const refusal = `${service}: ${missing} of ${asked} sockets did not open (${observed.refusals.join("; ") || "no answer"})`;
  // Where the load was cut short, those that still waited are among the missing.
  const excused = observed.refusals.length === 0 && cutShort !== undefined;
  const broken = Object.entries(brokenOff).map(([code, times]) => `${times} × ${code}`);
  const slow = handshake !== undefined && handshake.p95 > HANDSHAKE_GOAL_SECONDS * 1000;
  const shown = handshake && `handshake p50 ${ms(handshake.p50)}, p95 ${ms(handshake.p95)}`;
  return [
    ...(missing > 0 && !excused ? [notLetIn(observed) ? cannotTell(`${refusal}; ${NEEDS_TOKEN}`) : no(refusal)] : []),
    ...(broken.length > 0 ? [no(`${service}: sockets broke off, ${broken.join(", ")}`)] : []),
    ...(unansweredPings > 0 ? [no(`${service}: pings without an echo, ${unansweredPings}`)] : []),
    ...(slow ? [no(`${service}: handshakes above the plan's ${HANDSHAKE_GOAL_SECONDS} s`)] : []),
    ...(shown === undefined
      ? []
      : [yes(`${service}: ${opened} sockets, ${shown}${echo ? `, echo p95 ${ms(echo.p95)}` : ""}`)]),
  ];
}

/**
 * What Cloud Run itself counted, for telling whose a 429 is: one that it did not count was Cloud Armor's. Other callers'
 * requests are among them, so they decide nothing.
 */
function overloadSeenByCloudRun({ readings, moments }: Evidence): readonly Finding[] {
  return readings.readings
    .filter(({ metric, code }) => metric === "requests" && code !== undefined && isOverload(code))
    .flatMap(({ service, code, points }) => {
      const under = points.filter(({ at }) => at > moments.started && at <= moments.sampled);
      const times = under.reduce((sum, { value }) => sum + value, 0);
      return times > 0 ? [{ text: `Cloud Run counted ${times} × ${code} at ${service}, other callers included` }] : [];
    });
}

const ms = (milliseconds: number): string => `${Math.round(milliseconds)} ms`;
