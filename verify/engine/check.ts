import type { Attempt } from "./attempt";
import type { SymptomId } from "../symptoms";

/** The areas of checks, in the order in which people read them. */
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
  "alerting",
] as const;

/** An area of checks; `--only` takes one, or the beginning of a check's id. */
export type Area = (typeof AREAS)[number];

/** One question to a live environment. */
export interface Check {
  /** `area/…`, the same in every run: the history finds a check by it. */
  readonly id: string;
  readonly area: Area;
  /** What must hold, one line. */
  readonly title: string;
  /** Longest time of one attempt; then the engine aborts the signal. */
  readonly deadlineSeconds: number;
  /** Most attempts; 1 where another one cannot change the answer. */
  readonly attempts: number;
  readonly attempt: (signal: AbortSignal) => Promise<Attempt>;
}

/** What an attempt before a pass came to: a symptom, or `unknown`. */
export type Setback = SymptomId | "unknown";

/** What a run says about a check. */
export interface Outcome {
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  readonly last: Attempt;
  /** Attempts that were made. */
  readonly attempts: number;
  /** What the attempts before a pass came to. A pass on a retry is counted apart. */
  readonly recoveredFrom: readonly Setback[];
  /** Duration of the last attempt. */
  readonly milliseconds: number;
}
