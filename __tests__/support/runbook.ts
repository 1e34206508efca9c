import type { Environment } from "../../environments/environment";
import { RUNBOOK_PAGES, type RunbookPage } from "../../environments/runbook-links";
import { runbookPages } from "../../runbook";
import { estateOf } from "./synthesized";

const pages = new Map<Environment, Readonly<Record<RunbookPage, string>>>();

/** The pages of one of the fixture's environments; written once for a test file. */
export function runbookPagesOf(environment: Environment): Readonly<Record<RunbookPage, string>> {
  const known = pages.get(environment) ?? runbookPages(environment, estateOf(environment.name as "trial" | "prd"));
  pages.set(environment, known);
  return known;
}

/** All of them, one after the other. */
export const runbookOf = (environment: Environment): string =>
  RUNBOOK_PAGES.map((page) => runbookPagesOf(environment)[page]).join("\n");
