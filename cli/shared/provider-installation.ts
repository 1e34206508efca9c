import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { TERRAFORM, constraintText } from "../../google/versions";
import { LOCK_FILE, copyLockFile, keptLock } from "../../stacks/lock-file";
import { childVariables } from "./child-variables";
import { CouldNotTell } from "./command";
import { readIfThere } from "./failure-context";
import { knownInstallationProblem, lockProblems } from "./installation-failure";
import { ROOT } from "./place";
import { requiredProviders } from "./stack-file";
import { Terraform } from "./terraform";
import { TerraformFailed } from "./terraform-failed";
import { probeBinary } from "./terraform-binary";
import { outputFile } from "./terraform-call";

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
    writeFileSync(
      join(home, "main.tf.json"),
      JSON.stringify({ terraform: { required_version: constraintText(TERRAFORM), required_providers: required } }),
    );
    const [locked] = lockProblems(keptLock(ROOT));
    if (locked !== undefined) throw new CouldNotTell(locked);
    copyLockFile(ROOT, home);
    try {
      await new Terraform("providers", home).init();
    } catch (error) {
      throw error instanceof TerraformFailed ? await explained(error, home) : error;
    }
    // A terraform whose providers are all of its own making writes none.
    return existsSync(join(home, LOCK_FILE)) ? home : undefined;
  }
}

/** One line instead of a failed call, where it is a program or a provider of a version that is not allowed, or none at all. */
async function explained(failed: TerraformFailed, home: string): Promise<Error> {
  const binary = await probeBinary(home, childVariables("terraform"));
  if (!binary.ok && (binary.kind === "absent" || binary.kind === "unfit")) return new CouldNotTell(binary.problem);
  const known = knownInstallationProblem(readIfThere(outputFile(home, "init", "err")));
  return known === undefined ? failed : new CouldNotTell(known);
}
