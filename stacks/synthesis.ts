import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import type { Environment } from "../environments/environment";
import { addStacks } from "./index";
import { copyLockFiles } from "./lock-file";
import { estatesOf, type EnvironmentEstate } from "./policy-validation";

/** cdktf makes the output folder when the app is built, so every app has one. */
function buildApp(environments: readonly Environment[], today: string, outdir: string): App {
  const app = new App({ outdir });
  for (const environment of environments) addStacks(app, environment, today);
  return app;
}

/** Runs with a folder that is gone afterwards, whatever happens. */
function inTemporaryFolder<T>(run: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "netra-synth-"));
  try {
    return run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The resolved configuration of environments, without writing a stack: every finding can be named, also where
 * synthesis would stop.
 */
export function resolveEnvironments(environments: readonly Environment[], today: string): readonly EnvironmentEstate[] {
  return inTemporaryFolder((folder) => {
    const app = buildApp(environments, today, folder);
    // What `app.synth()` does first: cross-stack references stand only afterwards.
    for (const node of app.node.findAll()) if (TerraformStack.isStack(node)) node.prepareStack();
    return estatesOf(app);
  });
}

/** Writes the stacks of environments to a folder; throws, before any file is written, when the policy has findings. */
export function synthesize(environments: readonly Environment[], today: string, outdir: string): void {
  buildApp(environments, today, outdir).synth();
  copyLockFiles(process.cwd(), outdir);
}
