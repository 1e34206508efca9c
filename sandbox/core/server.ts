import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ADMIN_PREFIX, answerAdminRequest, type Admin, type AdminRoutes } from "./admin";
import { defectRefusal, notServed, permissionDenied, refusalAnswer, type Answer, type Refusal } from "./answer";
import type { Catalog } from "./api";
import { closeServer, HOST, listenOnPort, refuseTunnels, SERVER_OPTIONS } from "./connections";
import { Faults, faultyAnswer, withFailedOperation, type Harm } from "./faults";
import { Handler, type Handled, type Incoming } from "./handle";
import { Journal } from "./journal";
import { JoinedWrites } from "./joined-writes";
import { keepAnsweredOperation } from "./kept-operations";
import { readRequestBody } from "./request-body";
import { Store, type Snapshot } from "./store";
import { ZerolessHandler } from "./zeroless-handler";

/** How to start a server. */
export interface ServerOptions {
  /** 0 for a free one. */
  readonly port: number;
  /** Answer zeros and empty lists, or leave them out as Google does; @default "answered" */
  readonly zeros?: "answered" | "left out";
  /** The store of an earlier run; without it the store is seeded. */
  readonly snapshot?: Snapshot;
  /** Keeps what the store holds; a request that may have changed something is answered when that is done. */
  readonly keep?: (snapshot: Snapshot) => Promise<void>;
  /** Called after every request that may have changed something. */
  readonly onChange?: () => void;
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
  /** What a call is answered, as over HTTP but without it; what it changes is not kept. */
  readonly answer: (call: Call) => Promise<Outcome["answer"]>;
  readonly close: () => Promise<void>;
}

/** A request without what carries it. */
export interface Call {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly contentType: string;
  readonly body: Buffer;
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
  const context: Context = {
    admin,
    handler: new (options.zeros === "left out" ? ZerolessHandler : Handler)(catalog),
    isOpen: () => server.listening,
  };
  const { keep } = options;
  const writes = keep === undefined ? undefined : new JoinedWrites(() => keep(store.snapshot()));
  const server = createServer(SERVER_OPTIONS, (request, response) => {
    void serveRequest(context, request, response, writes).then((isChange) => {
      if (isChange) options.onChange?.();
    });
  });
  server.maxRequestsPerSocket = 0;
  refuseTunnels(server, admin.journal);
  await listenOnPort(server, options.port);
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    await closeServer(server);
    await writes?.settled();
  };
  const answer = async (call: Call): Promise<Outcome["answer"]> => (await answerCall(context, call)).answer;
  return { url: `http://${HOST}:${port}`, store, journal: admin.journal, faults: admin.faults, answer, close };
}

/** What the server answers requests with. */
interface Context {
  readonly admin: Admin;
  readonly handler: Handler;
  /** Whether the server still takes connections. */
  readonly isOpen: () => boolean;
}

/** What a request comes to: its answer, or none where the connection is to be dropped. */
interface Outcome {
  readonly answer: Answer | "dropped";
  /** Whether something may have changed. */
  readonly isChange: boolean;
}

/**
 * Answers one request, when what it changed is kept.
 *
 * @returns whether it may have changed something
 */
async function serveRequest(
  context: Context,
  request: IncomingMessage,
  response: ServerResponse,
  writes: JoinedWrites | undefined,
): Promise<boolean> {
  const { answer, isChange } = await answerRequest(context, request);
  if (answer === "dropped") {
    response.destroy();
    return isChange;
  }
  const unkept = isChange ? await writes?.ask().then(() => undefined, unkeptAnswer) : undefined;
  // A closing server would keep the connection for the client's next request, which nobody answers.
  if (!context.isOpen()) response.shouldKeepAlive = false;
  sendAnswer(response, unkept ?? answer);
  return isChange;
}

/** What is answered where a change cannot be written: the disk is full, or the folder is gone. */
const unkeptAnswer = (error: unknown): Answer =>
  refusalAnswer(
    notServed(
      `The sandbox cannot keep this change: ${(error as NodeJS.ErrnoException).code ?? "its file is not written"}.`,
    ),
  );

async function answerRequest(context: Context, request: IncomingMessage): Promise<Outcome> {
  const { admin } = context;
  const { method = "GET", url = "/" } = request;
  const body = await readRequestBody(request);
  const outside = outsideHost(request);
  if (outside !== undefined) {
    admin.journal.outside(outside);
    return refused(permissionDenied(`The sandbox leads nowhere: ${outside} is outside.`));
  }
  if (!Buffer.isBuffer(body)) return refused(body);
  return answerCall(context, { method, url, contentType: request.headers["content-type"] ?? "", body });
}

async function answerCall(context: Context, { method, url, contentType, body }: Call): Promise<Outcome> {
  const { admin } = context;
  const [path = "/", query = ""] = url.split(/\?(.*)/s);
  const isChange = method !== "GET";
  if (path.startsWith(ADMIN_PREFIX)) {
    const { answer, isServed } = answerDefects(() => ({
      answer: answerAdminRequest(admin, method, path, body),
      isServed: true,
      keepsFailed: false,
    }));
    if (!isServed) admin.journal.unknown(method, path);
    return { answer, isChange };
  }
  const incoming = { method, path, query: new URLSearchParams(query), body, contentType };
  return { answer: await answerApiRequest(context, incoming, url), isChange };
}

const refused = (refusal: Refusal): Outcome => ({ answer: refusalAnswer(refusal), isChange: false });

async function answerApiRequest(
  { admin: { store, journal, faults }, handler }: Context,
  incoming: Incoming,
  url: string,
): Promise<Outcome["answer"]> {
  const { method, path } = incoming;
  const harm = faults.nextHarm(method, path);
  if (harm?.kind === "latency") await new Promise((resolve) => setTimeout(resolve, harm.milliseconds).unref());
  if (harm?.kind === "drop") {
    journal.request({ method, path: url, status: 0 });
    return "dropped";
  }
  const { answer, isServed } = answerDefects(() => answerUnderHarm(handler, store, incoming, harm));
  if (!isServed) journal.unknown(method, url);
  journal.request({ method, path: url, status: answer.code });
  return answer;
}

function answerUnderHarm(handler: Handler, store: Store, incoming: Incoming, harm: Harm | undefined): Handled {
  if (harm?.kind === "status") return { answer: faultyAnswer(harm.status), isServed: true, keepsFailed: false };
  if (harm?.kind !== "operation") return handler.answerIncoming(store, incoming);
  const before = store.snapshot();
  const handled = handler.answerIncoming(store, incoming);
  const failed = withFailedOperation(handled.answer, harm.code, harm.message);
  if (failed !== handled.answer && !handled.keepsFailed) store.revert(before);
  keepAnsweredOperation(store, failed.body);
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
