import { z } from "zod";
import { firstLine, parseJson } from "../report/text";

/** Answers of Google's APIs, good ones and refusals. */

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

const Refusal = z.object({ error: z.object({ message: z.string(), status: z.string().optional() }) });

/**
 * The body of an answer.
 *
 * @param api - and the path: what was asked, for people
 * @throws GoogleApiError where Google refuses, where the answer breaks off, and where it is no JSON object
 */
export async function readJsonAnswer(api: string, path: string, response: Response): Promise<JsonObject> {
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

/**
 * The body of a good answer, as text. Reading stops where it is longer than allowed.
 *
 * @param most - bytes
 * @throws GoogleApiError as {@link readJsonAnswer}
 */
export async function readTextAnswer(api: string, path: string, most: number, response: Response): Promise<string> {
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

const brokenOffError = (api: string, path: string, error: unknown): GoogleApiError =>
  new GoogleApiError(0, `${api} ${path}: the answer broke off (${connectionReason(error)})`);

/** Why there is no answer: fetch only says "fetch failed", its cause says why. */
export function connectionReason(error: unknown): string {
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
