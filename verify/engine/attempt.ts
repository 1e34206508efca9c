import type { SymptomId } from "../symptoms";

/** A value that a run records: it feeds trends and, where a metric exists for it, Monitoring. */
export interface Measurement {
  /** `handshake`, `echo`, `days-left`. */
  readonly name: string;
  readonly value: number;
  /** `s`, `ms`, `days`, `1`. */
  readonly unit: string;
}

/** What one attempt at a check found. Texts never hold a secret's value, a token or a key. */
export type Attempt =
  | { readonly verdict: "passed"; readonly found: string; readonly measured?: readonly Measurement[] }
  | {
      readonly verdict: "failed";
      readonly symptom: SymptomId;
      readonly found: string;
      readonly expected: string;
      /** What the server asked for in Retry-After. If that is longer than the engine waits, no further attempt is made. */
      readonly retryAfterSeconds?: number;
      readonly measured?: readonly Measurement[];
    }
  /** Nobody can tell: no access, or no answer from the API that would know. Makes the run's exit code 2. */
  | { readonly verdict: "unknown"; readonly reason: string }
  /** Not asked for, or nothing to look at yet. The report names it; it does not decide the run's verdict. */
  | { readonly verdict: "skipped"; readonly reason: string };

/** A failed attempt. */
export type Failed = Extract<Attempt, { readonly verdict: "failed" }>;

/** What holds, and what was measured on the way. */
export const passed = (found: string, measured: readonly Measurement[] = []): Attempt => ({
  verdict: "passed",
  found,
  measured,
});

/** What does not hold, and what would have. */
export const failed = (
  symptom: SymptomId,
  found: string,
  expected: string,
  more: Pick<Failed, "retryAfterSeconds" | "measured"> = {},
): Failed => ({ verdict: "failed", symptom, found, expected, ...more });

/** Nobody can tell, and why. */
export const unknown = (reason: string): Attempt => ({ verdict: "unknown", reason });

/** Not looked at, and why. */
export const skipped = (reason: string): Attempt => ({ verdict: "skipped", reason });

/** What an attempt found, or why it found nothing. */
export const attemptText = (attempt: Attempt): string =>
  attempt.verdict === "passed" || attempt.verdict === "failed" ? attempt.found : attempt.reason;

/**
 * Joins several attempts into one. Failures go before what nobody can tell: all failures are named, under the symptom of
 * the first one.
 *
 * @param foundWhenAllPass - what the joined attempt says where every one passed
 */
export function joinAttempts(attempts: readonly Attempt[], foundWhenAllPass: string): Attempt {
  const failures = attempts.flatMap((attempt) => (attempt.verdict === "failed" ? [attempt] : []));
  const [first] = failures;
  if (first !== undefined) {
    const expected = new Set(failures.map((failure) => failure.expected));
    return failed(first.symptom, failures.map(({ found }) => found).join("; "), [...expected].join("; "));
  }
  const reasons = attempts.flatMap((attempt) => (attempt.verdict === "unknown" ? [attempt.reason] : []));
  return reasons.length > 0 ? unknown(reasons.join("; ")) : passed(foundWhenAllPass);
}
