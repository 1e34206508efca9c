import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ADMIN_PREFIX, answerAdminRequest, type Admin, type AdminRoutes } from "./admin";
import { defectRefusal, permissionDenied, refusal, refusalAnswer, type Answer } from "./answer";
import type { Catalog } from "./api";
import { Faults, faultyAnswer, withFailedOperation, type Harm } from "./faults";
import { Handler, type Handled, type Incoming } from "./handle";
import { Journal } from "./journal";
import { Store, type Snapshot } from "./store";
import { ZerolessHandler } from "./zeroless-handler";

/** Most bytes of a body. The largest body that a stack sends is a state of a few hundred KiB. */
const MAX_BODY = 32 * 1024 * 1024;

/** Only loopback: whoever reaches the sandbox can read states. */
const HOST = "127.0.0.1";

/** How to start a server. */
export interface ServerOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** Answer zeros and empty lists, or leave them out as Google does; @default "answered" */
  readonly zeros?: "answered" | "left out";
  /** The store of an earlier run; without it the store is seeded. */
  readonly snapshot?: Snapshot;
  /** Called after every request that may have changed something. */
  readonly onChange?: (snapshot: () => Snapshot) => void;
}

/** What a server serves, and what its store holds at the beginning. */
export interface Program {
  readonly catalog: Catalog;
  readonly seedRoutes: AdminRoutes;
  /** Fills an empty store. */
  readonly seedStore: (store: Store) => void;
}

/** A sandbox that serves. */
export interface Sandbox {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  readonly store: Store;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly close: () => Promise<void>;
}

/** Starts a server and resolves when it listens; rejects where the port is taken. */
export async function startServer(
  { catalog, seedRoutes, seedStore }: Program,
  options: ServerOptions,
): Promise<Sandbox> {
  const store = new Store();
  const reset = (): void => {
    store.restore(new Store().snapshot());
    seedStore(store);
  };
  if (options.snapshot === undefined) reset();
  else store.restore(options.snapshot);
  const admin: Admin = {
    store,
    faults: new Faults(),
    journal: new Journal(),
    snapshots: new Map(),
    reset,
    seedRoutes,
  };
  const context: Context = { admin, handler: new (options.zeros === "left out" ? ZerolessHandler : Handler)(catalog) };
  const server = createServer((request, response) => {
    answerRequest(context, request, response).then(
      (isChange) => {
        if (isChange) options.onChange?.(() => store.snapshot());
      },
      () => response.destroy(),
    );
  });
  refuseTunnels(server, admin.journal);
  await listenOnPort(server, options.port);
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${HOST}:${port}`, store, journal: admin.journal, faults: admin.faults, close };
}

const listenOnPort = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.off("error", reject);
      resolve();
    });
  });

/**
 * Clients use the sandbox as their proxy for HTTPS, so that a call to an outside host ends here and shows in the log.
 */
function refuseTunnels(server: Server, journal: Journal): void {
  server.on("connect", (request, socket) => {
    journal.outside(request.url ?? "");
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
}

/** What the server answers requests with. */
interface Context {
  readonly admin: Admin;
  readonly handler: Handler;
}

/**
 * Answers one request.
 *
 * @returns whether it may have changed something
 */
async function answerRequest(
  { admin, handler }: Context,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const { method = "GET", url = "/" } = request;
  const [path = "/", query = ""] = url.split(/\?(.*)/s);
  const body = await readBytes(request);
  if (body === undefined) {
    sendAnswer(
      response,
      refusalAnswer(refusal(413, "INVALID_ARGUMENT", "uploadTooLarge", "The request is too large.")),
    );
    return false;
  }
  const outside = outsideHost(request);
  if (outside !== undefined) {
    admin.journal.outside(outside);
    sendAnswer(response, refusalAnswer(permissionDenied(`The sandbox leads nowhere: ${outside} is outside.`)));
    return false;
  }
  if (path.startsWith(ADMIN_PREFIX)) {
    const { answer, isServed } = answerDefects(() => ({
      answer: answerAdminRequest(admin, method, path, body),
      isServed: true,
      keepsFailed: false,
    }));
    if (!isServed) admin.journal.unknown(method, path);
    sendAnswer(response, answer);
    return method !== "GET";
  }
  const contentType = request.headers["content-type"] ?? "";
  const incoming = { method, path, query: new URLSearchParams(query), body, contentType };
  await answerApiRequest({ admin, handler }, incoming, url, response);
  return method !== "GET";
}

async function answerApiRequest(
  { admin: { store, journal, faults }, handler }: Context,
  incoming: Incoming,
  url: string,
  response: ServerResponse,
): Promise<void> {
  const { method, path } = incoming;
  const harm = faults.nextHarm(method, path);
  if (harm?.kind === "latency") await new Promise((resolve) => setTimeout(resolve, harm.milliseconds).unref());
  if (harm?.kind === "drop") {
    journal.request({ method, path: url, status: 0 });
    response.destroy();
    return;
  }
  const { answer, isServed } = answerDefects(() => answerUnderHarm(handler, store, incoming, harm));
  if (!isServed) journal.unknown(method, path);
  journal.request({ method, path: url, status: answer.code });
  sendAnswer(response, answer);
}

function answerUnderHarm(handler: Handler, store: Store, incoming: Incoming, harm: Harm | undefined): Handled {
  if (harm?.kind === "status") return { answer: faultyAnswer(harm.status), isServed: true, keepsFailed: false };
  if (harm?.kind !== "operation") return handler.answerIncoming(store, incoming);
  const before = store.snapshot();
  const handled = handler.answerIncoming(store, incoming);
  const failed = withFailedOperation(handled.answer, harm.code, harm.message);
  if (failed !== handled.answer && !handled.keepsFailed) store.revert(before);
  return { ...handled, answer: failed };
}

/** Answers an exception of the sandbox itself, and lists it in the log with what is not served. */
function answerDefects(run: () => Handled): Handled {
  try {
    return run();
  } catch (error) {
    return { answer: refusalAnswer(defectRefusal(error)), isServed: false, keepsFailed: false };
  }
}

/** The body; undefined where it is larger than {@link MAX_BODY}. */
function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY) chunks.push(chunk);
    });
    request.on("end", () => resolve(size <= MAX_BODY ? Buffer.concat(chunks) : undefined));
    request.on("error", () => resolve(undefined));
  });
}

/**
 * The host of a request that is not meant for the sandbox; a request to a proxy names it in its URL. A page in a
 * browser that resolves its own name to this machine, or sends its forms here, is outside too.
 */
function outsideHost({ url = "/", headers: { host = "", origin } }: IncomingMessage): string | undefined {
  if (!url.startsWith("/")) return /^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url;
  const foreign = [host, ...(origin === undefined ? [] : [origin.replace(/^https?:\/\//, "")])];
  return foreign.find((each) => !/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(each));
}

function sendAnswer(response: ServerResponse, { code, body, content, headers = {} }: Answer): void {
  const bytes = content ?? (body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)));
  const type = content === undefined ? "application/json; charset=UTF-8" : "application/octet-stream";
  response.writeHead(code, { "Content-Type": type, "Content-Length": bytes.length, ...headers });
  response.end(bytes);
}
