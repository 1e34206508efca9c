import { SAMPLING_SECONDS, VISIBLE_AFTER_SECONDS } from "./metrics";
import type { LoadPlan } from "./plan";

/** Times of watching a load, in seconds; a test gives shorter ones. */
export interface LoadTimes {
  /** Between two looks at Monitoring. */
  readonly look: number;
  /** How long before the load levels are read. */
  readonly before: number;
  /** The time that one sample covers. */
  readonly sampling: number;
  /** From the load's end until every sample of it can be read. */
  readonly visible: number;
  /** From the load's end until levels must be back. */
  readonly settling: number;
  /** From the plan's end until handshakes and requests that are under way end and sockets close. */
  readonly overtime: number;
}

/**
 * Longest time that Cloud Run keeps an idle instance, seconds
 * (https://cloud.google.com/run/docs/about-instance-autoscaling#idle-instances).
 */
const IDLE_INSTANCE_SECONDS = 15 * 60;

/** Seconds from the load's end until its last minute was sampled and can be read. */
const LAST_SAMPLE_SECONDS = SAMPLING_SECONDS + VISIBLE_AFTER_SECONDS;

/** The times of a real load. */
export const LOAD_TIMES: LoadTimes = {
  look: 15,
  before: 10 * SAMPLING_SECONDS,
  sampling: SAMPLING_SECONDS,
  visible: LAST_SAMPLE_SECONDS,
  settling: IDLE_INSTANCE_SECONDS + LAST_SAMPLE_SECONDS,
  overtime: 60,
};

/** Longest time of a load, seconds: from its start until its levels were read for the last time. */
export const longestLoadSeconds = (
  { warmUpSeconds, rampSeconds, holdSeconds, coolDownSeconds }: LoadPlan,
  { overtime, settling }: LoadTimes,
): number => warmUpSeconds + rampSeconds + holdSeconds + coolDownSeconds + overtime + settling;
