import { loggedProgressOn, terminalProgress } from "../../report/progress";
import { SYSTEM_CLOCK } from "../../verify/clock";

/** The progress of a command, on standard error: a report on standard output stays as it is. */
export const progress = terminalProgress(process.stderr, process.env);

/** The same for a command that takes minutes: without a terminal it writes a line every half minute. */
export const loggedProgress = loggedProgressOn(process.stderr, process.env, SYSTEM_CLOCK.now);
