import { answerText, commonSymptom, isRefusedBy, retryAfterOf } from "../../http/answer";
import { failed, passed, type Attempt, type Failed, type Measurement } from "../../engine/attempt";
import type { SymptomId } from "../../symptoms";
import type { SocketEnd, SocketTalk } from "./conversation";
import type { SocketTerms } from "./terms";

/** Who opened the socket: what it should come to depends on that. */
export interface Caller {
  readonly hasToken: boolean;
  /** The service that the socket path leads to. */
  readonly service: string;
  /** Seconds at which this path's earlier sockets ended without a close frame. */
  readonly earlierEnds?: readonly number[];
}

/** RFC 6455's code for an end without a close frame. */
const NO_CLOSE_FRAME = 1006;

/**
 * Seconds within which a socket ends that its application accepted and then failed on: uvicorn ends the connection of a
 * coroutine that threw, and sends no close code. A rollout ends one at that moment by chance, and not twice.
 */
const CRASH_SECONDS = 1;

/** Seconds from which an age may be a limit of somebody's: nobody configures an idle timeout below. */
const SHORTEST_LIMIT_SECONDS = 10;

/** Seconds by which two ages may differ and be of one limit: timers of proxies look every second. */
const SAME_AGE_SECONDS = 1;

/** Seconds at which a socket ended without a close frame; undefined where it ended otherwise. */
export const bareEnd = ({ end }: SocketTalk): number | undefined =>
  end.how === "closed" && end.code === NO_CLOSE_FRAME ? end.seconds : undefined;

function bareEndSymptom(age: number, earlier: readonly number[]): SymptomId {
  if (age < CRASH_SECONDS) return "crashed-after-accept";
  const isLimit = age >= SHORTEST_LIMIT_SECONDS && earlier.some((other) => Math.abs(other - age) <= SAME_AGE_SECONDS);
  return isLimit ? "idle-cut" : "closed-early";
}

/**
 * Close codes that refuse the caller: RFC 6455's 1008
 * (https://datatracker.ietf.org/doc/html/rfc6455#section-7.4.1), and, of the codes that it leaves to applications
 * (4000–4999), the customary ones for 401 and 403.
 */
const REFUSALS: readonly number[] = [1008, 4001, 4003, 4401, 4403];

/** Whether the application closed the socket for a reason that only it knows. */
const isApplicationCode = (code: number): boolean => code >= 4000 && code <= 4999 && !REFUSALS.includes(code);

/** Judges a talk. Without a token, a refusal by the application passes as well: it answered. */
export function judgeTalk(talk: SocketTalk, terms: SocketTerms, caller: Caller): Attempt {
  const { goal, pingInterval, hold } = terms;
  const socket = `101 within ${goal} s, pongs within ${pingInterval} s, open for ${hold} s`;
  const expected = caller.hasToken
    ? `${socket}, closed with 1000`
    : `${socket}, or a refusal by ${caller.service} within ${goal} s`;
  const measured = measurementsOf(talk, caller);
  const fault = faultOf(talk, terms, caller);
  if (fault === undefined) return passed(talkText(talk.end, caller), measured);
  const { symptom, found, retryAfterSeconds } = fault;
  return failed(symptom, found, expected, { measured, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
}

type Fault = Pick<Failed, "symptom" | "found" | "retryAfterSeconds">;

function faultOf(talk: SocketTalk, terms: SocketTerms, caller: Caller): Fault | undefined {
  const { end, backend, answered } = talk;
  const { budget, pingInterval } = terms;
  // Google does not document whether the load balancer adds its header to a 101: only another service's name counts.
  if (backend !== undefined && backend !== caller.service) {
    return { symptom: "wrong-backend", found: `101 from ${backend}` };
  }
  switch (end.how) {
    case "refused":
      return refusalFault(end, caller) ?? slowFault(answerText(end.answer), talk, terms);
    case "broken":
      return end.breakage;
    case "invalid":
      return { symptom: end.what === "handshake" ? "upgrade-refused" : "frames-refused", found: end.why };
    case "late":
      return { symptom: "timeout", found: answered === undefined ? `no answer within ${budget} s` : "no end in time" };
    case "no-pong":
      return { symptom: "no-pong", found: `no pong within ${pingInterval} s` };
    case "closed":
    case "held": {
      const symptom = closeFault(end, caller);
      if (symptom === undefined) return slowFault("101", talk, terms);
      const again = symptom === "idle-cut" ? ", as the one before: a limit of that age" : "";
      return { symptom, found: `${closeText(end)}${again}` };
    }
  }
}

/** The fault of an answer that is right but late. */
const slowFault = (answer: string, { answered }: SocketTalk, { goal }: SocketTerms): Fault | undefined =>
  answered !== undefined && answered > goal
    ? { symptom: "handshake-slow", found: `${answer} after ${answered.toFixed(1)} s` }
    : undefined;

function refusalFault({ answer }: Extract<SocketEnd, { how: "refused" }>, caller: Caller): Fault | undefined {
  if (isRefusedBy(answer, caller.service)) {
    return caller.hasToken ? { symptom: "unauthorized", found: answerText(answer) } : undefined;
  }
  const symptom = commonSymptom(answer, caller.service) ?? "upgrade-refused";
  return { symptom, found: answerText(answer), ...retryAfterOf(answer) };
}

type ClosedEnd = Extract<SocketEnd, { how: "closed" | "held" }>;

function closeFault(end: ClosedEnd, { hasToken, earlierEnds = [] }: Caller): SymptomId | undefined {
  const { how, code } = end;
  const age = bareEnd({ end });
  if (age !== undefined) return bareEndSymptom(age, earlierEnds);
  if (code === 1011) return "internal-error-close";
  if (code !== undefined && isApplicationCode(code)) return "closed-by-application";
  if (how === "held") return hasToken && code !== 1000 ? "closed-early" : undefined;
  if (!REFUSALS.includes(code)) return "closed-early";
  return hasToken ? "socket-refused" : undefined;
}

const closeText = (end: ClosedEnd): string =>
  end.how === "closed"
    ? `closed with ${end.code} after ${end.seconds.toFixed(1)} s`
    : `our close was answered with ${end.code ?? "nothing"}`;

function talkText(end: SocketEnd, { hasToken }: Caller): string {
  if (end.how === "refused") return `refuses callers without a token: ${answerText(end.answer)}`;
  if (end.how === "closed") return `refuses callers without a token: 101, then ${closeText(end)}`;
  return hasToken ? "101 with a token, echoed, held, closed with 1000" : "101 without a token, echoed, held";
}

/**
 * A refusal by the service is measured like a 101: without a token nothing else shows how fast a socket opens. Answers
 * that others give in its place are not measured.
 */
function measurementsOf({ end, backend, answered, echo }: SocketTalk, { service }: Caller): readonly Measurement[] {
  const isItsOwn =
    end.how === "refused" ? isRefusedBy(end.answer, service) : backend === undefined || backend === service;
  if (!isItsOwn) return [];
  return [
    ...(answered === undefined ? [] : [{ name: "handshake", value: roundMilliseconds(answered), unit: "s" }]),
    ...(echo === undefined ? [] : [{ name: "echo", value: roundMilliseconds(echo), unit: "s" }]),
  ];
}

const roundMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
