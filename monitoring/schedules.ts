/** How often the scheduled workflows run, and when their alerts on silence fire. */

/** `./netra verify --publish`, in the verify workflow. */
export const VERIFY_EVERY_MINUTES = 30;

/** Scheduled workflows of GitHub start late or not at all under load: four missed runs are no coincidence. */
export const VERIFY_SILENT_HOURS = 2;

/** The same in words, for alerts on what a verification writes. */
export const VERIFY_SILENCE_BASIS = `Four runs at one every ${VERIFY_EVERY_MINUTES} minutes: GitHub starts a schedule late, and four in a row never.`;

/** `./netra drift` runs once a night. After a night and a half without a run, one is missing. */
export const DRIFT_SILENT_HOURS = 36;
