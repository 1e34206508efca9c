import { BACKEND_HEADER } from "../../environments/backend-header";
import type { Attempt, Measurement } from "../../verify/engine/attempt";
import { holdTalk, type SocketCall } from "../../verify/checks/socket/conversation";
import { judgeTalk } from "../../verify/checks/socket/judgement";
import type { SocketTerms } from "../../verify/checks/socket/terms";
import { TOKEN, rawAnswer, type Edge, type Misbehaviour } from "./misbehaving-edge";
import { foundOf, verdictOf } from "./misbehaving-run";

/** The service whose sockets are opened. */
export const SERVICE = "websocket-service";

/** A second is enough to open a socket on one machine; everything else is short. */
export const TERMS: SocketTerms = { goal: 1, budget: 2, pingInterval: 0.4, hold: 0.1, close: 0.3 };

/** A call of a socket path at an edge. */
export const callTo = ({ target }: Edge, hasToken: boolean): SocketCall => ({
  target,
  host: "api.staging.netrasystems.ai",
  path: "/ws",
  headers: hasToken ? { authorization: `Bearer ${TOKEN}` } : {},
  subprotocols: hasToken ? ["jwt-auth", "jwt.dG9rZW4"] : [],
});

/** What a talk with an edge shows. */
export async function judgedTalk(edge: Edge, hasToken: boolean, terms = TERMS): Promise<Attempt> {
  const seen = await holdTalk(callTo(edge, hasToken), terms, new AbortController().signal);
  return judgeTalk(seen, terms, { hasToken, service: SERVICE });
}

/** `verdict symptom: what was found`, measured seconds left out. */
export const attemptText = (attempt: Attempt): string =>
  `${verdictOf(attempt)}: ${foundOf(attempt).replace(/after \d+\.\d s$/, "after some time")}`;

/** What an attempt measured; nothing where it has no verdict. */
export const measurementsOf = (attempt: Attempt): readonly Measurement[] =>
  ("measured" in attempt && attempt.measured) || [];

/** Answers an upgrade with a status. */
export const refuseUpgrade = (
  status: number,
  backend?: string,
  headers: Readonly<Record<string, string>> = {},
): Misbehaviour => ({
  upgradeSocket: (_, socket) =>
    void socket.end(rawAnswer(status, { ...(backend !== undefined && { [BACKEND_HEADER]: backend }), ...headers })),
});

/** Closes an open socket at once. */
export const closeSocket = (code: number): Misbehaviour => ({ talk: (socket) => socket.close(code) });

/** What is said of a service that refuses strangers itself. */
export const REFUSES_STRANGERS = "passed: refuses callers without a token";
