import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createPlainServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { WebSocketServer, type WebSocket } from "ws";
import { BACKEND_HEADER } from "../../environments/backend-header";
import { routedHosts, serviceAt } from "../../environments/hosts";
import { trial } from "../fixture/trial";
import type { Target } from "../../verify/http/target";
import { createAuthority, type Identity } from "./misbehaving-certificates";

/** The load balancer of trial on this machine: it answers as declared, except for what a test changes. */

/** What the edge's auth service takes and hands out; both are canaries that no output may hold. */
export const KEY = "canary-of-the-bypass-key/with+signs";
export const TOKEN = "eyJjYW5hcnkiOiJoZWFkZXIifQ.eyJjYW5hcnkiOiJwYXlsb2FkIn0.canary-of-the-signature";

/** An authority that the edge's target trusts, and its certificate for every host of trial. */
export const AUTHORITY = createAuthority("Authority of tests");
export const IDENTITY = AUTHORITY.issue(routedHosts(trial));

/** What the services say of their dependencies. */
export const READINESS: Readonly<Record<string, object>> = {
  "websocket-service": { dependencies: { database: "ok", cache: "ok", "auth-service": "ok" } },
  "auth-service": { dependencies: { database: "ok", cache: "ok" } },
};

/** Answers a request, or leaves it to what the edge does otherwise. */
export type Respond = (request: IncomingMessage, response: ServerResponse, usual: () => void) => void;

/** Answers the request for a socket, or leaves it to what the edge does otherwise. */
export type AnswerUpgrade = (request: IncomingMessage, socket: Duplex, usual: () => void) => void;

/** Where an edge misbehaves. Silence is to take what comes and never to answer. */
export interface Misbehaviour {
  readonly identity?: Identity;
  readonly tls?: Pick<TlsOptions, "minVersion" | "ciphers">;
  /** On port 443 before TLS. */
  readonly tcp?: ((socket: Socket) => void) | "silence";
  /** On port 443 within TLS, before HTTP. */
  readonly stream?: (socket: Socket) => void;
  readonly https?: Respond | "silence";
  readonly http?: Respond | "silence";
  /** When a socket is asked for. */
  readonly upgradeSocket?: AnswerUpgrade | "silence";
  /** On an open socket. @param fallSilent - says that the other side waits for what does not come */
  readonly talk?: (socket: WebSocket, fallSilent: () => void) => void;
  /** Written after 101, before any frame. */
  readonly raw?: Buffer;
  readonly answersPings?: false;
  /** Chosen from those that are offered; none where left out. */
  readonly subprotocol?: string;
  /** In the answer of 101; the service's name where left out. */
  readonly upgradedBy?: string;
}

/** A running edge. */
export interface Edge {
  readonly target: Target & { readonly address: string; readonly authorities: string };
  /** `GET https://host/path`, in the order in which they came. */
  readonly requests: readonly string[];
  /** Resolves when somebody waits for an answer that never comes. */
  readonly silence: Promise<void>;
  readonly close: () => Promise<void>;
}

/** An HTTP answer on a bare stream. */
export const rawAnswer = (status: number, headers: Readonly<Record<string, string>> = {}): string =>
  [`HTTP/1.1 ${status} Said`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n",
  );

/** Answers with a status as a backend would. */
export const answerWith =
  (status: number, headers: Readonly<Record<string, string>> = {}, body = ""): Respond =>
  (request, response) => {
    response.writeHead(status, { [BACKEND_HEADER]: serviceOf(request), ...headers }).end(body);
  };

const serviceOf = ({ headers, url = "" }: IncomingMessage): string =>
  serviceAt(trial, headers.host ?? "", new URL(url, "https://any").pathname) ?? "";

/** Starts an edge on two free ports of 127.0.0.1. */
export async function startEdge(wrong: Misbehaviour = {}): Promise<Edge> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let fallSilent: () => void = () => undefined;
  const silence = new Promise<void>((resolve) => (fallSilent = resolve));
  const noted =
    (
      scheme: string,
      respond: Respond | "silence" | undefined,
      usual: (request: IncomingMessage, response: ServerResponse) => void,
    ) =>
    (request: IncomingMessage, response: ServerResponse): void => {
      requests.push(`${request.method} ${scheme}://${request.headers.host}${request.url}`);
      const asUsual = (): void => usual(request, response);
      if (respond === "silence") fallSilent();
      else if (respond) respond(request, response, asUsual);
      else asUsual();
    };
  const secure = createServer(noted("https", wrong.https, serveRequest));
  secure.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    requests.push(`${request.method} wss://${request.headers.host}${request.url}`);
    const usual = (): void => upgrade(request, socket, head, wrong, fallSilent);
    if (wrong.upgradeSocket === "silence") fallSilent();
    else if (wrong.upgradeSocket) wrong.upgradeSocket(request, socket, usual);
    else usual();
  });
  const tls = createTlsServer({ ...(wrong.identity ?? IDENTITY), ...wrong.tls }, (socket) => {
    // A client that has seen enough ends in the middle.
    socket.on("error", () => undefined);
    if (wrong.stream) wrong.stream(socket);
    else secure.emit("connection", socket);
  });
  const plain = createServer(noted("http", wrong.http, redirectRequest));
  const tcp = wrong.tcp === "silence" ? fallSilent : wrong.tcp;
  const servers = [tcp ? createPlainServer(tcp) : tls, plain];
  for (const server of servers) {
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    });
  }
  const [httpsPort = 0, httpPort = 0] = await Promise.all(servers.map(listenOnFreePort));
  return {
    target: { address: "127.0.0.1", httpsPort, httpPort, authorities: AUTHORITY.cert },
    requests,
    silence,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}

async function listenOnFreePort(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const redirectRequest = ({ headers, url }: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(301, { location: `https://${headers.host}${url}` }).end();
};

function serveRequest(request: IncomingMessage, response: ServerResponse): void {
  const service = serviceOf(request);
  response.setHeader(BACKEND_HEADER, service);
  const { path, keyHeader } = trial.e2e.tokenRoute;
  if (request.method === "POST" && request.url === path) {
    const isKnown = request.headers[keyHeader.toLowerCase()] === KEY;
    response.writeHead(isKnown ? 200 : 401).end(isKnown ? JSON.stringify({ access_token: TOKEN }) : "");
    return;
  }
  const { liveness, startup } = trial.services[service as keyof typeof trial.services].probes;
  if (request.url === startup.path) response.end(JSON.stringify(READINESS[service] ?? {}));
  else response.writeHead(request.url === liveness.path ? 200 : 404).end();
}

function upgrade(
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
  wrong: Misbehaviour,
  fallSilent: () => void,
): void {
  const server = new WebSocketServer({
    noServer: true,
    autoPong: wrong.answersPings ?? true,
    handleProtocols: () => wrong.subprotocol ?? false,
  });
  server.on("headers", (headers) => headers.push(`${BACKEND_HEADER}: ${wrong.upgradedBy ?? serviceOf(request)}`));
  server.handleUpgrade(request, stream, head, (socket) => {
    socket.on("error", () => undefined);
    if (wrong.raw) stream.write(wrong.raw);
    if (wrong.answersPings === false && !wrong.talk) socket.on("ping", fallSilent);
    wrong.talk?.(socket, fallSilent);
  });
}
