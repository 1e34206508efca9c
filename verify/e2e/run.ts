import type { StagingEnvironment } from "../../environments/environment";
import { GoogleApiError, isStatus } from "../google-answers";
import type { GoogleFiles } from "../google-api";
import { writeValues, type MetricValue } from "../time-series";
import { runAlone } from "./alone";
import { startExecution } from "./execution";
import { followExecution, type FollowedExecution, type RunDependencies } from "./follow";
import { deadResult, readResult, withoutReport, type E2eResult } from "./judge";
import { START_SECONDS, notDeployedText } from "./lock";
import { DEAD_RUN_VALUES, metricValuesOf } from "./report";

/** A run's result, with what went wrong besides, one line each; that does not change the result. */
export type EndedRun = E2eResult & { readonly notes: readonly string[] };

/** Runs the end-to-end tests of an environment once. */
export async function runE2e(
  environment: StagingEnvironment,
  api: GoogleFiles,
  dependencies: RunDependencies,
): Promise<EndedRun> {
  const mostSeconds = environment.e2e.runner.timeoutSeconds + START_SECONDS;
  const done = await runAlone(api, environment, { ...dependencies, mostSeconds }, () =>
    runLocked(environment, api, dependencies),
  );
  if (!done.ok) return { ...withoutReport(done.reason), notes: done.notes };
  return { ...done.value, notes: [...done.value.notes, ...done.notes] };
}

async function runLocked(
  environment: StagingEnvironment,
  api: GoogleFiles,
  dependencies: RunDependencies,
): Promise<EndedRun> {
  const name = await startJob(environment, api);
  if (name === undefined) return { ...withoutReport(notDeployedText(environment)), notes: [] };
  const followed = await followExecution(api, environment, name, dependencies);
  const verdict = followed.ok
    ? await readResult(environment, api, followed.execution)
    : endWithoutReport(environment, name, followed);
  return { ...verdict, notes: await publishRun(environment, api, dependencies, valuesOf(verdict)) };
}

function endWithoutReport(
  environment: StagingEnvironment,
  name: string,
  { reason, hasDied }: Extract<FollowedExecution, { ok: false }>,
): E2eResult {
  const said = `${environment.name}: ${reason}`;
  return hasDied ? deadResult(environment, name, said) : withoutReport(said);
}

/** What Monitoring is told: nothing where a person ended the run, or nobody knows how it ended. */
function valuesOf(verdict: E2eResult): readonly MetricValue[] {
  if (verdict.ok) return metricValuesOf(verdict.report);
  return verdict.dead === undefined ? [] : DEAD_RUN_VALUES;
}

/** Writes the run to Monitoring; a note where that failed. */
async function publishRun(
  { project }: StagingEnvironment,
  api: GoogleFiles,
  { clock }: RunDependencies,
  values: readonly MetricValue[],
): Promise<readonly string[]> {
  try {
    await writeValues(api, project, values, clock);
    return [];
  } catch (error) {
    if (error instanceof GoogleApiError) return [`Monitoring was not told: ${error.message}`];
    throw error;
  }
}

async function startJob(environment: StagingEnvironment, api: GoogleFiles): Promise<string | undefined> {
  try {
    return await startExecution(api, environment);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}
