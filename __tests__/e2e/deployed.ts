import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild, type ChildResult } from "../../cli/shared/child";
import { today } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { readStackPlan } from "../../cli/shared/plans";
import { sandboxProjects, sandboxedEnvironment } from "../../cli/shared/sandbox-variables";
import type { Site } from "../../cli/shared/sandbox-deploy";
import { terraformBinary } from "../../cli/shared/terraform-binary";
import type { Environment } from "../../environments/environment";
import type { Report } from "../../review/report";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import type { Snapshot } from "../../sandbox/core/store";
import { synthesize } from "../../stacks/synthesis";
import { readRun, runDirectory, siteDirectory, snapshotFile, type Moment } from "./run";
import { ROOT } from "./terraform";

/** Seconds until a Terraform command against the sandbox is killed; a whole apply takes about twenty. */
const DEADLINE_SECONDS = 170;

/** Key of the digests in these tests. */
const REVIEW_KEY = "a key of the tests";

/** A sandbox that holds a deployed environment, with initialised folders of its stacks. */
export interface Deployed {
  readonly environment: Environment;
  readonly sandbox: Sandbox;
  readonly site: Site;
  /** Back to what the first deploy has left, configuration included. */
  readonly restore: () => void;
  /** Runs Terraform in a stack's folder. */
  readonly terraform: (stack: string, ...args: string[]) => Promise<ChildResult>;
  /** The variables that lead our commands to the sandbox. */
  readonly commandVariables: NodeJS.ProcessEnv;
  /** Runs one of our commands with them. */
  readonly command: (subcommand: string, ...args: string[]) => Promise<ChildResult>;
  readonly close: () => Promise<void>;
}

