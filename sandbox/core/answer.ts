import type { RefusalRow } from "../../google/refusals/row";
import { isObject, omitMembers, type Json, type JsonObject } from "./json";

/** Marks a refusal. JSON has no symbols, so no resource carries this mark. */
const REFUSAL = Symbol("refusal");

/** Why a request is refused, in the words of Google's error model. */
export interface Refusal {
  readonly [REFUSAL]: true;
  /** HTTP status. */
  readonly code: number;
  /** Canonical status, as INVALID_ARGUMENT. */
  readonly status: string;
  /** Reason of the older error list, as alreadyExists. It tells clients whether a retry can help. */
  readonly reason: string;
  readonly message: string;
  /** Messages of the newer error model, each with its type. */
  readonly details?: readonly JsonObject[];
}

/** How an API words an error: see {@link answerInForm}. */
export type ErrorForm = "details" | "both" | "list";

/** A refusal. */
export const refusal = (code: number, status: string, reason: string, message: string): Refusal => ({
  [REFUSAL]: true,
  code,
  status,
  reason,
  message,
});

/** Whether a result is a refusal; a resource with members of the same names is not one. */
export const isRefusal = (result: object): result is Refusal => REFUSAL in result;

/** The first refusal of several rules; undefined where all of them pass. */
export const firstRefusal = (results: readonly (Refusal | undefined)[]): Refusal | undefined =>
  results.find((result) => result !== undefined);

/** What a request is answered. */
export interface Answer {
  readonly code: number;
  /** JSON; absent for an empty body. */
  readonly body?: Json;
  /** Bytes instead of JSON: an object's content. */
  readonly content?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with a JSON body. */
export const okAnswer = (body: Json): Answer => ({ code: 200, body });

/**
 * The refusal of what a row of Google's refusals does not accept.
 *
 * @param field - what the text is about; nothing stands before it where there is none
 */
export const refuse = <G>(row: RefusalRow<G>, given: G, field?: string): Refusal | undefined =>
  row.accepts(given)
    ? undefined
    : invalidArgument(field === undefined ? row.text(given) : `${field}: ${row.text(given)}`);

/** A value that breaks a rule. */
export const invalidArgument = (message: string): Refusal => refusal(400, "INVALID_ARGUMENT", "invalid", message);

/** A state that does not allow the call. */
export const failedPrecondition = (message: string): Refusal =>
  refusal(400, "FAILED_PRECONDITION", "failedPrecondition", message);

/** A deletion of something that another resource refers to. */
export const resourceInUse = (message: string): Refusal =>
  refusal(400, "FAILED_PRECONDITION", "resourceInUseByAnotherResource", message);

/** A name that does not exist. */
export const notFound = (message: string): Refusal => refusal(404, "NOT_FOUND", "notFound", message);

/** A name that is taken. */
export const alreadyExists = (message: string): Refusal => refusal(409, "ALREADY_EXISTS", "alreadyExists", message);

/** A concurrent write. */
export const aborted = (message: string): Refusal => refusal(409, "ABORTED", "aborted", message);

/** A fingerprint or a generation that is not the current one. */
export const conditionNotMet = (message: string): Refusal =>
  refusal(412, "FAILED_PRECONDITION", "conditionNotMet", message);

/** A caller without access. */
export const permissionDenied = (message: string, reason = "forbidden"): Refusal =>
  refusal(403, "PERMISSION_DENIED", reason, message);

/**
 * A request that the sandbox does not serve. 501, because clients retry 500, 502 and 503, and read 404 as "deleted".
 */
export const notServed = (message: string): Refusal => refusal(501, "UNIMPLEMENTED", "notImplemented", message);

/** The refusal with all that the forms of errors have; {@link answerInForm} leaves an API's own. */
export const refusalAnswer = ({ code, status, reason, message, details }: Refusal): Answer => ({
  code,
  body: {
    error: {
      code,
      message,
      errors: [{ message, domain: "global", reason }],
      status,
      ...(details !== undefined && { details }),
    },
  },
});

/**
 * The answer with its error as an API words it: with `details` by the newer error model, with the older list of errors
 * beside them, or with that list and no canonical status.
 */
export function answerInForm(answer: Answer, form: ErrorForm): Answer {
  if (form === "both" || answer.code < 400 || !isObject(answer.body) || !isObject(answer.body.error)) return answer;
  const unused = form === "list" ? ["status", "details"] : ["errors"];
  return { ...answer, body: { error: omitMembers(answer.body.error, ...unused) } };
}

/**
 * The refusal of a request on which the sandbox itself fails: 501, which no client retries. It names the kind of the
 * exception and its place, but not its text, which may quote what was sent.
 */
export function defectRefusal(error: unknown): Refusal {
  const [kind, stack] = error instanceof Error ? [error.name, error.stack ?? ""] : [typeof error, ""];
  const place = /^ {4}at (.+)$/m.exec(stack)?.[1] ?? "an unknown place";
  return notServed(`Sandbox defect: ${kind} at ${place}`);
}
