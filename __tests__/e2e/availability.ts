import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../../cli/child";
import { copyLockFile } from "../../stacks/lock-file";
import { PROVIDERS, ROOT, callerEnvironment } from "./terraform";

/** Seconds that Terraform has to install both providers; a mirror needs less than one, a download most of it. */
const INSTALL_SECONDS = 30;

/** Write-only arguments and ephemeral values came with it. */
const OLDEST = { major: 1, minor: 11 };

/** Whether the real provider can be asked here, and if so where it is installed; else why not, in one short line. */
export type Availability = { readonly providers: string } | { readonly reason: string };

const wanted = Object.entries(PROVIDERS)
  .map(([name, version]) => `${name} ${version}`)
  .join(" and ");

/**
 * Tries the installation that every test needs, once, with whatever CLI configuration the caller has; the network is
 * left as it is, because that may be where the providers come from.
 */
export async function probe(directory: string): Promise<Availability> {
  const version = await runChild("terraform", ["version", "-json"], options(directory, 10));
  const [, major, minor] = /"terraform_version":\s*"(\d+)\.(\d+)/.exec(version.stdout) ?? [];
  if (major === undefined || minor === undefined) {
    const failure = version.failure ?? "it does not tell its version";
    if (failure.endsWith("ENOENT")) return { reason: "terraform is not on PATH" };
    return { reason: `terraform cannot be run: ${publicLine(failure)}` };
  }
  if (Number(major) !== OLDEST.major || Number(minor) < OLDEST.minor) {
    return { reason: `terraform ${major}.${minor} found, ${OLDEST.major}.${OLDEST.minor} or a later 1.x needed` };
  }
  const home = join(directory, "probe");
  mkdirSync(home);
  const required = Object.fromEntries(
    Object.entries(PROVIDERS).map(([name, version]) => [name, { source: `hashicorp/${name}`, version }]),
  );
  writeFileSync(join(home, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
  copyLockFile(ROOT, home);
  const init = await runChild("terraform", ["init", "-backend=false", "-no-color"], options(home, INSTALL_SECONDS));
  if (init.failure === undefined) return { providers: join(home, ".terraform", "providers") };
  // Terraform's own summary is one fixed sentence; hosts and paths come only in the detail below it.
  const summary = /^\W*Error: (.+)$/m.exec(init.stderr)?.[1] ?? init.failure;
  return { reason: `${wanted} cannot be installed here: ${publicLine(summary)}` };
}

const options = (cwd: string, deadlineSeconds: number) => ({ cwd, env: callerEnvironment(), deadlineSeconds });

/** Names of tests end up in public logs: no hosts and no paths of this machine. */
const publicLine = (text: string): string =>
  (text.split("\n")[0] ?? "").replace(/\S*(?:\/|\w\.\w)\S*/g, "…").slice(0, 100);
