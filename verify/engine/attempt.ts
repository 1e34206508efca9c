import type { Attempt, Measurement } from "./check";
import type { SymptomId } from "../symptoms";

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

/** Nobody can tell. */
export const unknown = (reason: string): Attempt => ({ verdict: "unknown", reason });

/** Not looked at, and why. */
export const skipped = (reason: string): Attempt => ({ verdict: "skipped", reason });
