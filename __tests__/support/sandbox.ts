import "./checked-answers";
import { once } from "node:events";
import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../sandbox/start";
import type { Snapshot } from "../../sandbox/core/store";

/** The project that every test sandbox has from the beginning, its region, and the bucket of its states. */
export const PROJECT = "demo-project";

export const REGION = "europe-west1";

export const BUCKET = "demo-project-state";

/** What an answer was: its status, and its body as JSON; a body that is none is kept as text. */
export interface Reply {
  readonly status: number;
  readonly body: Body;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

/** A JSON body, read without ceremony: a test that misreads one fails. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Body = any;

/** A sandbox under test. */
export interface TestSandbox {
  readonly sandbox: () => Sandbox;
  /** Sends a request; an object becomes JSON, a text or bytes go as they are. */
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;
  /** The same, and the body of an answer that must be good. */
  readonly good: (method: string, path: string, body?: unknown) => Promise<Body>;
  /** Sends a request that must be refused, and says as what: "400 invalid: …". */
  readonly bad: (method: string, path: string, body?: unknown) => Promise<string>;
  /** Asks the admin API. */
  readonly admin: (method: string, route: string, body?: unknown) => Promise<Reply>;
}

/** Options of a sandbox with one project on a free port. */
export const OPTIONS: SandboxOptions = {
  port: 0,
  projects: [{ id: PROJECT, stateBucket: BUCKET, region: REGION }],
};

/**
 * A sandbox for a test file: started before all tests, brought back to its beginning before each one, with some
 * services switched on, and closed after all.
 *
 * @param services - short names, as `compute`
 */
export const useSandbox = (...services: readonly string[]): TestSandbox =>
  useStarted(services, (sandbox) => clientBy(sendHere(sandbox)));

/** The same, asked over HTTP: for what HTTP is about. */
export const useSandboxServer = (...services: readonly string[]): TestSandbox =>
  useStarted(services, (sandbox) => sandboxClient(() => sandbox().url));

type Client = Omit<TestSandbox, "sandbox">;

function useStarted(services: readonly string[], clientOf: (sandbox: () => Sandbox) => Client): TestSandbox {
  let running: Sandbox | undefined;
  const sandbox = (): Sandbox => running!;
  let beginning: Snapshot | undefined;
  beforeAll(async () => {
    running = await startSandbox(OPTIONS);
    for (const service of services) enableService(running, service);
    beginning = running.store.snapshot();
  });
  // Not over HTTP: three calls before each test would be a third of the time of all of them.
  beforeEach(() => {
    sandbox().store.restore(beginning!);
    sandbox().faults.clear();
    sandbox().journal.clear();
  });
  afterAll(() => running?.close());
  return { sandbox, ...clientOf(sandbox) };
}

/** Switches a service on without a call. */
export const enableService = ({ store }: Sandbox, service: string): void => {
  const name = `${service}.googleapis.com`;
  store.put(`serviceusage/projects/${PROJECT}/services/${name}`, { name, state: "ENABLED" });
};

/** Connections that are used again. */
const KEPT = new Agent({ keepAlive: true });

/** The bytes of a body, and the type of an object's. */
function written(body: unknown): { readonly bytes: Buffer; readonly type?: string } {
  const isRaw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
  if (isRaw) return { bytes: Buffer.from((body as string | undefined) ?? "") };
  return { bytes: Buffer.from(JSON.stringify(body)), type: "application/json" };
}

/** Calls that a sandbox answers without a connection: HTTP takes longer than most answers, and has tests of its own. */
const sendHere =
  (sandbox: () => Sandbox): TestSandbox["send"] =>
  async (method, path, body, headers = {}) => {
    const { bytes, type = "" } = written(body);
    const { "Content-Type": contentType = type, ...others } = headers;
    if (Object.keys(others).length > 0) throw new Error(`${Object.keys(others).join()}: of HTTP; use useSandboxServer`);
    const answer = await sandbox().answer({ method, url: path, contentType, body: bytes });
    if (answer === "dropped") throw new Error(`${method} ${path}: dropped`);
    const text = answer.content?.toString() ?? (answer.body === undefined ? "" : JSON.stringify(answer.body));
    const said = Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return { status: answer.code, body: parseBody(text), text, headers: Object.fromEntries(said) as Reply["headers"] };
  };

/** Calls to the sandbox at a URL. */
export function sandboxClient(url: () => string): Client {
  const send: TestSandbox["send"] = async (method, path, body, headers = {}) => {
    const { bytes, type } = written(body);
    // fetch takes several times as long as this and the answer together.
    const call = request(`${url()}${path}`, {
      ...{ agent: KEPT, method },
      headers: {
        ...(type !== undefined && { "Content-Type": type }),
        ...(body !== undefined && { "Content-Length": bytes.length }),
        ...headers,
      },
    });
    call.end(bytes);
    const [answer] = (await once(call, "response")) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    return { status: answer.statusCode ?? 0, body: parseBody(text), text, headers: answer.headers };
  };
  return clientBy(send);
}

function clientBy(send: TestSandbox["send"]): Client {
  const good: TestSandbox["good"] = async (method, path, body) => {
    const reply = await send(method, path, body);
    if (reply.status > 299) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.body;
  };
  const bad: TestSandbox["bad"] = async (method, path, body) => {
    const { status, body: answer, text } = await send(method, path, body);
    if (status < 300) throw new Error(`${method} ${path} was accepted: ${text}`);
    const { error } = answer as { error: Refused };
    return `${error.code} ${reasonOf(error)}: ${error.message}`;
  };
  return { send, good, bad, admin: (method, route, body) => send(method, `/_sandbox/${route}`, body) };
}

interface Refused {
  readonly code: number;
  readonly message: string;
  readonly status: string;
  readonly errors?: readonly { readonly reason: string }[];
  readonly details?: readonly { readonly reason?: string }[];
}

/** Reasons by canonical status: the newer error model has no list of errors. */
const REASONS: Readonly<Record<string, string>> = {
  ABORTED: "aborted",
  ALREADY_EXISTS: "alreadyExists",
  FAILED_PRECONDITION: "failedPrecondition",
  INVALID_ARGUMENT: "invalid",
  NOT_FOUND: "notFound",
  PERMISSION_DENIED: "forbidden",
  UNIMPLEMENTED: "notImplemented",
};

const reasonOf = ({ errors, details, status }: Refused): string =>
  errors?.[0]?.reason ?? details?.find(({ reason }) => reason !== undefined)?.reason ?? REASONS[status] ?? status;

function parseBody(text: string): Body {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
