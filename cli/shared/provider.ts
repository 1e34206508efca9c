import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyLockFile } from "../../stacks/lock-file";
import { runChild } from "./child";
import { childVariables } from "./child-variables";
import { PROVIDERS, TERRAFORM, constraintText, isWithin } from "../../google/versions";
import { firstLine } from "../../report/text";

/** Variables that say how providers are installed. Every other Terraform variable would change what Terraform does. */
const KEPT_VARIABLES = new Set(["TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR"]);

/** The caller's variables, without credentials, defaults and Terraform arguments. */
export function callerEnvironment(): NodeJS.ProcessEnv {
  const own = (name: string): boolean => /^(GOOGLE|GCLOUD|CLOUDSDK|TF)_/.test(name) && !KEPT_VARIABLES.has(name);
  return {
    ...Object.fromEntries(Object.entries(childVariables("terraform")).filter(([name]) => !own(name))),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

/** Seconds for the installation of both providers. A mirror needs less than one second, a download most of them. */
const INSTALL_SECONDS = 30;

/** The folder with the installed providers, or one short line that says why they cannot be installed. */
export type Availability = { readonly providers: string } | { readonly reason: string };

const WANTED_PROVIDERS = Object.entries(PROVIDERS)
  .map(([name, { version }]) => `${name} ${version}`)
  .join(" and ");

/**
 * Installs the providers once, with the caller's CLI configuration and network.
 *
 * @param root - the repository's top folder, which has the lock file
 * @param directory - scratch folder; the installation goes into its folder `probe`
 */
export async function probeProvider(root: string, directory: string): Promise<Availability> {
  const version = await runChild("terraform", ["version", "-json"], probeOptions(directory, 10));
  const [, found] = /"terraform_version":\s*"(\d+\.\d+\.\d+)/.exec(version.stdout) ?? [];
  if (found === undefined) {
    const failure = version.failure ?? "it does not tell its version";
    if (failure.endsWith("ENOENT")) return { reason: "terraform is not on PATH" };
    return { reason: `terraform cannot be run: ${publicText(failure)}` };
  }
  if (!isWithin(found, TERRAFORM)) return { reason: `terraform ${found} found, ${constraintText(TERRAFORM)} needed` };
  const home = join(directory, "probe");
  mkdirSync(home);
  writeFileSync(join(home, "main.tf.json"), JSON.stringify({ terraform: { required_providers: PROVIDERS } }));
  copyLockFile(root, home);
  const init = await runChild(
    "terraform",
    ["init", "-backend=false", "-no-color"],
    probeOptions(home, INSTALL_SECONDS),
  );
  if (init.failure === undefined) return { providers: join(home, ".terraform", "providers") };
  // Terraform's summary is a fixed sentence; only the detail below it has hosts and paths.
  const summary = /^\W*Error: (.+)$/m.exec(init.stderr)?.[1] ?? init.failure;
  return { reason: `${WANTED_PROVIDERS} cannot be installed here: ${publicText(summary)}` };
}

const probeOptions = (cwd: string, deadlineSeconds: number) => ({ cwd, env: callerEnvironment(), deadlineSeconds });

/** The first line without hosts and paths, because it appears in public logs. */
const publicText = (text: string): string =>
  firstLine(text)
    .replace(/\S*(?:\/|\w\.\w)\S*/g, "…")
    .slice(0, 100);
