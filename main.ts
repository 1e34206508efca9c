import { App } from "cdktf";
import { selectEnvironments } from "./environments";
import { addStacks } from "./stacks";
import { copyLockFiles } from "./stacks/lock-file";

/** Every environment, its stacks, one synthesis. The policy stops it before a file is written. */
function main(): void {
  const today = new Date().toISOString().slice(0, 10);
  const selection = selectEnvironments(today);
  if (!selection.ok) throw new Error(selection.problems.join("\n"));
  const app = new App();
  for (const environment of selection.environments) addStacks(app, environment, today);
  app.synth();
  copyLockFiles(process.cwd(), app.outdir);
}

try {
  main();
} catch (error) {
  // People read this, not a stack trace.
  console.error((error as Error).message);
  process.exitCode = 1;
}
