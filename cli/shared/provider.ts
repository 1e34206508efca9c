import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyLockFile } from "../../stacks/lock-file";
import { runChild } from "./child";

/** The providers that the stacks are written for, exactly: the bindings and the ephemeral passwords are of these versions. */
export const PROVIDERS: Readonly<Record<string, string>> = { google: "6.50.0", random: "3.7.2" };

/** Variables that say how providers are installed; every other Terraform variable of the caller would change what is run. */
const KEPT_VARIABLES = new Set(["TF_CLI_CONFIG_FILE", "TF_PLUGIN_CACHE_DIR"]);

/** The caller's variables, without credentials, defaults and Terraform arguments. */
export function callerEnvironment(): NodeJS.ProcessEnv {
  const own = (name: string): boolean => /^(GOOGLE|GCLOUD|CLOUDSDK|TF)_/.test(name) && !KEPT_VARIABLES.has(name);
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own(name))),
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
  };
}

/** Seconds that Terraform has to install both providers; a mirror needs less than one, a download most of it. */
const INSTALL_SECONDS = 30;

/** Write-only arguments and ephemeral values came with it. */
const OLDEST_TERRAFORM = { major: 1, minor: 11 };

/** Whether the real provider can be asked here, and if so where it is installed; else why not, in one short line. */
export type Availability = { readonly providers: string } | { readonly reason: string };

const WANTED_PROVIDERS = Object.entries(PROVIDERS)
  .map(([name, version]) => `${name} ${version}`)
  .join(" and ");

/**
 * Tries the installation that everything else needs, once, in a folder `probe` of a scratch folder, with whatever CLI configuration the caller has; the network is
 * left as it is, because that may be where the providers come from.
 */
export async function probeProvider(root: string, directory: string): Promise<Availability> {
  const version = await runChild("terraform", ["version", "-json"], probeOptions(directory, 10));
  const [, major, minor] = /"terraform_version":\s*"(\d+)\.(\d+)/.exec(version.stdout) ?? [];
  if (major === undefined || minor === undefined) {
    const failure = version.failure ?? "it does not tell its version";
    if (failure.endsWith("ENOENT")) return { reason: "terraform is not on PATH" };
    return { reason: `terraform cannot be run: ${publicText(failure)}` };
  }
  if (Number(major) !== OLDEST_TERRAFORM.major || Number(minor) < OLDEST_TERRAFORM.minor) {
    return {
      reason: `terraform ${major}.${minor} found, ${OLDEST_TERRAFORM.major}.${OLDEST_TERRAFORM.minor} or a later 1.x needed`,
    };
  }
  const home = join(directory, "probe");
  mkdirSync(home);
  const required = Object.fromEntries(
    Object.entries(PROVIDERS).map(([name, version]) => [name, { source: `hashicorp/${name}`, version }]),
  );
  writeFileSync(join(home, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
  copyLockFile(root, home);
  const init = await runChild(
    "terraform",
    ["init", "-backend=false", "-no-color"],
    probeOptions(home, INSTALL_SECONDS),
  );
  if (init.failure === undefined) return { providers: join(home, ".terraform", "providers") };
  // Terraform's own summary is one fixed sentence; hosts and paths come only in the detail below it.
  const summary = /^\W*Error: (.+)$/m.exec(init.stderr)?.[1] ?? init.failure;
  return { reason: `${WANTED_PROVIDERS} cannot be installed here: ${publicText(summary)}` };
}

const probeOptions = (cwd: string, deadlineSeconds: number) => ({ cwd, env: callerEnvironment(), deadlineSeconds });

/** The reason ends up in public logs: no hosts and no paths of this machine. */
const publicText = (text: string): string =>
  (text.split("\n")[0] ?? "").replace(/\S*(?:\/|\w\.\w)\S*/g, "…").slice(0, 100);
