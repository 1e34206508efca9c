import { randomBytes } from "node:crypto";
import { WebSocket } from "ws";
import type { Clock } from "../../clock";
import { breakageOf, type Breakage } from "../../http/breakage";
import { USER_AGENT, hostAnswerOf, type HostAnswer } from "../../http/request";
import { openTlsConnection, type Target } from "../../http/target";
import { pingTimes, type SocketTerms } from "./terms";

/** How a socket ended. */
export type SocketEnd =
  /** Answered with another status than 101. */
  | { readonly how: "refused"; readonly answer: HostAnswer }
  /** No answer at all. */
  | { readonly how: "broken"; readonly breakage: Breakage }
  /** A 101 or a frame against the WebSocket protocol. */
  | { readonly how: "invalid"; readonly what: "handshake" | "frame"; readonly why: string }
  | { readonly how: "late" }
  | { readonly how: "no-pong" }
  /** By the other side, before the hold was over; its age counts from the 101. */
  | { readonly how: "closed"; readonly code: number; readonly seconds: number }
  /** By us; what the other side answered, undefined where it did not. */
  | { readonly how: "held"; readonly code: number | undefined };

/** What was seen of a socket, from opening the connection to its end. */
export interface SocketTalk {
  readonly end: SocketEnd;
  /** Who answered with 101, where the load balancer says so. */
  readonly backend?: string;
  /** Seconds from opening the connection to the first answer, 101 or another status. */
  readonly answered?: number;
  /** Seconds of the slowest pong. */
  readonly echo?: number;
}

/** Where a socket is opened, and what the handshake carries. */
export interface SocketCall {
  readonly target: Target;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Where a server names none, it counts as having chosen the first. */
  readonly subprotocols: readonly string[];
}

/** Longest message that a server may send meanwhile, bytes; nothing reads it. */
const LONGEST_MESSAGE = 1_048_576;

/**
 * Opens a socket, pings it, holds it and closes it.
 *
 * @throws errors that may be this machine's own trouble
 */
export async function holdTalk(
  call: SocketCall,
  terms: SocketTerms,
  signal: AbortSignal,
  clock: Clock,
): Promise<SocketTalk> {
  const started = clock.now();
  const seen: { backend?: string; answered?: number; echo?: number } = {};
  const socket = openSocket(call);
  const answered = (): void => void (seen.answered = (clock.now() - started) / 1000);
  socket.once("unexpected-response", answered);
  socket.once("upgrade", (response) => {
    answered();
    const { backend } = hostAnswerOf(response);
    if (backend !== undefined) seen.backend = backend;
    // RFC 6455 lets a server name no subprotocol, which one that reads the token from the header does. ws refuses that.
    if (call.subprotocols[0] !== undefined) response.headers["sec-websocket-protocol"] ??= call.subprotocols[0];
  });
  const timers = new AbortController();
  const after = (seconds: number): Promise<undefined> =>
    clock.limit(seconds * 1000, timers.signal).then(() => undefined);
  const pauseFor = (seconds: number): Promise<undefined> =>
    clock.pause(seconds * 1000, timers.signal).then(() => undefined);
  const ended = endOf(socket, signal, clock);
  try {
    const opened = new Promise<undefined>((resolve) => socket.once("open", () => resolve(undefined)));
    const early = await Promise.race([opened, ended, after(terms.budget).then((): SocketEnd => ({ how: "late" }))]);
    if (early) return { ...seen, end: early };
    const begun = clock.now();
    for (const time of pingTimes(terms)) {
      // Times count from the handshake, so that a slow pong delays the next ping only, not all of them.
      const due = time - (clock.now() - begun) / 1000;
      const closed = await Promise.race([ended, pauseFor(Math.max(0, due))]);
      if (closed) return { ...seen, end: closed };
      const echo = await Promise.race([ended, awaitPong(socket, clock), after(terms.pingInterval)]);
      if (typeof echo !== "number") return { ...seen, end: echo ?? { how: "no-pong" } };
      seen.echo = Math.max(seen.echo ?? 0, echo);
    }
    socket.close(1000);
    const answer = await Promise.race([ended, after(terms.close)]);
    return { ...seen, end: { how: "held", code: answer?.how === "closed" ? answer.code : undefined } };
  } finally {
    timers.abort();
    socket.terminate();
  }
}

function openSocket({ target, host, path, headers, subprotocols }: SocketCall): WebSocket {
  return new WebSocket(`wss://${host}${path}`, [...subprotocols], {
    createConnection: () => openTlsConnection(target, host),
    headers: { "user-agent": USER_AGENT, ...headers },
    perMessageDeflate: false,
    maxPayload: LONGEST_MESSAGE,
  });
}

/** The first thing that ends the socket, other than our own close. */
function endOf(socket: WebSocket, signal: AbortSignal, clock: Clock): Promise<SocketEnd> {
  let started = clock.now();
  return new Promise((resolve, reject) => {
    socket.once("open", () => (started = clock.now()));
    signal.addEventListener("abort", () => resolve({ how: "late" }), { once: true });
    socket.on("unexpected-response", (request, response) => {
      resolve({ how: "refused", answer: hostAnswerOf(response) });
      request.destroy();
    });
    socket.on("close", (code) => resolve({ how: "closed", code, seconds: (clock.now() - started) / 1000 }));
    socket.on("error", (error: NodeJS.ErrnoException) => {
      const { code, message: why } = error;
      const breakage = breakageOf(error);
      if (breakage) resolve({ how: "broken", breakage });
      // ws's own objections have no code where they are to the handshake, and one of its own where they are to a frame.
      else if (code === undefined) resolve({ how: "invalid", what: "handshake", why });
      else if (code.startsWith("WS_ERR_")) resolve({ how: "invalid", what: "frame", why });
      else reject(error);
    });
  });
}

/** Sends a ping and waits for its pong; seconds between the two. */
function awaitPong(socket: WebSocket, clock: Clock): Promise<number> {
  const payload = randomBytes(8);
  const sent = clock.now();
  return new Promise((resolve) => {
    const heard = (data: Buffer): void => {
      if (!data.equals(payload)) return;
      socket.off("pong", heard);
      resolve((clock.now() - sent) / 1000);
    };
    socket.on("pong", heard);
    socket.ping(payload);
  });
}
