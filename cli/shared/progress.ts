import { terminalProgress } from "../../report/progress";

/** The progress of a command, on standard error: a report on standard output stays as it is. */
export const progress = terminalProgress(process.stderr, process.env);
