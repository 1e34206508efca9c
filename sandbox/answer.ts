import type { Json } from "./json";

/** Why a request is refused, in the words of Google's error model. */
export interface Refusal {
  /** HTTP status. */
  readonly code: number;
  /** Canonical status, as INVALID_ARGUMENT. */
  readonly status: string;
  /** Reason of the older error list, as alreadyExists: clients tell a lasting refusal from a passing one by it. */
  readonly reason: string;
  readonly message: string;
}

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
export const ok = (body: Json): Answer => ({ code: 200, body });

/** A value that breaks a rule. */
export const invalid = (message: string): Refusal => ({
  code: 400,
  status: "INVALID_ARGUMENT",
  reason: "invalid",
  message,
});

/** A state that does not allow the call. */
export const failedPrecondition = (message: string): Refusal => ({
  code: 400,
  status: "FAILED_PRECONDITION",
  reason: "failedPrecondition",
  message,
});

/** Deleting what something else refers to. */
export const inUse = (message: string): Refusal => ({
  code: 400,
  status: "FAILED_PRECONDITION",
  reason: "resourceInUseByAnotherResource",
  message,
});

/** Nothing of this name. */
export const notFound = (message: string): Refusal => ({ code: 404, status: "NOT_FOUND", reason: "notFound", message });

/** The name is taken. */
export const alreadyExists = (message: string): Refusal => ({
  code: 409,
  status: "ALREADY_EXISTS",
  reason: "alreadyExists",
  message,
});

/** Somebody else wrote in between. */
export const aborted = (message: string): Refusal => ({ code: 409, status: "ABORTED", reason: "aborted", message });

/** A fingerprint or generation that is not the present one. */
export const conditionNotMet = (message: string): Refusal => ({
  code: 412,
  status: "FAILED_PRECONDITION",
  reason: "conditionNotMet",
  message,
});

/** No access. */
export const forbidden = (message: string, reason = "forbidden"): Refusal => ({
  code: 403,
  status: "PERMISSION_DENIED",
  reason,
  message,
});

/**
 * What the sandbox does not serve. 501 because clients retry 500, 502 and 503, and read 404 as "deleted".
 */
export const notServed = (message: string): Refusal => ({
  code: 501,
  status: "UNIMPLEMENTED",
  reason: "notImplemented",
  message,
});

/** The refusal as Google's clients read it. */
export const refuse = ({ code, status, reason, message }: Refusal): Answer => ({
  code,
  body: { error: { code, message, status, errors: [{ message, domain: "global", reason }] } },
});
