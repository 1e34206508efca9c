import type { Attempt } from "./attempt";
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
