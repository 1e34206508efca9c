import { BACKEND_HEADER } from "../../environments/backend-header";
import type { Attempt, Measurement } from "../../verify/engine/attempt";
import { holdTalk, type SocketCall } from "../../verify/checks/socket/conversation";
import { judgeTalk } from "../../verify/checks/socket/judgement";
import type { SocketTerms } from "../../verify/checks/socket/terms";
import { TOKEN, rawAnswer, type AnswerUpgrade, type Edge, type Misbehaviour } from "./misbehaving-edge";
import { foundOf, verdictOf } from "./misbehaving-run";
import { testClock, type TestClock } from "./test-clock";

/** The service whose sockets are opened. */
export const SERVICE = "websocket-service";

/** What sockets of this product have to hold to. */
export const TERMS: SocketTerms = { goal: 5, budget: 30, pingInterval: 20, hold: 5, close: 5 };

/** A call of a socket path at an edge. */
export const callTo = ({ target }: Edge, hasToken: boolean): SocketCall => ({
  target,
  host: "api.trial.chat.example",
  path: "/ws",
  headers: hasToken ? { authorization: `Bearer ${TOKEN}` } : {},
  subprotocols: hasToken ? ["jwt-auth", "jwt.dG9rZW4"] : [],
});

/** What a talk with an edge shows. Where the edge falls silent, time is up. */
export async function judgedTalk(
  edge: Edge,
  hasToken: boolean,
  terms = TERMS,
  clock: TestClock = testClock(),
): Promise<Attempt> {
  void edge.silence.then(clock.expire);
  const seen = await holdTalk(callTo(edge, hasToken), terms, new AbortController().signal, clock);
  return judgeTalk(seen, terms, { hasToken, service: SERVICE });
}

/** `verdict symptom: what was found`, measured seconds left out. */
export const attemptText = (attempt: Attempt): string =>
  `${verdictOf(attempt)}: ${foundOf(attempt).replace(/after \d+\.\d s$/, "after some time")}`;

/** What an attempt measured; nothing where it has no verdict. */
export const measurementsOf = (attempt: Attempt): readonly Measurement[] =>
  ("measured" in attempt && attempt.measured) || [];

/** Answers an upgrade with a status. */
export const refuse =
  (status: number, backend?: string, headers: Readonly<Record<string, string>> = {}): AnswerUpgrade =>
  (_, socket) =>
    void socket.end(rawAnswer(status, { ...(backend !== undefined && { [BACKEND_HEADER]: backend }), ...headers }));

/** An edge that answers every upgrade with a status. */
export const refuseUpgrade = (...answer: Parameters<typeof refuse>): Misbehaviour => ({
  upgradeSocket: refuse(...answer),
});

/** Closes an open socket at once. */
export const closeSocket = (code: number): Misbehaviour => ({ talk: (socket) => socket.close(code) });

/** What is said of a service that refuses strangers itself. */
export const REFUSES_STRANGERS = "passed: refuses callers without a token";
