import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUNBOOK_PAGES, runbookFile, runbookFolder } from "../../environments/runbook-links";
import { runbookPages } from "../../runbook";
import { estatesOf } from "../../stacks/policy-validation";
import { app } from "../support/synthesize-all";

/** Synthesizes every environment, and writes beside the stacks what `./netra docs` would write of them. */

for (const { environment, estate } of estatesOf(app)) {
  const pages = runbookPages(environment, estate);
  mkdirSync(join(app.outdir, runbookFolder(environment)), { recursive: true });
  for (const page of RUNBOOK_PAGES) writeFileSync(join(app.outdir, runbookFile(environment, page)), pages[page]);
}
