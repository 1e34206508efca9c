import type { StagingEnvironment } from "../../environments/environment";
import { GoogleApiError, type GoogleFiles } from "../google-api";
import { writeValues } from "../time-series";
import { alone } from "./alone";
import { startExecution } from "./execution";
import { follow, type World } from "./follow";
import { cannotTell, judged, type Verdict } from "./judge";
import { START_SECONDS, notDeployed } from "./lock";
import { valuesOf, type E2eReport } from "./report";

/** A run's verdict, with what went wrong beside it: it stands all the same. One line each. */
export type Ended = Verdict & { readonly notes: readonly string[] };

/** Runs the end-to-end tests of an environment once. */
export async function runE2e(environment: StagingEnvironment, api: GoogleFiles, world: World): Promise<Ended> {
  const mostSeconds = environment.e2e.runner.timeoutSeconds + START_SECONDS;
  const done = await alone(api, environment, { ...world, mostSeconds }, () => runLocked(environment, api, world));
  if (!done.ok) return { ...cannotTell(done.reason), notes: done.notes };
  return { ...done.value, notes: [...done.value.notes, ...done.notes] };
}

async function runLocked(environment: StagingEnvironment, api: GoogleFiles, world: World): Promise<Ended> {
  const name = await start(environment, api);
  if (name === undefined) return { ...cannotTell(notDeployed(environment)), notes: [] };
  const followed = await follow(api, environment, name, world);
  if (!followed.ok) return { ...cannotTell(`${environment.name}: ${followed.reason}`), notes: [] };
  const verdict = await judged(environment, api, followed.execution);
  return { ...verdict, notes: verdict.ok ? await told(environment, api, world, verdict.report) : [] };
}

/** Tells Monitoring; says where that failed. */
async function told(
  { project }: StagingEnvironment,
  api: GoogleFiles,
  { now }: World,
  report: E2eReport,
): Promise<readonly string[]> {
  try {
    await writeValues(api, project, valuesOf(report), now());
    return [];
  } catch (error) {
    if (error instanceof GoogleApiError) return [`Monitoring was not told: ${error.message}`];
    throw error;
  }
}

async function start(environment: StagingEnvironment, api: GoogleFiles): Promise<string | undefined> {
  try {
    return await startExecution(api, environment);
  } catch (error) {
    if (error instanceof GoogleApiError && error.status === 404) return undefined;
    throw error;
  }
}
