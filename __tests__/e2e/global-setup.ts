import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import { today } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { probeProvider } from "../../cli/shared/provider";
import { deployEnvironment, openSite, type AppliedStack } from "../../cli/shared/sandbox-deploy";
import type { Environment } from "../../environments/environment";
import { watchAnswers } from "../support/answer-checks";
import {
  DIRECTORY_VARIABLE,
  siteDirectory,
  snapshotFile,
  writeRun,
  type Deployment,
  type Moment,
  type StackJson,
} from "./run";
import { ROOT } from "./terraform";

/**
 * Synthesizes every stack as `./netra synth` does, into a folder of this run, finds out what can be asked here, and
 * deploys each environment once: the tests start from what that has left.
 */
export default async function globalSetup(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "provider-word-"));
  process.env[DIRECTORY_VARIABLE] = directory;
  // What a failing command keeps for its user, as the errors of Terraform.
  process.env.XDG_STATE_HOME = join(directory, "user-state");
  const outdir = join(directory, "cdktf.out");
  const stacks = await synthesize(outdir);
  const availability = await probeProvider(ROOT, directory);
  if ("reason" in availability) {
    process.stdout.write(`\nThe provider is not asked: ${availability.reason}\n`);
    writeRun({ availability, stacks, deviations: [], deployments: {} });
    return;
  }
  const takeDeviations = watchAnswers({ refusals: true });
  const deployed = await Promise.all(
    environmentsFor(today(), undefined).map(async (environment) => [
      environment.name,
      await deploy(directory, environment, join(outdir, "stacks"), availability.providers),
    ]),
  );
  writeRun({
    availability,
    stacks,
    deviations: takeDeviations(),
    deployments: Object.fromEntries(deployed) as Record<string, Deployment>,
  });
}

/** Deploys an environment into a sandbox of its own and keeps what the sandbox holds, and the initialised folders. */
async function deploy(
  directory: string,
  environment: Environment,
  synthesized: string,
  providers: string,
): Promise<Deployment> {
  const { name } = environment;
  const stacks = siteDirectory(directory, name);
  const { sandbox, site } = await openSite(environment, synthesized, stacks, providers);
  const applied: AppliedStack[] = [];
  const keepSnapshot = (moment: Moment): void =>
    writeFileSync(snapshotFile(directory, name, moment), JSON.stringify(sandbox.store.snapshot()));
  try {
    await deployEnvironment(site, environment, (each) => {
      applied.push(each);
      // Bootstrap runs beside foundation.
      if (applied.length === 2) keepSnapshot("founded");
    });
  } catch (error) {
    // The tests that need it say so; those that do not still run.
    return { applied, unknown: [], outside: {}, problem: (error as Error).message };
  } finally {
    await sandbox.close();
  }
  keepSnapshot("deployed");
  return { applied, unknown: sandbox.journal.unknowns(), outside: sandbox.journal.outsides() };
}

async function synthesize(outdir: string): Promise<Readonly<Record<string, StackJson>>> {
  const env = { ...process.env, CDKTF_OUTDIR: outdir };
  const args = [require.resolve("ts-node/dist/bin"), "main.ts"];
  const { failure, stderr } = await runChild(process.execPath, args, { cwd: ROOT, env, deadlineSeconds: 60 });
  if (failure !== undefined) throw new Error(`synthesis: ${failure}\n${stderr}`);
  const manifest = readJson(join(outdir, "manifest.json")) as {
    stacks: Record<string, { synthesizedStackPath: string }>;
  };
  return Object.fromEntries(
    Object.entries(manifest.stacks).map(([name, { synthesizedStackPath }]) => [
      name,
      readJson(join(outdir, synthesizedStackPath)) as StackJson,
    ]),
  );
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
