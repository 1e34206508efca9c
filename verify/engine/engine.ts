import { setTimeout as delay } from "node:timers/promises";
import type { Mask } from "../masking";

/** What a run needs of the world; a test gives its own. */
export interface Engine {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  /** @param milliseconds - 0 or more */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 to below 1. */
  readonly random: () => number;
  /** Every text of an attempt goes through it, those of thrown errors too. */
  readonly mask: Pick<Mask, "text">;
  /** Checks at once. More would come near Cloud Armor's limit for one address, and measure each other. */
  readonly parallel: number;
}

/** A held socket keeps its place to the end; the others go on beside the few that there are. */
const PARALLEL = 8;

/** The world as it is. */
export const liveEngine = (mask: Pick<Mask, "text">): Engine => ({
  now: () => performance.now(),
  sleep: (milliseconds) => delay(milliseconds),
  random: Math.random,
  mask,
  parallel: PARALLEL,
});
