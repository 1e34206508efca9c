import { existsSync } from "node:fs";
import { join } from "node:path";
import { stackCommand } from "../../environments/stack-command";
import { keepFile } from "./kept-files";

/** Where Terraform leaves a state that it could not write: the only trace of what it has made. */
export const ERRORED_STATE = "errored.tfstate";

/**
 * Takes a state that could not be written out of a stack's folder, before that is removed.
 *
 * @returns where it is now, which is where it was if it can be moved nowhere; undefined where there is none
 */
export function rescueState(folder: string, stack: string): string | undefined {
  const path = join(folder, ERRORED_STATE);
  if (!existsSync(path)) return undefined;
  return keepFile(path, `${stack}.${ERRORED_STATE}`) ?? path;
}

/** What a person does with a rescued state. */
export const rescueText = (stack: string, kept: string): string =>
  [
    `${stack}: Terraform could not write its state to the bucket; it is kept, with its secrets, in ${kept}`,
    "as soon as the bucket can be reached, and before anything else is deployed:",
    `  ${stackCommand(stack, `state push ${kept}`)}`,
    "then remove that file",
  ].join("\n");
