import type { StagingEnvironment } from "../../environments/environment";
import { GoogleApiError, isStatus, type GoogleFiles } from "../google-api";
import { writeValues } from "../time-series";
import { runAlone } from "./alone";
import { startExecution } from "./execution";
import { followExecution, type RunDependencies } from "./follow";
import { withoutReport, readResult, type E2eResult } from "./judge";
import { START_SECONDS, notDeployedText } from "./lock";
import { metricValuesOf, type E2eReport } from "./report";

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
  if (!followed.ok) return { ...withoutReport(`${environment.name}: ${followed.reason}`), notes: [] };
  const verdict = await readResult(environment, api, followed.execution);
  return { ...verdict, notes: verdict.ok ? await publishReport(environment, api, dependencies, verdict.report) : [] };
}

/** Writes the run to Monitoring; a note where that failed. */
async function publishReport(
  { project }: StagingEnvironment,
  api: GoogleFiles,
  { clock }: RunDependencies,
  report: E2eReport,
): Promise<readonly string[]> {
  try {
    await writeValues(api, project, metricValuesOf(report), clock);
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
