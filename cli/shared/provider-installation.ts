import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCK_FILE, copyLockFile } from "../../stacks/lock-file";
import { ROOT } from "./place";
import { requiredProviders } from "./stack-file";
import { Terraform } from "./terraform";

/**
 * The providers of a run, installed once: a fresh folder has none, and a download for each stack would take most of the
 * run's time.
 */
export class ProviderInstallation {
  private installed: Promise<string | undefined> | undefined;

  /**
   * @param folder - of the run
   * @param stacks - folder with one folder a stack
   */
  constructor(
    private readonly folder: string,
    private readonly stacks: string,
  ) {}

  /**
   * Prepares a stack's folder for `terraform init`: the same checksums as every other stack, and no download.
   *
   * @returns arguments for it
   */
  readonly prepareInit = async (stackFolder: string): Promise<readonly string[]> => {
    const home = await (this.installed ??= this.install());
    if (home === undefined) return [];
    copyFileSync(join(home, LOCK_FILE), join(stackFolder, LOCK_FILE));
    return [`-plugin-dir=${join(home, ".terraform", "providers")}`];
  };

  /** Installs what the stacks require together, as the repository's lock file says; undefined where they require nothing. */
  private async install(): Promise<string | undefined> {
    const all = readdirSync(this.stacks).map((stack) => requiredProviders(this.stacks, stack));
    const required = Object.assign({}, ...all) as Readonly<Record<string, unknown>>;
    if (Object.keys(required).length === 0) return undefined;
    const home = join(this.folder, "providers");
    mkdirSync(home);
    writeFileSync(join(home, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    copyLockFile(ROOT, home);
    await new Terraform("providers", home).init();
    // A terraform whose providers are all of its own making writes none.
    return existsSync(join(home, LOCK_FILE)) ? home : undefined;
  }
}
