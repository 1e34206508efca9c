import { HANDSHAKE_GOAL_SECONDS } from "../../../environments/goals";
import type { RouteTally, SocketTally } from "../tally";
import { NEEDS_TOKEN, answerOf, notLetIn, type Answer, type Evidence, type Finding } from "./question";

const no = (text: string): Finding => ({ verdict: "no", text });
const yes = (text: string): Finding => ({ verdict: "yes", text });
const cannotTell = (text: string): Finding => ({ verdict: "could not tell", text });

/** Statuses that say "too much", or that nobody could answer; any other one is an answer. */
const isOverload = (status: string): boolean => status === "429" || status.startsWith("5");

/** Does it answer under load: no 429, no 5xx, no socket refused or lost, handshakes within the plan's 5 s. */
export function errors(evidence: Evidence): Answer {
  const { observed, cutShort } = evidence;
  return answerOf("answers", "Does it answer under load?", [
    ...observed.routes.map(routeFinding),
    ...observed.sockets.flatMap((sockets) => socketFindings(sockets, evidence)),
    ...(cutShort === undefined ? [] : [cannotTell(cutShort)]),
    ...overloadSeenByCloudRun(evidence),
  ]);
}

function routeFinding({ route, statuses, unanswered, latency }: RouteTally): Finding {
  const bad = [...Object.entries(statuses).filter(([status]) => isOverload(status)), ...Object.entries(unanswered)].map(
    ([what, times]) => `${times} × ${what}`,
  );
  const all = [...Object.values(statuses), ...Object.values(unanswered)].reduce((sum, times) => sum + times, 0);
  const times = latency ? `p50 ${ms(latency.p50)}, p95 ${ms(latency.p95)}` : "no answer";
  return bad.length > 0
    ? no(`${route}: ${bad.join(", ")} of ${all} requests; ${times}`)
    : yes(`${route}: ${all} requests, ${times}`);
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
