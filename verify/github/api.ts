import { z } from "zod";
import { firstLine, oneLine, parseJson } from "../../report/text";
import type { Clock } from "../clock";

/**
 * Reads GitHub's REST API: by GET alone, so that nothing here can change a setting.
 *
 * @see https://docs.github.com/rest
 */

/** Why nothing can be told at all: no token, a token that is refused, the rate limit, no answer. One sentence for people. */
export class GithubApiError extends Error {}

/** What GitHub says of one setting. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  /** GitHub has no such thing, or the token may not see it: it answers both with 404. */
  | { readonly ok: false; readonly kind: "absent"; readonly reason: string }
  /** The repository's plan lacks it. */
  | { readonly ok: false; readonly kind: "plan"; readonly reason: string }
  /** The token may not read it, or the answer has another form than GitHub documents. */
  | { readonly ok: false; readonly kind: "untold"; readonly reason: string };

/** Reads settings of GitHub. */
export interface GithubReader {
  /** @throws GithubApiError where nothing else could be read either */
  readonly read: <T>(path: string, shape: z.ZodType<T>) => Promise<Reading<T>>;
  /**
   * Reads a list over all its pages.
   *
   * @param key - the member of the answer that holds the items; without it the answer itself is the list
   * @throws GithubApiError as {@link GithubReader.read}
   */
  readonly list: <T>(path: string, item: z.ZodType<T>, key?: string) => Promise<Reading<readonly T[]>>;
}

const STANDARD_URL = "https://api.github.com";

/** What carries the token; the first that is set, as the command `gh` takes them. */
export const TOKEN_VARIABLES = ["GH_TOKEN", "GITHUB_TOKEN"] as const;

const DEADLINE_SECONDS = 20;
const ATTEMPTS = 3;
const PAUSE_MILLISECONDS = 2000;
const PAGE_SIZE = 100;
/** More than a thousand of anything that is listed here is an answer that never ends. */
const MOST_PAGES = 10;

const Refusal = z.object({ message: z.string() });

/** What a header can carry: fetch would quote anything else in its error. */
const TOKEN = /^[\x21-\x7e]+$/;

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * @param variables - the process's: the token, and `GITHUB_API_URL` where it is not github.com
 * @throws GithubApiError without a usable token or with an address that would not keep it
 */
export function githubReader(variables: Readonly<Record<string, string | undefined>>, clock: Clock): GithubReader {
  const token = readToken(variables);
  const base = readBaseUrl(variables.GITHUB_API_URL);
  const read: GithubReader["read"] = async (path, shape) =>
    parsed(path, shape, await answerOf(base, path, token, clock));
  const list = async <T>(path: string, item: z.ZodType<T>, key?: string): Promise<Reading<readonly T[]>> => {
    const page =
      key === undefined ? z.array(item) : z.object({ [key]: z.array(item) }).transform((all) => all[key] ?? []);
    const items: T[] = [];
    for (let number = 1; number <= MOST_PAGES; number += 1) {
      const found = await read<readonly T[]>(`${path}?per_page=${PAGE_SIZE}&page=${number}`, page);
      if (!found.ok) return found;
      items.push(...found.value);
      if (found.value.length < PAGE_SIZE) return { ok: true, value: items };
    }
    return untold(path, `more than ${MOST_PAGES * PAGE_SIZE} entries`);
  };
  return { read, list };
}

function readToken(variables: Readonly<Record<string, string | undefined>>): string {
  const name = TOKEN_VARIABLES.find((each) => (variables[each] ?? "") !== "");
  if (name === undefined) {
    throw new GithubApiError(
      `no token; set ${TOKEN_VARIABLES.join(" or ")}, as GH_TOKEN=$(gh auth token): settings are shown to who may administer the repository`,
    );
  }
  const token = variables[name] ?? "";
  if (!TOKEN.test(token))
    throw new GithubApiError(`${name}: not a token; it holds a space, a line break or another character that none has`);
  return token;
}

