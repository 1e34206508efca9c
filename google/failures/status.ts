/** Google's canonical codes by their numbers (https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto). */
const CODES: readonly string[] = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/**
 * The status that an error names: `HTTP 403` of a call, `code 9 FAILED_PRECONDITION` of an operation.
 *
 * @returns undefined where it names none
 */
export function failureStatus(text: string): string | undefined {
  const [, http] = /\b(?:Error|HTTP response code|status code:?) ([1-5]\d\d)\b/.exec(text) ?? [];
  if (http !== undefined) return `HTTP ${http}`;
  const [, code] = /\bError code (\d{1,2})\b/.exec(text) ?? [];
  const name = CODES[Number(code)];
  return name === undefined ? undefined : `code ${code} ${name}`;
}