/** Opens a sandbox with what the run's first deploy had left in it at a moment; calls back after every request that may change it. */
export async function openDeployed(
  name: string,
  onChange: () => void = () => undefined,
  moment: Moment = "deployed",
  zeros: "answered" | "left out" = "answered",
): Promise<Deployed> {
  const { availability, deployments } = readRun();
  if ("reason" in availability) throw new Error(availability.reason);
  const problem = deployments[name]?.problem;
  if (problem !== undefined) throw new Error(`the first deploy of ${name} did not come to its end: ${problem}`);
  const [environment] = environmentsFor(today(), name);
  if (environment === undefined) throw new Error(`no environment ${name}`);
  const directory = runDirectory();
  const home = mkdtempSync(join(directory, `${name}-`));
  const stacks = join(home, "stacks");
  const template = siteDirectory(directory, name);
  cpSync(template, stacks, { recursive: true, verbatimSymlinks: true });
  const snapshot = JSON.parse(readFileSync(snapshotFile(directory, name, moment), "utf8")) as Snapshot;
  const sandbox = await startSandbox({ port: 0, projects: sandboxProjects([environment]), snapshot, onChange, zeros });
  const variables = sandboxedEnvironment(sandbox.url, availability.providers);
  const commandVariables = {
    ...variables,
    CDKTF_OUTDIR: join(home, "out"),
    NETRA_REVIEW_KEY: REVIEW_KEY,
    NO_COLOR: "1",
  };
  return {
    environment,
    sandbox,
    site: { stacks, url: sandbox.url, variables },
    restore: () => {
      sandbox.store.restore(snapshot);
      sandbox.journal.clear();
      sandbox.faults.clear();
      for (const stack of Object.keys(readRun().stacks).filter((each) => each.includes(name))) {
        cpSync(join(template, stack, "cdk.tf.json"), join(stacks, stack, "cdk.tf.json"));
      }
    },
    terraform: (stack, ...args) =>
      runChild(terraformBinary(), args, {
        cwd: join(stacks, stack),
        env: variables,
        deadlineSeconds: DEADLINE_SECONDS,
      }),
    commandVariables,
    command: (subcommand, ...args) =>
      runChild(process.execPath, ["./netra", subcommand, ...args], {
        cwd: ROOT,
        env: commandVariables,
        deadlineSeconds: DEADLINE_SECONDS,
      }),
    close: async () => {
      await sandbox.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** What Terraform said, as an error, where it did not do what it should. */
export function succeeded(result: ChildResult, status = 0): ChildResult {
  if (result.status === status) return result;
  throw new Error([`status ${result.status}, not ${status}`, result.stdout, result.stderr].join("\n"));
}

/** What `netra drift` tells of an environment that has drifted: address, path and class, each as a line. */
export async function driftLines({ command, environment }: Deployed): Promise<readonly string[]> {
  const { stdout } = succeeded(await command("drift", "--environment", environment.name, "--format", "json"), 1);
  const { stacks } = JSON.parse(stdout) as Report;
  return stacks.flatMap(({ drift }) => drift.map((entry) => `${entry.address} ${entry.path} ${entry.class}`));
}

/** Address → actions of everything that a plan changes. */
export async function changesOf(deployed: Deployed, stack: string): Promise<Readonly<Record<string, string>>> {
  const planned = await deployed.terraform(stack, "plan", "-no-color", "-detailed-exitcode", "-out=change.tfplan");
  if (planned.status !== 0 && planned.status !== 2) succeeded(planned);
  const { stdout } = succeeded(await deployed.terraform(stack, "show", "-json", "change.tfplan"));
  const changes = readStackPlan(stack, stdout).resource_changes.filter(
    ({ change }) => !["no-op", "read"].includes(change.actions.join()),
  );
  return Object.fromEntries(changes.map(({ address, change }) => [address, change.actions.join()]));
}

/** Applies the plan that `changesOf` has made. */
export async function applyPlanned(deployed: Deployed, stack: string): Promise<void> {
  succeeded(await deployed.terraform(stack, "apply", "-no-color", "change.tfplan"));
}

/** A stack's configuration, as far as tests edit it. */
export interface Configuration {
  resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** Edits a stack's configuration in the folder, as a change of the code would. */
export function edit({ site }: Deployed, stack: string, change: (configuration: Configuration) => void): void {
  const path = join(site.stacks, stack, "cdk.tf.json");
  const configuration = JSON.parse(readFileSync(path, "utf8")) as Configuration;
  change(configuration);
  writeFileSync(path, JSON.stringify(configuration));
}

/** The block of a resource in a configuration. */
export function block(configuration: Configuration, address: string): Record<string, unknown> {
  const [type = "", name = ""] = address.split(".");
  const found = configuration.resource[type]?.[name];
  if (found === undefined) throw new Error(`${address} is not declared`);
  return found;
}

const { availability } = readRun();

/**
 * A test that is skipped by name, and with the reason in it, where the provider cannot be asked.
 *
 * @param timeout - milliseconds; @default every test's
 */
export const check = (name: string, body: jest.ProvidesCallback, timeout?: number): void => {
  if ("reason" in availability) test.skip(`${name} (skipped: ${availability.reason})`, body);
  else test(name, body, timeout);
};

/** Whether the provider can be asked at all: what a hook must know before it opens a sandbox. */
export const isAvailable = !("reason" in availability);

/** Synthesizes a changed environment, as a pull request would, and puts its stacks in the place of the deployed ones. */
export function redeclare({ site, environment }: Deployed, change: (environment: Environment) => Environment): void {
  const outdir = mkdtempSync(join(runDirectory(), "redeclared-"));
  synthesize([change(environment)], today(), outdir);
  for (const stack of readdirSync(join(outdir, "stacks"))) {
    cpSync(join(outdir, "stacks", stack, "cdk.tf.json"), join(site.stacks, stack, "cdk.tf.json"));
  }
  rmSync(outdir, { recursive: true, force: true });
}

/** Name of a stack's state in the store. */
export const stateName = ({ environment }: Deployed, prefix: string): string =>
  `storage/b/netra-${environment.name}-tfstate/o/${encodeURIComponent(`${prefix}/default.tfstate`)}`;

/** The provider asks once who the token belongs to, whatever the endpoints are; nothing else leaves the machine. */
export const ONLY_HOST = "openidconnect.googleapis.com:443";

/** Whatever a test did: every route that it asked for is served, and nobody outside was asked but that one host. */
function expectQuiet({ sandbox: { journal } }: Deployed): void {
  expect(journal.unknowns()).toEqual([]);
  expect(Object.keys(journal.outsides()).filter((host) => host !== ONLY_HOST)).toEqual([]);
}

/** Closes what was opened; nothing was where the provider cannot be asked. */
export async function close(deployed: Deployed | undefined): Promise<void> {
  if (deployed === undefined) return;
  await deployed.close();
  expectQuiet(deployed);
}

/** Puts back what every test starts from. */
export function restore(deployed: Deployed | undefined): void {
  if (deployed === undefined) return;
  expectQuiet(deployed);
  deployed.restore();
}
