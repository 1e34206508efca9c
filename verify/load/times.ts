import { SAMPLING_SECONDS, VISIBLE_AFTER_SECONDS } from "./metrics";
import type { LoadPlan } from "./plan";

/** Seconds in which a load is watched; a test gives shorter ones. */
export interface LoadTimes {
  /** Between two looks at Monitoring. */
  readonly look: number;
  /** Of the time before the load that levels are read of. */
  readonly before: number;
  /** Of which one sample tells. */
  readonly sampling: number;
  /** After the load, until every sample of it can be read. */
  readonly visible: number;
  /** After the load, until levels have to be back. */
  readonly settling: number;
  /** After the plan's end, for handshakes and requests that are under way, and for closing. */
  readonly overtime: number;
}

/** Seconds for which Cloud Run keeps an idle instance, at most. */
const IDLE_INSTANCE_SECONDS = 15 * 60;

/** After the load, until its last minute was sampled and can be read. */
const LAST_SAMPLE_SECONDS = SAMPLING_SECONDS + VISIBLE_AFTER_SECONDS;

/** The real ones. */
export const LOAD_TIMES: LoadTimes = {
  look: 15,
  before: 10 * SAMPLING_SECONDS,
  sampling: SAMPLING_SECONDS,
  visible: LAST_SAMPLE_SECONDS,
  settling: IDLE_INSTANCE_SECONDS + LAST_SAMPLE_SECONDS,
  overtime: 60,
};

/** Seconds that a load takes at most, from its start until its levels were read for the last time. */
export const longestLoadSeconds = (
  { warmUpSeconds, rampSeconds, holdSeconds, coolDownSeconds }: LoadPlan,
  { overtime, settling }: LoadTimes,
): number => warmUpSeconds + rampSeconds + holdSeconds + coolDownSeconds + overtime + settling;
