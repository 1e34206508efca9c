import type { StagingEnvironment } from "../../environments/environment";
import { E2E_REPORT, E2E_RESULTS_FOLDER, e2eResultsBucketName } from "../../environments/names";
import { isStatus } from "../google-answers";
import type { GoogleFiles } from "../google-api";
import { executionLink, shortName, type ExecutionState } from "./execution";
import { MOST_REPORT_BYTES, readJunit } from "./junit";
import { redactText } from "./redact";
import { redactXml } from "./redact-xml";
import type { DeadRun } from "./dead-run";
import { reportOf, type E2eReport } from "./report";

/** The result of a run: a report, or why there is none. */
export type E2eResult =
  | {
      readonly ok: true;
      readonly report: E2eReport;
      /** The tests' own report, with secrets masked. */
      readonly junit: string;
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** The run, where one was started and died; absent where nothing ran, or nobody can tell whether it did. */
      readonly dead?: DeadRun;
    };

/** A result without a report. */
export const withoutReport = (reason: string): E2eResult => ({ ok: false, reason });

/** The result of a run that was started and left nothing that tells how its tests went. */
export const deadResult = (environment: StagingEnvironment, name: string, reason: string): E2eResult => ({
  ok: false,
  reason,
  dead: {
    environment: environment.name,
    execution: shortName(name),
    link: executionLink(environment, name),
    reason,
    team: environment.contacts["test-framework"].team,
  },
});

/**
 * Reads the tests' report of an execution that ended. The execution itself only says whether the container failed.
 *
 * @throws GoogleApiError
 */
export async function readResult(
  environment: StagingEnvironment,
  api: GoogleFiles,
  execution: ExecutionState,
): Promise<E2eResult> {
  const link = executionLink(environment, execution.name);
  const resultAbout = (text: string): E2eResult =>
    deadResult(
      environment,
      execution.name,
      `${environment.name}: execution ${shortName(execution.name)} ${text}; see ${link}`,
    );
  const how = execution.isSuccess ? "ended well" : `failed (${redactText(execution.said) || "no reason given"})`;
  const junit = await fetchReport(environment, api, execution.name);
  if (junit === undefined) return resultAbout(`${how} and left no report (docs/e2e-runner.md)`);
  const reading = readJunit(junit);
  if (!reading.ok) return resultAbout(`${how}, and ${reading.problem}`);
  const isEmpty = reading.tests.every(({ outcome }) => outcome === "skipped");
  if (isEmpty) return resultAbout(`${how}, and its report names no test that was run`);
  const report = reportOf(
    environment,
    { name: shortName(execution.name), seconds: secondsOf(execution), link },
    reading.tests,
  );
  // The container was stopped, or ran out of time or memory, before the tests ended.
  if (!execution.isSuccess && report.failed === 0) return resultAbout(`${how}, though its report names no failure`);
  const kept = redactXml(junit);
  return kept.ok ? { ok: true, report, junit: kept.xml } : resultAbout(`${how}, and the tests' report ${kept.problem}`);
}

const secondsOf = ({ created, started, ended }: ExecutionState): number => {
  const begun = started ?? created;
  return begun && ended ? Math.max(0, (ended.getTime() - begun.getTime()) / 1000) : 0;
};

async function fetchReport(
  environment: StagingEnvironment,
  api: GoogleFiles,
  name: string,
): Promise<string | undefined> {
  const object = encodeURIComponent(`${E2E_RESULTS_FOLDER}/${shortName(name)}/${E2E_REPORT}`);
  const path = `b/${e2eResultsBucketName(environment)}/o/${object}`;
  try {
    return await api.text("storage", path, { alt: "media" }, MOST_REPORT_BYTES);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}
