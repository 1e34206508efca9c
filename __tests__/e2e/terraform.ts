import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runChild } from "../../cli/shared/child";
import { callerEnvironment } from "../../cli/shared/provider";
import { terraformBinary } from "../../cli/shared/terraform-binary";
import { LOCK_FILE, copyLockFile } from "../../stacks/lock-file";

/** The repository's top folder. */
export const ROOT = resolve(__dirname, "../..");

/** Seconds until a Terraform command is killed; the slowest one takes about two. */
export const DEADLINE_SECONDS = 45;

/** Nothing listens there: a call to Google fails at once instead of answering. */
const NOWHERE = "http://127.0.0.1:9";

const isProxy = (name: string): boolean => /^(https?|all|no)_proxy$/i.test(name);

/** The caller's variables with every way to a network cut, and a token that is none: a create-only plan needs no answer. */
export function offlineEnvironment(): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(callerEnvironment()).filter(([name]) => !isProxy(name))),
    HTTPS_PROXY: NOWHERE,
    HTTP_PROXY: NOWHERE,
    GOOGLE_OAUTH_ACCESS_TOKEN: "anything",
  };
}

/** Runs Terraform offline in a folder and returns what it prints. */
async function terraform(directory: string, ...args: string[]): Promise<string> {
  const options = { cwd: directory, env: offlineEnvironment(), deadlineSeconds: DEADLINE_SECONDS };
  const { failure, stdout, stderr } = await runChild(terraformBinary(), args, options);
  if (failure === undefined) return stdout;
  throw new Error([`terraform ${args[0]}: ${failure}`, stdout, stderr].filter(Boolean).join("\n"));
}

/**
 * Initialises a stack's folder with the kept lock file and the providers that the probe has installed: the probe's is
 * the one installation of a run.
 */
export async function init(directory: string, providers: string, ...args: string[]): Promise<void> {
  copyLockFile(ROOT, directory);
  await terraform(directory, "init", "-no-color", `-plugin-dir=${providers}`, ...args);
}

/** What `terraform validate` objects to, one line each. */
export async function validate(directory: string): Promise<readonly string[]> {
  const options = { cwd: directory, env: offlineEnvironment(), deadlineSeconds: DEADLINE_SECONDS };
  // Its status is 1 for an invalid configuration, and the answer is on stdout all the same.
  const { stdout, failure } = await runChild(terraformBinary(), ["validate", "-json"], options);
  if (!stdout) throw new Error(`terraform validate: ${failure ?? "said nothing"}`);
  const { diagnostics } = JSON.parse(stdout) as {
    diagnostics: { severity: string; summary: string; detail: string }[];
  };
  return diagnostics.map(({ severity, summary, detail }) => `${severity}: ${summary}: ${detail}`);
}

/** A resource as a plan shows it. */
export interface PlannedResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Readonly<Record<string, unknown>> };
}

/** A plan as `terraform show -json` prints it, as far as it is looked at. */
export interface Plan {
  readonly errored: boolean;
  readonly resource_changes: readonly PlannedResource[];
}

/** Plans a folder that has been initialised. */
export async function plan(directory: string): Promise<Plan> {
  await terraform(directory, "plan", "-no-color", "-lock=false", "-out=stack.tfplan");
  return JSON.parse(await terraform(directory, "show", "-json", "stack.tfplan")) as Plan;
}

/** Provider → version as the lock file of an initialised folder has it. */
export function lockedVersions(directory: string): Readonly<Record<string, string>> {
  const text = readFileSync(join(directory, LOCK_FILE), "utf8");
  const blocks = text.matchAll(/^provider "[^"]*\/([^"/]+)" \{\s+version\s+= "([^"]+)"/gm);
  return Object.fromEntries([...blocks].map(([, name = "", version = ""]) => [name, version]));
}
