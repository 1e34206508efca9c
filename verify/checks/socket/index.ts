import { socketCheckId } from "../../../monitoring/check-ids";
import type { Environment, StagingEnvironment } from "../../../environments/environment";
import { socketEndpoints, type SocketEndpoint } from "../../../environments/hosts";
import type { Check } from "../../engine/check";
import type { Clock } from "../../clock";
import type { Attempt } from "../../engine/attempt";
import type { Mask } from "../../masking";
import type { Target } from "../../http/target";
import { holdTalk, type SocketCall } from "./conversation";
import { judgeTalk } from "./judgement";
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
    attempt: (signal) => socketAttempt(endpoint, callOf(endpoint, target), signal, clock),
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
    attempt: async (signal) => {
      const token = await obtainAccessToken(environment, target, key, mask, signal);
      return token.ok ? socketAttempt(endpoint, callOf(endpoint, target, token.secret), signal, clock) : token.attempt;
    },
  }));

/** The token is sent as a subprotocol too, as browsers do: they cannot set a header on a socket. */
const callOf = ({ host, path }: Endpoint, target: Target, token?: string): SocketCall => ({
  target,
  host,
  path,
  headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  subprotocols: token === undefined ? [] : ["jwt-auth", `jwt.${Buffer.from(token).toString("base64url")}`],
});

async function socketAttempt(
  { terms, service }: Endpoint,
  call: SocketCall,
  signal: AbortSignal,
  clock: Clock,
): Promise<Attempt> {
  const talk = await holdTalk(call, terms, signal, clock);
  return judgeTalk(talk, terms, { hasToken: call.subprotocols.length > 0, service });
}
