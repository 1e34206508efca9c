import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment";
import { runbookFile, type RunbookPage } from "../../environments/runbook-links";
import { Synthesis } from "../support/synthesis";

/** The stacks of the live environments, as this run synthesized them. */
export const LIVE = new Synthesis<string>(process.env.NETRA_LIVE_SYNTH ?? "");

/** A page of an environment's runbook, as `./netra docs` would write it. */
export const writtenPage = (environment: Environment, page: RunbookPage): string =>
  readFileSync(join(process.env.NETRA_LIVE_SYNTH ?? "", runbookFile(environment, page)), "utf8");
