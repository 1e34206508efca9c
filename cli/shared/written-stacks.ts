import type { Environment } from "../../environments/environment";
import { synthesize } from "../../stacks/synthesis";
import { CouldNotTell } from "./command";
import { runWhole } from "./interruption";
import { callerView } from "./place";

/**
 * Writes the stacks of environments to the output folder, as a whole or not at all.
 *
 * @throws StoppedByPolicy where the policy has findings, CouldNotTell where the folder cannot be written
 */
export async function writeStacks(environments: readonly Environment[], day: string, output: string): Promise<void> {
  try {
    await runWhole(() => synthesize(environments, day, output));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CouldNotTell(`output folder ${callerView(output)}: ${message}; what it held before is still there`);
  }
}
