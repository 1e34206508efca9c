import { ExponentialBackoff } from "cockatiel";
import type { GoogleAuth } from "google-auth-library";
import { errorReason } from "../report/text";
import type { Clock } from "./clock";
import {
  GoogleApiError,
  connectionReason,
  isStatus,
  readJsonAnswer,
  readTextAnswer,
  type JsonObject,
} from "./google-answers";
import { endpointOf, type ApiName } from "./google-endpoints";
import { ownSecretsMask } from "./own-secrets";

/**
 * Google's APIs over REST, read the way the Terraform provider reaches them: the same variables lead to a sandbox
 * (`GOOGLE_<API>_CUSTOM_ENDPOINT`, `GOOGLE_OAUTH_ACCESS_TOKEN`), so one command works against both.
 */

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

/** Statuses after which the same call may succeed; 0 is that there was no answer. */
const PASSING_STATUSES: readonly number[] = [0, 429, 500, 502, 503];
const MOST_RETRIES = 3;
const DEADLINE_SECONDS = 30;
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
  const sendRequest = async (
    api: ApiName,
    path: string,
    query: Query,
    init: RequestInit,
    signal?: AbortSignal,
  ): Promise<Response> => {
    // Without `./`, URL would read `entries:` as a scheme.
    const url = new URL(path.startsWith("/") ? path : `./${path}`, endpointOf(api, variables));
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
  // The BIOS says whether there is a metadata server. Asking the network prints a warning where there is none.
  process.env.METADATA_SERVER_DETECTION ??= "bios-only";
  const library = await import("google-auth-library");
  return new library.GoogleAuth({ scopes: [SCOPE] });
}

/**
 * Makes a token with application-default credentials, to see whether they are good for one.
 *
 * @throws what Google's library says where there are none, where they have ended, or where nobody answers in time
 */
export async function tryCredentials(): Promise<void> {
  const auth = await createAuth();
  await beforeEnd(auth.getAccessToken(), AbortSignal.timeout(DEADLINE_SECONDS * 1000));
}
