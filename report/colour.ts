import pc from "picocolors";
import type { Severity } from "./severity";

/** Puts a text in a colour; leaves it as it is where the output shows no colours. */
export type Paint = (text: string) => string;

/** What colours mean in every report. */
export const PAINT = {
  good: pc.green,
  bad: (text) => pc.bold(pc.red(text)),
  unsure: pc.yellow,
  /** Details that a reader may skip. */
  quiet: pc.dim,
  /** Headings and names. */
  strong: pc.bold,
} as const satisfies Readonly<Record<string, Paint>>;

/** The colour of each severity; `none` is for a report in which nothing changes. */
export const SEVERITY_PAINT: Readonly<Record<Severity | "none", Paint>> = {
  critical: PAINT.bad,
  high: pc.red,
  medium: PAINT.unsure,
  low: PAINT.quiet,
  none: PAINT.good,
};
