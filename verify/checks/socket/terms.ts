import type { SocketSpec } from "../../../environments/environment";
import { HANDSHAKE_GOAL_SECONDS } from "../../../environments/goals";

/** What a socket has to hold to, in seconds. */
export interface SocketTerms {
  /** A later 101 fails: the remediation plan's first success metric. */
  readonly goal: number;
  /** Longest wait for the 101: the service's own handshake timeout. */
  readonly budget: number;
  /** Time between pings; each pong must come within it. */
  readonly pingInterval: number;
  readonly hold: number;
  /** Longest wait for the answer to our close frame. */
  readonly close: number;
}

const CLOSE_SECONDS = 5;

/** How long sockets are held open by default: a ping at the beginning and one at the end. */
export const DEFAULT_HOLD_SECONDS = 5;

/** Above it Cloud Run's own request timeout, 3600 s, would end the socket. */
export const LONGEST_HOLD_SECONDS = 3500;

/** The terms of a service's sockets. */
export const socketTermsOf = (
  { handshakeTimeoutSeconds, pingIntervalSeconds }: SocketSpec,
  holdSeconds: number,
): SocketTerms => ({
  goal: HANDSHAKE_GOAL_SECONDS,
  budget: handshakeTimeoutSeconds,
  pingInterval: pingIntervalSeconds,
  hold: holdSeconds,
  close: CLOSE_SECONDS,
});

/** Seconds after the handshake at which pings are sent: at once, at every interval, and at the end of the hold. */
export function pingTimes({ hold, pingInterval }: Pick<SocketTerms, "hold" | "pingInterval">): readonly number[] {
  const whole = Math.ceil(hold / pingInterval);
  return [...Array.from({ length: whole }, (_, index) => index * pingInterval), hold];
}

/** Longest time that a socket within its terms takes: the last pong may come an interval after the hold. */
export const longestSocketSeconds = ({ budget, pingInterval, hold, close }: SocketTerms): number =>
  budget + hold + 2 * pingInterval + close;