function readBaseUrl(given: string | undefined): string {
  if (given === undefined || given === "") return STANDARD_URL;
  // Only the variable is named: the URL may hold credentials.
  if (!URL.canParse(given)) throw new GithubApiError("GITHUB_API_URL: no URL");
  const { protocol, hostname, username, password } = new URL(given);
  if (username + password !== "")
    throw new GithubApiError("GITHUB_API_URL: a URL with credentials in it; leave them out");
  if (protocol !== "https:" && !(protocol === "http:" && LOOPBACK.test(hostname)))
    throw new GithubApiError("GITHUB_API_URL: not https, which would show the token to the network");
  return given.replace(/\/+$/, "");
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Asks again where GitHub itself failed; what it refuses, it refuses again. */
async function answerOf(base: string, path: string, token: string, clock: Clock): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    const answer = await ask(base, path, token).catch((error: unknown) => {
      if (isLast) throw new GithubApiError(`${hostOf(base)}: no answer (${reasonText(error)})`);
      return undefined;
    });
    if (answer !== undefined && (answer.status < 500 || isLast)) return answer;
    await clock.pause(PAUSE_MILLISECONDS);
  }
}

async function ask(base: string, path: string, token: string): Promise<Answer> {
  const response = await fetch(`${base}${path}`, {
    method: "GET",
    // A moved repository is told, not followed: whoever has the old name now is not ours.
    redirect: "manual",
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "user-agent": "netra-doctor",
      "x-github-api-version": "2022-11-28",
    },
    signal: AbortSignal.timeout(DEADLINE_SECONDS * 1000),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const hostOf = (base: string): string => new URL(base).host;

function reasonText(error: unknown): string {
  const { name, message, cause } = error as Error;
  if (name === "TimeoutError") return `${DEADLINE_SECONDS} s are over`;
  return cause instanceof Error ? firstLine(cause.message) || cause.name : firstLine(message);
}

function parsed<T>(asked: string, shape: z.ZodType<T>, answer: Answer): Reading<T> {
  const path = asked.split("?")[0] ?? asked;
  const body = parseJson(answer.text);
  if (answer.status !== 200) return refused(path, answer, messageOf(body));
  const found = shape.safeParse(body);
  if (found.success) return { ok: true, value: found.data };
  // Only the place is named: nobody knows what stands there.
  return untold(path, `an answer of another form at ${found.error.issues[0]?.path.join(".") || "its root"}`);
}

function messageOf(body: unknown): string {
  const refusal = Refusal.safeParse(body);
  return refusal.success ? oneLine(firstLine(refusal.data.message)) : "";
}

/** @throws GithubApiError for what every other question would meet too */
function refused<T>(path: string, { status, headers }: Answer, message: string): Reading<T> {
  if (status === 401) throw new GithubApiError("GitHub refuses the token (401): it is wrong, or its time is over");
  if (status === 429 || (status === 403 && isRateLimited(headers, message)))
    throw new GithubApiError(rateLimitText(headers));
  if (status >= 300 && status < 400) {
    throw new GithubApiError(
      `${path}: moved (${status}); correct ci.repository in environments/ to the name that it has now`,
    );
  }
  const said = `${path}: ${status}${message === "" ? "" : ` ${message}`}`;
  if (status === 403 && /upgrade to github/i.test(message)) return { ok: false, kind: "plan", reason: said };
  if (status === 404) return { ok: false, kind: "absent", reason: said };
  return { ok: false, kind: "untold", reason: said };
}

const isRateLimited = (headers: Headers, message: string): boolean =>
  headers.get("x-ratelimit-remaining") === "0" || headers.has("retry-after") || /rate limit/i.test(message);

/** @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function rateLimitText(headers: Headers): string {
  const reset = Number(headers.get("x-ratelimit-reset") ?? "");
  const wait = Number(headers.get("retry-after") ?? "");
  const isoTime = reset > 0 && reset < 1e11 ? new Date(reset * 1000).toISOString().slice(11, 16) : undefined;
  const until = isoTime !== undefined ? ` until ${isoTime} UTC` : wait > 0 ? ` for ${wait} s` : "";
  return `GitHub's rate limit is used up${until}; ask again then, or with another token`;
}

const untold = (path: string, why: string): Reading<never> => ({
  ok: false,
  kind: "untold",
  reason: `${path}: ${why}`,
});
