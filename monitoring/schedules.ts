/** How often what watches from outside comes by: the workflows' schedules and the alerts on their silence. */

/** `npm run verify -- --publish`, in the verify workflow. */
export const VERIFY_EVERY_MINUTES = 30;

/** Scheduled workflows of GitHub start late or not at all under load: four missed runs are no coincidence. */
export const VERIFY_SILENT_HOURS = 2;

/** The same for people, wherever an alert asks for what a verification writes. */
export const VERIFY_SILENCE_BASIS = `Four runs at one every ${VERIFY_EVERY_MINUTES} minutes: GitHub starts a schedule late, and four in a row never.`;

/** `npm run drift`, in the drift workflow: one a night. A night and a half without is one that did not happen. */
export const DRIFT_SILENT_HOURS = 36;
