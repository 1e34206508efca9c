import { ExponentialBackoff } from "cockatiel";
import type { GoogleAuth } from "google-auth-library";
import { z } from "zod";
import { errorReason, firstLine, parseJson } from "../report/text";
import type { Clock } from "./clock";
import { ownSecretsMask } from "./own-secrets";

/**
 * Google's APIs over REST, read the way the Terraform provider reaches them: the same variables lead to a sandbox
 * (`GOOGLE_<API>_CUSTOM_ENDPOINT`, `GOOGLE_OAUTH_ACCESS_TOKEN`), so one command works against both.
 */

/** Where an API answers, and the provider's variable that says otherwise. */
const APIS = {
  run: ["CLOUD_RUN_V2", "https://run.googleapis.com/v2/"],
  sql: ["SQL", "https://sqladmin.googleapis.com/sql/v1beta4/"],
  redis: ["REDIS", "https://redis.googleapis.com/v1/"],
  secretmanager: ["SECRET_MANAGER", "https://secretmanager.googleapis.com/v1/"],
  compute: ["COMPUTE", "https://compute.googleapis.com/compute/v1/"],
  // No version: alerts are v3, dashboards v1.
  monitoring: ["MONITORING", "https://monitoring.googleapis.com/"],
  logging: ["LOGGING", "https://logging.googleapis.com/v2/"],
  storage: ["STORAGE", "https://storage.googleapis.com/storage/v1/"],
  iam: ["IAM", "https://iam.googleapis.com/v1/"],
  serviceusage: ["SERVICE_USAGE", "https://serviceusage.googleapis.com/v1/"],
  artifactregistry: ["ARTIFACT_REGISTRY", "https://artifactregistry.googleapis.com/v1/"],
} as const;

/** An API that the commands call. */
export type ApiName = keyof typeof APIS;

/** Anything that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Why there is no answer: what the API said instead, or what broke the connection. */
export class GoogleApiError extends Error {
  constructor(
    /** HTTP status; 0 where there was no answer at all. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Whether Google has answered with one of these HTTP statuses. */
export const isStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof GoogleApiError && statuses.includes(error.status);

/** A call's query; undefined members are left out. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Google's APIs, as one caller sees them. */
export interface GoogleApi {
  /** @throws GoogleApiError */
  get(api: ApiName, path: string, query?: Query, signal?: AbortSignal): Promise<JsonObject>;
  /** Never repeated after an answer: a job would be started twice. @throws GoogleApiError */
  post(api: ApiName, path: string, body: JsonObject, signal?: AbortSignal): Promise<JsonObject>;
}

/** The same, with what changes a resource. */
export interface GoogleEditor extends GoogleApi {
  /**
   * Changes the members of a resource that the mask names. Never repeated after an answer: the etag in the body is old then.
   *
   * @throws GoogleApiError
   */
  patch(api: ApiName, path: string, body: JsonObject, updateMask: string): Promise<JsonObject>;
}

/** The same, with what only files need. */
export interface GoogleFiles extends GoogleApi {
  /**
   * Reads an answer that is not JSON, as text.
   *
   * @param most - bytes; a longer answer is refused
   * @throws GoogleApiError
   */
  text(api: ApiName, path: string, query: Query, most: number): Promise<string>;
  /**
   * Deletes. A 404 on a repetition passes: the first call deleted it, and its answer was lost.
   *
   * @throws GoogleApiError
   */
  remove(api: ApiName, path: string, query?: Query): Promise<void>;
}

const Refusal = z.object({ error: z.object({ message: z.string(), status: z.string().optional() }) });

/** Statuses after which the same call may succeed; 0 is that there was no answer. */
const PASSING_STATUSES: readonly number[] = [0, 429, 500, 502, 503];
const MOST_RETRIES = 3;
const DEADLINE_SECONDS = 30;
/** A call that is wrong in itself is not repeated. */
const BAD_REQUEST = 400;
const HEADER_TEXT = /^[\x21-\x7e]+$/;
const SCOPE = "https://www.googleapis.com/auth/cloud-platform";

const BACKOFF = new ExponentialBackoff({ initialDelay: 500, maxDelay: 8000 });

const isPassingError = (error: unknown): boolean => isStatus(error, ...PASSING_STATUSES);

/**
 * Repeats a call after statuses that may pass. Only for calls that may be made twice.
 *
 * @param call - is told how many calls were made before it
 */
export async function repeatPassing<T>(
  clock: Clock,
  call: (earlier: number) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  let wait = BACKOFF.next();
  for (let earlier = 0; ; earlier += 1) {
    try {
      return await call(earlier);
    } catch (error) {
      if (earlier === MOST_RETRIES || signal?.aborted || !isPassingError(error)) throw error;
    }
    await clock.pause(wait.duration, signal);
    wait = wait.next(undefined);
  }
}

/**
 * @param variables - the process's: endpoints and a token, where they are not Google's own
 * @param clock - for the waits before a repetition
 * @param ending - ends every call that is under way, and refuses those after it; @default nothing but a call's own signal
 */
export function googleApi(
  variables: Readonly<Record<string, string | undefined>>,
  clock: Clock,
  ending?: AbortSignal,
): GoogleFiles & GoogleEditor {
  let auth: GoogleAuth | undefined;
  const mask = ownSecretsMask(variables);
  /** A refusal may say whatever Google was told, the token above all. */
  const withoutSecrets = (error: unknown): never => {
    throw error instanceof GoogleApiError ? new GoogleApiError(error.status, mask.text(error.message)) : error;
  };
  const readToken = async (): Promise<string> => {
    const given = variables.GOOGLE_OAUTH_ACCESS_TOKEN;
    // fetch would quote the value in its error where no header can carry it.
    if (given && !HEADER_TEXT.test(given)) throw new GoogleApiError(401, "GOOGLE_OAUTH_ACCESS_TOKEN: not a token");
    if (given) return given;
    // The BIOS says whether there is a metadata server. Asking the network prints a warning where there is none.
    process.env.METADATA_SERVER_DETECTION ??= "bios-only";
    try {
      auth ??= await createAuth();
      const token = (await auth.getAccessToken()) ?? "";
      mask.hide(token);
      return token;
    } catch (error) {
      throw new GoogleApiError(
        401,
        `no credentials (${errorReason(error)}); run gcloud auth application-default login`,
      );
    }
  };
  const baseUrlOf = (api: ApiName): string => {
    const [name, standard] = APIS[api];
    const variable = `GOOGLE_${name}_CUSTOM_ENDPOINT`;
    const given = variables[variable];
    if (!given) return standard;
    // Only the variable is named: fetch would quote the credentials in the URL.
    if (!isEndpoint(given)) throw new GoogleApiError(BAD_REQUEST, `${variable}: no URL, or one with credentials in it`);
    return given;
  };
  const sendRequest = async (
    api: ApiName,
    path: string,
    query: Query,
    init: RequestInit,
    signal?: AbortSignal,
  ): Promise<Response> => {
    // Without `./`, URL would read `entries:` as a scheme.
    const url = new URL(path.startsWith("/") ? path : `./${path}`, baseUrlOf(api));
    for (const [name, value] of Object.entries(query)) {
      for (const each of value === undefined ? [] : [value].flat()) url.searchParams.append(name, each);
    }
    const signals = [AbortSignal.timeout(DEADLINE_SECONDS * 1000), signal, ending].filter((each) => each !== undefined);
    const end = AbortSignal.any(signals);
    try {
      const headers = {
        authorization: `Bearer ${await beforeEnd(readToken(), end)}`,
        "content-type": "application/json",
      };
      return await fetch(url, { ...init, headers, signal: end });
    } catch (error) {
      if (error instanceof GoogleApiError) throw error;
      throw new GoogleApiError(0, `${api}: no answer (${connectionReason(error)})`);
    }
  };
  const requestJson = async (...asked: Parameters<typeof sendRequest>): Promise<JsonObject> =>
    readJsonAnswer(asked[0], asked[1], await sendRequest(...asked)).catch(withoutSecrets);
  return {
    get: (api, path, query = {}, signal = ending) =>
      repeatPassing(clock, () => requestJson(api, path, query, { method: "GET" }, signal), signal),
    post: (api, path, body, signal) =>
      requestJson(api, path, {}, { method: "POST", body: JSON.stringify(body) }, signal),
    patch: (api, path, body, updateMask) =>
      requestJson(api, path, { updateMask }, { method: "PATCH", body: JSON.stringify(body) }),
    text: (api, path, query, most) =>
      repeatPassing(
        clock,
        async () =>
          readTextAnswer(api, path, most, await sendRequest(api, path, query, { method: "GET" })).catch(withoutSecrets),
        ending,
      ),
    remove: async (api, path, query = {}) => {
      await repeatPassing(clock, () => requestJson(api, path, query, { method: "DELETE" }), ending);
    },
  };
}

/** What comes of a work that knows no signal, as Google's library for tokens. @throws the signal's reason */
const beforeEnd = <T>(work: Promise<T>, end: AbortSignal): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) => {
      if (end.aborted) reject(end.reason as Error);
      end.addEventListener("abort", () => reject(end.reason as Error), { once: true });
    }),
  ]);

