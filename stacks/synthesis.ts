import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Environment } from "../environments/environment";
import { addStacks } from "./index";
import { copyLockFiles } from "./lock-file";
import { writeWhole } from "./output-folder";
import { estatesOf, policyLines, type EnvironmentEstate } from "./policy-validation";

const ROOT = join(__dirname, "..");

function buildApp(environments: readonly Environment[], today: string, outdir: string): App {
  const app = new App({ outdir });
  for (const environment of environments) addStacks(app, environment, today);
  return app;
}

/**
 * The resolved configuration of environments, without writing anything: every finding can be named, also where
 * synthesis would stop.
 */
export function resolveEnvironments(environments: readonly Environment[], today: string): readonly EnvironmentEstate[] {
  // An app makes its output folder and `stacks` in it when it is built. The checkout has both, so nothing is made, and
  // an interrupted check leaves nothing behind.
  const app = buildApp(environments, today, ROOT);
  // What `app.synth()` does first: cross-stack references stand only afterwards.
  for (const node of app.node.findAll()) if (TerraformStack.isStack(node)) node.prepareStack();
  return estatesOf(app);
}

/** The policy has findings: synthesis stops before a file is written. The message names them, one a line. */
export class StoppedByPolicy extends Error {}

/**
 * Writes the stacks of environments to a folder.
 *
 * @throws StoppedByPolicy, or the error of what could not be written
 */
export function synthesize(environments: readonly Environment[], today: string, outdir: string): void {
  writeWhole(outdir, (folder) => {
    const app = buildApp(environments, today, folder);
    try {
      app.synth();
    } catch (error) {
      const lines = policyLines(app);
      // cdktf's own message around them advises to skip the validation.
      throw lines.length > 0 ? new StoppedByPolicy(lines.join("\n")) : error;
    }
    copyLockFiles(ROOT, folder);
  });
}
