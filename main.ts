import { selectEnvironments } from "./environments";
import { StoppedByPolicy, synthesize } from "./stacks/synthesis";

/** What the cdktf command starts: every environment, its stacks, one synthesis. cdktf names the folder. */
function main(): void {
  const today = new Date().toISOString().slice(0, 10);
  const selection = selectEnvironments(today);
  if (!selection.ok) throw new Error(selection.problems.join("\n"));
  synthesize(selection.environments, today, process.env.CDKTF_OUTDIR ?? "cdktf.out");
}

try {
  main();
} catch (error) {
  // People read this, not a stack trace.
  console.error((error as Error).message);
  // cdktf asks for no more than that it is not 0; it is what `netra synth` ends with.
  process.exitCode = error instanceof StoppedByPolicy ? 1 : 2;
}
