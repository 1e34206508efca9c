import type { Json } from "./json";

/** On every refusal, and on nothing that was sent: JSON has no symbols. */
const REFUSAL = Symbol("refusal");

/** Why a request is refused, in the words of Google's error model. */
export interface Refusal {
  readonly [REFUSAL]: true;
  /** HTTP status. */
  readonly code: number;
  /** Canonical status, as INVALID_ARGUMENT. */
  readonly status: string;
  /** Reason of the older error list, as alreadyExists: clients tell a lasting refusal from a passing one by it. */
  readonly reason: string;
  readonly message: string;
}

/** A refusal. */
export const refusal = (code: number, status: string, reason: string, message: string): Refusal => ({
  [REFUSAL]: true,
  code,
  status,
  reason,
  message,
});

/** Whether a result is a refusal. A resource with members of the same names is none. */
export const isRefusal = (result: object): result is Refusal => REFUSAL in result;

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

/** A value that breaks a rule. */
export const invalid = (message: string): Refusal => refusal(400, "INVALID_ARGUMENT", "invalid", message);

/** A state that does not allow the call. */
export const failedPrecondition = (message: string): Refusal =>
  refusal(400, "FAILED_PRECONDITION", "failedPrecondition", message);

/** Deleting what something else refers to. */
export const resourceInUse = (message: string): Refusal =>
  refusal(400, "FAILED_PRECONDITION", "resourceInUseByAnotherResource", message);

/** Nothing of this name. */
export const notFound = (message: string): Refusal => refusal(404, "NOT_FOUND", "notFound", message);

/** The name is taken. */
export const alreadyExists = (message: string): Refusal => refusal(409, "ALREADY_EXISTS", "alreadyExists", message);

/** Somebody else wrote in between. */
export const aborted = (message: string): Refusal => refusal(409, "ABORTED", "aborted", message);

/** A fingerprint or generation that is not the present one. */
export const conditionNotMet = (message: string): Refusal =>
  refusal(412, "FAILED_PRECONDITION", "conditionNotMet", message);

/** No access. */
export const forbidden = (message: string, reason = "forbidden"): Refusal =>
  refusal(403, "PERMISSION_DENIED", reason, message);

/**
 * What the sandbox does not serve. 501 because clients retry 500, 502 and 503, and read 404 as "deleted".
 */
export const notServed = (message: string): Refusal => refusal(501, "UNIMPLEMENTED", "notImplemented", message);

/** The refusal as Google's clients read it. */
export const refusalAnswer = ({ code, status, reason, message }: Refusal): Answer => ({
  code,
  body: { error: { code, message, status, errors: [{ message, domain: "global", reason }] } },
});

/**
 * What is answered where the sandbox itself is broken: 501, which no client retries, and not the death of the server.
 * It names the kind of exception and the place, never its text, which may quote what was sent.
 */
export function defectRefusal(error: unknown): Refusal {
  const [kind, stack] = error instanceof Error ? [error.name, error.stack ?? ""] : [typeof error, ""];
  const place = /^ {4}at (.+)$/m.exec(stack)?.[1] ?? "an unknown place";
  return notServed(`Sandbox defect: ${kind} at ${place}`);
}
