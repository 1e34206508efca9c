import { join } from "node:path";
import { synthesizeApart } from "./plans";
import { ROOT } from "./place";
import { ProviderInstallation } from "./provider-installation";
import { inRunFolder, stacksOf } from "./run-folder";
import { Terraform } from "./terraform";

/** Synthesized stacks, and Terraform in each of them. */
export interface Workplace {
  /** Folder with one folder a stack. */
  readonly stacks: string;
  /** Terraform in a stack's folder. */
  readonly terraform: (stack: string) => Terraform;
}

/**
 * Synthesizes every stack into a folder of this run alone, and runs there. What another command does in the same checkout
 * at the same time changes nothing of it.
 *
 * @throws CouldNotTell where it cannot be synthesized
 */
export const inOwnRun = <T>(work: (workplace: Workplace) => Promise<T>): Promise<T> =>
  inRunFolder(async (folder) => {
    await synthesizeApart(ROOT, folder);
    const stacks = stacksOf(folder);
    const { prepareInit } = new ProviderInstallation(folder, stacks);
    const known = new Map<string, Terraform>();
    const terraform = (stack: string): Terraform => {
      const one = known.get(stack) ?? new Terraform(stack, join(stacks, stack), { prepareInit });
      known.set(stack, one);
      return one;
    };
    return work({ stacks, terraform });
  });
