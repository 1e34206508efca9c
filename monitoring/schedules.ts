/** How often the scheduled workflows run, and when their alerts on silence fire. */

/** `./netra verify --publish`, in the verify workflow. */
export const VERIFY_EVERY_MINUTES = 30;

/** Scheduled workflows of GitHub start late or not at all under load: four missed runs are no coincidence. */
export const VERIFY_SILENT_HOURS = 2;

/** Seconds in which two runs have come, where GitHub starts none late: what one run finds alone may be a cold start. */
export const TWO_VERIFICATIONS_SECONDS = 3900;

/** A check that writes nothing for so long, while others do, has lost what it needs: it is no late run. */
export const CHECK_SILENT_HOURS = 6;

/** `./netra drift` runs once a night. After a night and a half without a run, one is missing. */
export const DRIFT_SILENT_HOURS = 36;

/** Cloud SQL makes a backup every night, within hours of its window. After a night and a half without one, one is missing. */
export const BACKUP_SILENT_HOURS = 36;

/** The end-to-end tests run after each deploy of staging; a week without one is longer than any pause between merges. */
export const E2E_SILENT_DAYS = 7;
