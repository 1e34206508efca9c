import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import "../../tools/no-creation-stack.js";
import { selectEnvironments } from "../../environments";
import { synthesize } from "../../stacks/synthesis";

/** One synthesis for the whole run: tests read its files, because only a real one wires references between stacks. */
export default function globalSetup(): void {
  const today = new Date().toISOString().slice(0, 10);
  const selection = selectEnvironments(today);
  if (!selection.ok) throw new Error(selection.problems.join("\n"));
  const folder = mkdtempSync(join(tmpdir(), "netra-test-"));
  synthesize(selection.environments, today, folder);
  process.env.NETRA_TEST_SYNTH = folder;
}
