import type { SymptomId } from "../symptoms";

/** What is looked at, in the order in which people read it. */
export const AREAS = [
  "dns",
  "tls",
  "redirect",
  "route",
  "socket",
  "health",
  "variables",
  "database",
  "cache",
  "service-to-service",
  "load-balancer",
] as const;

/** What is looked at; `--only` takes an area, or the beginning of a check's id. */
export type Area = (typeof AREAS)[number];

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
      /** What the server asked for (Retry-After); longer than the engine's bound, no further attempt is made. */
      readonly retryAfterSeconds?: number;
      readonly measured?: readonly Measurement[];
    }
  /** Nobody can tell: no access, no answer from the API that would know. Makes the run's exit code 2. */
  | { readonly verdict: "unknown"; readonly reason: string }
  /** Not asked for, or nothing to look at yet; said, and no part of the verdict. */
  | { readonly verdict: "skipped"; readonly reason: string };

/** One question to a live environment. */
export interface Check {
  /** Stable over runs, `area/…`: history knows a check by it. */
  readonly id: string;
  readonly area: Area;
  /** What must hold, one line. */
  readonly title: string;
  /** Longest time of one attempt; the engine aborts the signal then. */
  readonly deadlineSeconds: number;
  /** Attempts at most; 1 for what a second look cannot change. */
  readonly attempts: number;
  readonly attempt: (signal: AbortSignal) => Promise<Attempt>;
}

/** What an attempt before a pass came to: a symptom, or that nobody could tell. */
export type Setback = SymptomId | "unknown";

/** What a run says of a check. */
export interface Outcome {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  readonly last: Attempt;
  /** Attempts that were made. */
  readonly attempts: number;
  /** Of the attempts before a pass: it passed on a retry, which is counted apart. */
  readonly recoveredFrom: readonly Setback[];
  /** Of the last attempt. */
  readonly milliseconds: number;
}
