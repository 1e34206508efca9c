import type { Environment } from "../environments/environment";
import type { RunbookPage } from "../environments/runbook-links";
import type { Estate } from "../policy/core/estate";
import { alertsPage } from "./alerts";
import { nightPage } from "./night";
import { referencePage } from "./reference";

/**
 * The runbook of an environment, page by page, with the environment's own names. Generated (`./netra docs`), so that
 * it never tells of a value, a host or an alert that is no longer declared.
 */
export const runbookPages = (environment: Environment, estate: Estate): Readonly<Record<RunbookPage, string>> => ({
  night: nightPage(environment),
  alerts: alertsPage(environment),
  reference: referencePage(environment, estate),
});
