import { request as httpRequest, type IncomingMessage } from "node:http";
import { BACKEND_HEADER } from "../../environments/backend-header";
import { VERIFY_USER_AGENT } from "../../environments/callers";
import { breakageOf, type Breakage } from "./breakage";
import { openTcpConnection, openTlsConnection, type Target } from "./target";

/** A request of a check. */
export interface HostRequest {
  readonly scheme: "http" | "https";
  readonly host: string;
  /** With its query. */
  readonly path: string;
  /** A POST of JSON where there is one, a GET otherwise. */
  readonly json?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The parts of an answer that checks look at. */
export interface HostAnswer {
  readonly status: number;
  /** The service that answered, from the load balancer's header. */
  readonly backend?: string;
  readonly location?: string;
  readonly retryAfterSeconds?: number;
}

/** An answer, or why there is none. */
export type Reply =
  | { readonly ok: true; readonly answer: HostAnswer; /** At most {@link LONGEST_BODY} bytes. */ readonly body: string }
  | ({ readonly ok: false } & Breakage);

/** Most bytes that are read of a body: a check needs only a token from it, and an answer may never end. */
export const LONGEST_BODY = 65_536;

/** Marks the verification's requests in the services' logs. */
export const USER_AGENT = VERIFY_USER_AGENT;

/**
 * Sends one request over a connection of its own. It follows no redirect and repeats nothing.
 *
 * @param signal - when it aborts, the reply is a timeout that says what it was waiting for
 * @throws errors for which {@link breakageOf} is undefined
 */
export function askHost(target: Target, question: HostRequest, signal: AbortSignal): Promise<Reply> {
  const { scheme, host, path, json, headers } = question;
  return new Promise((resolve, reject) => {
    let waitedFor = "no connection";
    const socket = scheme === "https" ? openTlsConnection(target, host) : openTcpConnection(target, host);
    socket.once(scheme === "https" ? "secureConnect" : "connect", () => (waitedFor = "connected, and no answer"));
    const sent = httpRequest({
      createConnection: () => socket,
      method: json === undefined ? "GET" : "POST",
      path,
      headers: {
        host,
        "user-agent": USER_AGENT,
        ...(json !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(json) }),
        ...headers,
      },
    });
    const end = (reply: Reply): void => {
      signal.removeEventListener("abort", giveUp);
      resolve(reply);
      socket.destroy();
    };
    const giveUp = (): void => end({ ok: false, symptom: "timeout", found: `${waitedFor} in time` });
    const broken = (error: Error): void => {
      const breakage = breakageOf(error);
      if (breakage) end({ ok: false, ...breakage });
      else reject(error);
    };
    signal.addEventListener("abort", giveUp);
    if (signal.aborted) giveUp();
    sent.on("error", broken);
    // Somebody answers 101 to a request that asked for no other protocol: there is no body to read.
    sent.on("upgrade", (message) => end({ ok: true, answer: hostAnswerOf(message), body: "" }));
    sent.on("response", (message) => {
      const answer = hostAnswerOf(message);
      waitedFor = `status ${answer.status}, and no end of its body`;
      readBody(message, (body) => end({ ok: true, answer, body }), broken);
    });
    sent.end(json);
  });
}

/** Reads the first bytes of a body, and does not wait for the rest. */
function readBody(message: IncomingMessage, done: (body: string) => void, broken: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = (): void => done(Buffer.concat(chunks).subarray(0, LONGEST_BODY).toString());
  message.on("error", broken);
  message.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= LONGEST_BODY) finish();
  });
  message.on("end", finish);
}

/** The parts of an answer's head that checks look at. */
export function hostAnswerOf({ statusCode = 0, headers }: Pick<IncomingMessage, "statusCode" | "headers">): HostAnswer {
  const backend = headers[BACKEND_HEADER.toLowerCase()];
  const wait = retryAfterSeconds(headers["retry-after"], Date.now());
  return {
    status: statusCode,
    ...(typeof backend === "string" && { backend: backendName(backend) }),
    ...(headers.location !== undefined && { location: headers.location }),
    ...(wait !== undefined && { retryAfterSeconds: wait }),
  };
}

/** Node joins a header that was sent twice with commas. The same name twice is one backend. */
function backendName(backend: string): string {
  const [first = "", ...more] = backend.split(",").map((name) => name.trim());
  return more.every((name) => name === first) ? first : backend;
}

/** Longest Retry-After, seconds. A header may hold any number of digits, and JSON cannot write infinity. */
export const MOST_RETRY_AFTER_SECONDS = 86_400;

/**
 * Seconds to wait as a Retry-After header says: a number of seconds, or a date; a day at most.
 *
 * @param now - milliseconds since 1970
 * @returns undefined where the header is missing or neither
 */
export function retryAfterSeconds(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header)) return Math.min(MOST_RETRY_AFTER_SECONDS, Number(header));
  // Date.parse reads almost any number as a year.
  const date = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.min(MOST_RETRY_AFTER_SECONDS, Math.max(0, (date - now) / 1000));
}