/** Google's library is loaded where it is needed: most callers have a token, and it takes longer than their question. */
async function createAuth(): Promise<GoogleAuth> {
  const library = await import("google-auth-library");
  return new library.GoogleAuth({ scopes: [SCOPE] });
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username + password === "";
}

async function readJsonAnswer(api: ApiName, path: string, response: Response): Promise<JsonObject> {
  const text = await response.text().catch((error: unknown) => {
    throw brokenOffError(api, path, error);
  });
  // A deletion may answer nothing.
  const json = text === "" ? {} : parseJson(text);
  if (!response.ok) {
    const refusal = Refusal.safeParse(json);
    const said = refusal.success ? firstLine(refusal.data.error.message) : `HTTP ${response.status}`;
    throw new GoogleApiError(response.status, `${api} ${path}: ${said}`);
  }
  if (!isJsonObject(json))
    throw new GoogleApiError(response.status, `${api} ${path}: an answer that is no JSON object`);
  return json;
}

/** Of what JSON.parse returned: its members need no second look. */
const isJsonObject = (json: unknown): json is JsonObject =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** The body of a good answer. Reading stops where it is longer than allowed. */
async function readTextAnswer(api: ApiName, path: string, most: number, response: Response): Promise<string> {
  if (!response.ok) await readJsonAnswer(api, path, response);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > most) throw new GoogleApiError(response.status, `${api} ${path}: more than ${most} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof GoogleApiError) throw error;
    throw brokenOffError(api, path, error);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const brokenOffError = (api: ApiName, path: string, error: unknown): GoogleApiError =>
  new GoogleApiError(0, `${api} ${path}: the answer broke off (${connectionReason(error)})`);

/** fetch only says "fetch failed"; its cause says why. */
function connectionReason(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === "TimeoutError" || name === "AbortError") return "time is up";
  return cause instanceof Error ? firstLine(cause.message) || cause.name : message;
}

/**
 * Checks that an answer has the expected form.
 *
 * @param what - whose answer it is, for people
 * @throws GoogleApiError where it has another form
 */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: JsonObject, what: string): T {
  const found = schema.safeParse(answer);
  if (found.success) return found.data;
  throw new GoogleApiError(200, `${what}: an answer in another form than Google documents`);
}
