import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment";
import type { Entry } from "../../sandbox/core/journal";
import type { Sandbox } from "../../sandbox/start";
import { CouldNotTell, today } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { liftProtections } from "../../cli/shared/lift-protections";
import { allStacks, bootstrapStack } from "../../environments/stack-names";
import { synthesizeApart } from "../../cli/shared/plans";
import { probeProvider } from "../../cli/shared/provider";
import { applyStack, deployEnvironment, openSite, terraformIn, type Site } from "../../cli/shared/sandbox-deploy";
import type { BenchSettings } from "./process";

/** One phase in the life of an environment. */
export interface Phase {
  readonly name: "deploy" | "second plan" | "destroy";
  readonly seconds: number;
  /** Seconds of the phase in which the provider slept. */
  readonly sleepingSeconds: number;
  /** Processor seconds of the process that answers: all that the sandbox takes, its gate included, and starting Terraform. */
  readonly answeringCpuSeconds: number;
}

/** The phases of staging in a sandbox, or why they could not be measured. */
export type SandboxResult = { readonly measurePhases: readonly Phase[] } | { readonly reason: string };

/** A gap between requests counts as sleep from here on. The provider sleeps for at least one second. */
const GAP_MILLISECONDS = 900;

/** Whether Terraform's backend sent a request. It does so at the start and the end of every command. */
const isStateRequest = ({ path }: Pick<Entry, "path">): boolean => /\/b\/[^/]+\/o\b|tfstate/.test(path);

/**
 * Seconds that a provider slept: the gaps between two of its requests. A gap beside a request of the backend does not
 * count, because Terraform was starting or planning.
 */
export function sleepingSeconds(entries: readonly Pick<Entry, "at" | "path">[]): number {
  const gaps = entries.slice(1).map((entry, index) => {
    const before = entries[index] ?? entry;
    return isStateRequest(entry) || isStateRequest(before) ? 0 : entry.at - before.at;
  });
  return gaps.filter((gap) => gap >= GAP_MILLISECONDS).reduce((sum, gap) => sum + gap, 0) / 1000;
}

/** Measures a deployment of staging into a fresh sandbox, a second plan and the destroy. Once, because it takes minutes. */
export async function measureSandbox(settings: BenchSettings): Promise<SandboxResult> {
  const { root, scratch, progress } = settings;
  const availability = await probeProvider(root, scratch);
  if ("reason" in availability) return { reason: availability.reason };
  const [staging] = environmentsFor(today(), "staging");
  if (staging === undefined) throw new CouldNotTell("sandbox: there is no staging");
  const output = join(scratch, "sandbox");
  mkdirSync(output);
  await synthesizeApart(root, output);
  const copy = join(scratch, "sandbox-stacks");
  const { sandbox, site } = await openSite(staging, join(output, "stacks"), copy, availability.providers);
  try {
    return { measurePhases: await phases(sandbox, site, staging, progress) };
  } finally {
    await sandbox.close();
  }
}

async function phases(
  sandbox: Sandbox,
  site: Site,
  environment: Environment,
  progress: (text: string) => void,
): Promise<readonly Phase[]> {
  const bootstrap = bootstrapStack(environment);
  const stacks = allStacks(environment);
  const measured: Phase[] = [];
  const phase = async (name: Phase["name"], work: () => Promise<unknown>): Promise<void> => {
    progress(`sandbox: ${name}`);
    const from = sandbox.journal.now();
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    const to = sandbox.journal.now();
    const requests = sandbox.journal.requests().filter(({ at }) => at >= from && at <= to);
    measured.push({
      name,
      seconds: (to - from) / 1000,
      sleepingSeconds: sleepingSeconds(requests),
      answeringCpuSeconds: (user + system) / 1e6,
    });
  };
  await phase("deploy", () => deployEnvironment(site, environment, () => undefined));
  await phase("second plan", async () => {
    for (const stack of stacks) {
      const { changes } = await applyStack(site, stack);
      if (changes > 0) throw new CouldNotTell(`sandbox: the second plan of ${stack} has ${changes} changes`);
    }
  });
  // The bucket holds the state of its own stack, so Terraform cannot destroy it.
  await terraformIn(site, bootstrap).release("google_storage_bucket.state-bucket");
  for (const stack of stacks) {
    liftProtections(join(site.stacks, stack));
    if (stack !== bootstrap) await applyStack(site, stack);
  }
  await phase("destroy", async () => {
    for (const stack of stacks.toReversed()) await terraformIn(site, stack).destroy();
  });
  return measured;
}
