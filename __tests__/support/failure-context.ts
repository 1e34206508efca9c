import type { FailureContext } from "../../cli/shared/failure-context";

/** Of a failed call of which nothing is known but what it has printed. */
export const NOTHING_KNOWN: FailureContext = { project: "PROJECT", secrets: [], isHarmless: () => false, stuck: [] };
