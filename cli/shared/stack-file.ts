import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import type { Resource } from "../../policy/core/resource";
import { CouldNotTell } from "./command";

/** The part of a stack's file that says which other states it reads, and with which providers. */
interface StackFile {
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, unknown>> };
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly config?: { readonly prefix?: string } }>>;
  };
}

/** The file with the configuration in a stack's folder. */
export const stackFilePath = (folder: string): string => join(folder, "cdk.tf.json");

function readStackText(stacks: string, stack: string): string {
  const path = stackFilePath(join(stacks, stack));
  if (!existsSync(path)) throw new CouldNotTell(`${stack}: not synthesized; run ./netra synth`);
  return readFileSync(path, "utf8");
}

/**
 * What a synthesized stack declares.
 *
 * @param stacks - folder with one folder a stack
 * @throws CouldNotTell where the stack is not synthesized
 */
export const declaredResources = (stacks: string, stack: string): readonly Resource[] =>
  fromSynth(stack, JSON.parse(readStackText(stacks, stack)) as SynthesizedStack).resources;

const parse = (text: string): StackFile => JSON.parse(text) as StackFile;

/** The outputs that a stack reads from another stack's state. */
export interface Upstream {
  readonly stack: string;
  /** Names of the outputs that it reads. */
  readonly outputs: readonly string[];
}

/**
 * The stacks of the same environment whose states a stack reads.
 *
 * @param stacks - folder with one folder a stack
 * @throws CouldNotTell where the stack is not synthesized
 */
export function upstreamsOf(stacks: string, stack: string): readonly Upstream[] {
  const text = readStackText(stacks, stack);
  const { data } = parse(text);
  const environment = stack.split("-")[0] ?? "";
  return Object.entries(data?.terraform_remote_state ?? {}).map(([name, { config }]) => ({
    stack: `${environment}-${config?.prefix ?? ""}`,
    outputs: [...text.matchAll(new RegExp(`terraform_remote_state\\.${name}\\.outputs\\.([A-Za-z0-9_-]+)`, "g"))].map(
      ([, output = ""]) => output,
    ),
  }));
}

/**
 * The providers that a stack requires: local name → source and version.
 *
 * @throws CouldNotTell where the stack is not synthesized
 */
export const requiredProviders = (stacks: string, stack: string): Readonly<Record<string, unknown>> =>
  parse(readStackText(stacks, stack)).terraform?.required_providers ?? {};
