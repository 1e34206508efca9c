import type { StagingEnvironment } from "../../environments/environment";
import { GoogleApiError, type GoogleFiles } from "../google-api";
import { writeValues } from "../time-series";
import { startExecution } from "./execution";
import { follow, type World } from "./follow";
import { cannotTell, judged, type Verdict } from "./judge";
import { deployInTheWay, notDeployed, releaseLock, runInTheWay, takeLock } from "./lock";
import { valuesOf } from "./report";

/** A run's verdict, with what went wrong beside it: it stands all the same. One line each. */
export type Ended = Verdict & { readonly notes: readonly string[] };

/** What Google refused, as a reason. Anything else is a mistake of ours. */
function refusal(error: unknown): Verdict {
  if (error instanceof GoogleApiError) return cannotTell(error.message);
  throw error;
}

/** Runs the end-to-end tests of an environment once. */
export async function runE2e(environment: StagingEnvironment, api: GoogleFiles, world: World): Promise<Ended> {
  const notes: string[] = [];
  const verdict = await runAlone(environment, api, world, notes).catch(refusal);
  return { ...verdict, notes };
}

async function runAlone(
  environment: StagingEnvironment,
  api: GoogleFiles,
  world: World,
  notes: string[],
): Promise<Verdict> {
  const run = await runInTheWay(api, environment, world.now());
  if (run !== undefined) return cannotTell(run);
  const lock = await takeLock(api, environment, world.now());
  if (!lock.ok) return cannotTell(lock.reason);
  // After the lock: whoever deploys from now on finds it.
  const deploy = deployInTheWay(api, environment);
  const verdict = await deploy
    .then((reason) => (reason === undefined ? runLocked(environment, api, world, notes) : cannotTell(reason)))
    .catch(refusal);
  await noted(notes, "The lock could not be removed", releaseLock(api, environment, lock.generation));
  return verdict;
}

/** Says what failed, and goes on. */
async function noted(notes: string[], what: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    notes.push(`${what}: ${error.message}`);
  }
}

async function runLocked(
  environment: StagingEnvironment,
  api: GoogleFiles,
  world: World,
  notes: string[],
): Promise<Verdict> {
  const name = await start(environment, api);
  if (name === undefined) return cannotTell(notDeployed(environment));
  const followed = await follow(api, environment, name, world);
  if (!followed.ok) return cannotTell(`${environment.name}: ${followed.reason}`);
  const verdict = await judged(environment, api, followed.execution);
  if (verdict.ok) {
    const written = writeValues(api, environment.project, valuesOf(verdict.report), world.now());
    await noted(notes, "Monitoring was not told", written);
  }
  return verdict;
}

async function start(environment: StagingEnvironment, api: GoogleFiles): Promise<string | undefined> {
  try {
    return await startExecution(api, environment);
  } catch (error) {
    if (error instanceof GoogleApiError && error.status === 404) return undefined;
    throw error;
  }
}
