import { socketCheckId } from "../../../monitoring/check-ids";
import type { Environment, StagingEnvironment } from "../../../environments/environment";
import { socketEndpoints, type SocketEndpoint } from "../../../environments/hosts";
import type { Check } from "../../engine/check";
import type { Clock } from "../../clock";
import type { Attempt } from "../../engine/attempt";
import type { Mask } from "../../masking";
import { explainBreakage } from "../../http/protocols";
import type { Target } from "../../http/target";
import { holdTalk, type SocketCall, type SocketEnd } from "./conversation";
import { bareEnd, judgeTalk } from "./judgement";
import type { KeySource } from "../../credentials/bypass-key";
import { longestSocketSeconds, socketTermsOf, type SocketTerms } from "./terms";
import { obtainAccessToken } from "../../credentials/access-token";

/** Seconds for the key and the token, before a socket is opened. */
const TOKEN_SECONDS = 30;

/** A cold instance may miss the handshake's goal once. A third attempt would take minutes and say the same. */
const ATTEMPTS = 2;

interface Endpoint extends SocketEndpoint {
  readonly terms: SocketTerms;
}

const endpointsOf = (environment: Environment, holdSeconds: number): readonly Endpoint[] =>
  socketEndpoints(environment).flatMap((endpoint) => {
    const sockets = environment.services[endpoint.service]?.sockets;
    return sockets ? [{ ...endpoint, terms: socketTermsOf(sockets, holdSeconds) }] : [];
  });

/** Whether every socket path accepts a socket, or its application refuses a caller without a token. */
export const anonymousSocketChecks = (
  environment: Environment,
  target: Target,
  holdSeconds: number,
  clock: Clock,
): readonly Check[] =>
  endpointsOf(environment, holdSeconds).map((endpoint) => ({
    id: socketCheckId(endpoint, "anonymous"),
    area: "socket",
    title: `wss://${endpoint.host}${endpoint.path} answers a caller without a token`,
    deadlineSeconds: longestSocketSeconds(endpoint.terms),
    attempts: ATTEMPTS,
    attempt: socketAttempts(endpoint, clock, () => Promise.resolve({ ok: true, call: callOf(endpoint, target) })),
  }));

/**
 * Whether every socket path carries a socket for a token. Only an environment that e2e tests run against hands out
 * tokens: production's type has no route for one.
 */
export const tokenSocketChecks = (
  environment: StagingEnvironment,
  target: Target,
  holdSeconds: number,
  key: KeySource,
  mask: Mask,
  clock: Clock,
): readonly Check[] =>
  endpointsOf(environment, holdSeconds).map((endpoint) => ({
    id: socketCheckId(endpoint, "token"),
    area: "socket",
    title: `wss://${endpoint.host}${endpoint.path} carries a socket for a token`,
    deadlineSeconds: longestSocketSeconds(endpoint.terms) + TOKEN_SECONDS,
    attempts: ATTEMPTS,
    attempt: socketAttempts(endpoint, clock, async (signal) => {
      const token = await withinSeconds(TOKEN_SECONDS, clock, signal, (limited) =>
        obtainAccessToken(environment, target, key, mask, limited),
      );
      return token.ok ? { ok: true, call: callOf(endpoint, target, token.secret) } : token;
    }),
  }));

/** The token is sent as a subprotocol too, as browsers do: they cannot set a header on a socket. */
const callOf = ({ host, path }: Endpoint, target: Target, token?: string): SocketCall => ({
  target,
  host,
  path,
  headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  subprotocols: token === undefined ? [] : ["jwt-auth", `jwt.${Buffer.from(token).toString("base64url")}`],
});

/** A call of a socket path, or why there can be none. */
type Prepared = { readonly ok: true; readonly call: SocketCall } | { readonly ok: false; readonly attempt: Attempt };

/** The attempts at one path. A socket that ends at the age of the one before met a limit, and no accident. */
function socketAttempts(
  { terms, service, host }: Endpoint,
  clock: Clock,
  prepare: (signal: AbortSignal) => Promise<Prepared>,
): Check["attempt"] {
  const earlierEnds: number[] = [];
  return async (signal) => {
    const prepared = await prepare(signal);
    if (!prepared.ok) return prepared.attempt;
    const { call } = prepared;
    const talk = await holdTalk(call, terms, signal, clock);
    const explained = { ...talk, end: await explainedEnd(talk.end, call.target, host, signal) };
    const attempt = judgeTalk(explained, terms, { hasToken: call.subprotocols.length > 0, service, earlierEnds });
    const age = bareEnd(talk);
    if (age !== undefined) earlierEnds.push(age);
    return attempt;
  };
}

const explainedEnd = async (end: SocketEnd, target: Target, host: string, signal: AbortSignal): Promise<SocketEnd> =>
  end.how === "broken" ? { ...end, breakage: await explainBreakage(end.breakage, target, host, signal) } : end;

/** Does something with a signal of its own, which aborts after so many seconds. */
async function withinSeconds<T>(
  seconds: number,
  clock: Clock,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const [limit, over] = [new AbortController(), new AbortController()];
  void clock.limit(seconds * 1000, over.signal).then((isReached) => {
    if (isReached) limit.abort();
  });
  try {
    return await work(AbortSignal.any([signal, limit.signal]));
  } finally {
    over.abort();
  }
}
