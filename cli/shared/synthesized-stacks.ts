import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { SynthesizedStack } from "../../policy/core/from-synth";

/**
 * Reads what a synthesis has written, by the name of the stack.
 *
 * @param output - the folder that it wrote to
 */
export function readStacks(output: string): ReadonlyMap<string, SynthesizedStack> {
  const folder = join(output, "stacks");
  return new Map(
    readdirSync(folder).map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, name, "cdk.tf.json"), "utf8")) as SynthesizedStack,
    ]),
  );
}
