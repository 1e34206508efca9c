import type { WebSocket } from "ws";
import { BACKEND_HEADER } from "../../environments/backend-header";
import type { LoadEvent } from "./messages";

/** Names under which scripts call the hooks. */
export const HOOKS = {
  mayAsk: "mayAsk",
  answered: "answered",
  unanswered: "unanswered",
  dial: "dial",
  hold: "hold",
} as const;

/** A virtual user, as the engine hands it to hooks. */
interface VirtualUser {
  readonly scenario: { readonly name: string };
  readonly vars: {
    readonly $uuid: string;
    readonly pingIntervalSeconds: number;
    readonly pingTimeoutSeconds: number;
  };
}
interface VirtualSocketUser extends VirtualUser {
  readonly ws: WebSocket;
}
type Next = (error?: Error) => void;

/** The engine's functions for scripts; what they see goes to `report`. */
interface LoadHooks {
  readonly processor: Readonly<Record<keyof typeof HOOKS, unknown>>;
  readonly openSockets: () => number;
}

/** Reason of a stopped user. It looks like a system error's code, so that it is counted and not shown as a reason. */
const STOPPED = "ESTOPPED";

/** When sockets are closed, and whether the load was stopped before. */
interface Release {
  readonly released: Promise<void>;
  readonly isStopped: () => boolean;
}

/**
 * Reports what happens under load, one event at a time. The engine's own statistics are sums over ten seconds and leave
 * out handshakes: too coarse for a question about thirty seconds.
 */
export function loadHooks(report: (event: LoadEvent) => void, { released, isStopped }: Release): LoadHooks {
  const dialled = new Map<string, number>();
  let open = 0;
  const proceed = (next: Next): void => next(isStopped() ? new Error(STOPPED) : undefined);

  const mayAsk = (_request: unknown, _user: VirtualUser, _events: unknown, next: Next): void => proceed(next);

  const answered = (
    _request: unknown,
    response: HookedResponse,
    user: VirtualUser,
    _events: unknown,
    next: Next,
  ): void => {
    const backend = response.headers[BACKEND_HEADER.toLowerCase()];
    report({
      kind: "answer",
      at: Date.now(),
      route: user.scenario.name,
      status: response.statusCode,
      ...(typeof backend === "string" && { backend }),
      milliseconds: response.timings.phases.firstByte ?? 0,
    });
    next();
  };

  const unanswered = (
    error: NodeJS.ErrnoException,
    _request: unknown,
    user: VirtualUser,
    _events: unknown,
    next: Next,
  ): void => {
    report({ kind: "no-answer", at: Date.now(), route: user.scenario.name, reason: error.code ?? error.message });
    next();
  };

  const dial = (_args: unknown, { scenario, vars }: VirtualUser, next: Next): void => {
    const at = Date.now();
    if (!isStopped()) {
      dialled.set(vars.$uuid, at);
      report({ kind: "asked", at, socket: vars.$uuid, service: scenario.name });
    }
    proceed(next);
  };

  const hold = async ({ ws, scenario: { name: service }, vars }: VirtualSocketUser): Promise<void> => {
    const [at, socket] = [Date.now(), vars.$uuid];
    let byUs = false;
    open += 1;
    report({ kind: "open", at, socket, service, milliseconds: at - (dialled.get(socket) ?? at) });
    // The engine takes any error for a failed handshake and fails. A close follows every error, so nothing is lost.
    ws.removeAllListeners("error").on("error", () => undefined);
    const closed = new Promise<void>((resolve) => {
      ws.once("close", (code) => {
        open -= 1;
        report({ kind: "closed", at: Date.now(), socket, service, code, byUs });
        resolve();
      });
    });
    const endPings = startPings(ws, vars, (event) => report({ ...event, at: Date.now(), service }));
    await Promise.race([released, closed]);
    byUs = true;
    endPings();
  };

  return { processor: { mayAsk, answered, unanswered, dial, hold }, openSockets: () => open };
}

interface HookedResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly timings: { readonly phases: { readonly firstByte?: number } };
}

type Echo = { readonly kind: "pong"; readonly milliseconds: number } | { readonly kind: "no-pong" };

/** Pings at once and at every interval until the returned function is called. While a ping has no answer, none follows. */
function startPings(ws: WebSocket, vars: VirtualUser["vars"], report: (echo: Echo) => void): () => void {
  let sent: number | undefined;
  const judgePing = (): void => {
    if (sent === undefined || Date.now() - sent < vars.pingTimeoutSeconds * 1000) return;
    sent = undefined;
    report({ kind: "no-pong" });
  };
  const sendPing = (): void => {
    judgePing();
    if (sent !== undefined || ws.readyState !== ws.OPEN) return;
    sent = Date.now();
    ws.ping();
  };
  ws.on("pong", () => {
    if (sent !== undefined) report({ kind: "pong", milliseconds: Date.now() - sent });
    sent = undefined;
  });
  sendPing();
  const timer = setInterval(sendPing, vars.pingIntervalSeconds * 1000);
  return () => {
    clearInterval(timer);
    judgePing();
  };
}
