import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDERS } from "../../google/versions";
import { copyLockFile, keptLock } from "../../stacks/lock-file";
import { runChild } from "./child";
import { childVariables } from "./child-variables";
import { installationProblem, lockProblems } from "./installation-failure";
import { probeBinary, terraformBinary } from "./terraform-binary";

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

/**
 * Installs the providers once, with the caller's CLI configuration and network.
 *
 * @param root - the repository's top folder, which has the lock file
 * @param directory - scratch folder; the installation goes into its folder `probe`
 */
export async function probeProvider(root: string, directory: string): Promise<Availability> {
  const env = callerEnvironment();
  const binary = await probeBinary(directory, env);
  return binary.ok ? installProviders(root, directory, env) : { reason: binary.problem };
}

/** The same, where the program is known to be one that can. */
export async function installProviders(root: string, directory: string, env: NodeJS.ProcessEnv): Promise<Availability> {
  const home = join(directory, "probe");
  mkdirSync(home);
  writeFileSync(join(home, "main.tf.json"), JSON.stringify({ terraform: { required_providers: PROVIDERS } }));
  const [locked] = lockProblems(keptLock(root));
  if (locked !== undefined) return { reason: locked };
  copyLockFile(root, home);
  const options = { cwd: home, env, deadlineSeconds: INSTALL_SECONDS };
  const init = await runChild(terraformBinary(), ["init", "-backend=false", "-no-color"], options);
  if (init.failure === undefined) return { providers: join(home, ".terraform", "providers") };
  return { reason: installationProblem(init.stderr, init.failure) };
}
