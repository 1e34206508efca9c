import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { databaseInstanceName } from "../../environments/names";
import { isStatus } from "../../verify/google-answers";
import type { GoogleApi } from "../../verify/google-api";
import { CouldNotTell, Refused } from "./command";
import { statePlace } from "./state-lock";

/** A backup, as far as it is judged (https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/backupRuns). */
export interface BackupRun {
  readonly id: string;
  readonly status: string;
  readonly type: string;
  readonly started: Date | undefined;
  readonly ended: Date | undefined;
}

const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()
  .catch(undefined);

const BackupRuns = z.object({
  items: z
    .array(z.object({ id: z.string(), status: z.string(), type: z.string(), startTime: time, endTime: time }))
    .default([]),
});

/** The newest come first, and older ones do not count. */
const MOST_RUNS = "50";

/** @throws GoogleApiError, and CouldNotTell where the answer is none */
export async function readBackupRuns(google: GoogleApi, environment: Environment): Promise<readonly BackupRun[]> {
  const path = `projects/${environment.project}/instances/${databaseInstanceName(environment)}/backupRuns`;
  const read = BackupRuns.safeParse(await google.get("sql", path, { maxResults: MOST_RUNS }));
  if (!read.success) throw new CouldNotTell(`sql ${path}: an answer that is no list of backups`);
  return read.data.items.map(({ startTime: started, endTime: ended, ...run }) => ({ ...run, started, ended }));
}

/** The stacks whose deploys change data: a revision migrates them, and foundation changes the database itself. */
const CHANGING = ["foundation", "services"] as const;

const StateObject = z.object({ updated: z.iso.datetime({ offset: true }) });

/**
 * When the database or what writes into it was last deployed; undefined where it never was.
 *
 * @throws GoogleApiError
 */
export async function readLastDeploy(google: GoogleApi, environment: Environment): Promise<Date | undefined> {
  const times = await Promise.all(
    CHANGING.map(async (role) => {
      const { bucket, prefix } = statePlace(environment, `${environment.name}-${role}`);
      try {
        const object = `b/${bucket}/o/${encodeURIComponent(`${prefix}/default.tfstate`)}`;
        return new Date(StateObject.parse(await google.get("storage", object)).updated).getTime();
      } catch (error) {
        if (isStatus(error, 404)) return undefined;
        throw error;
      }
    }),
  );
  const known = times.filter((each) => each !== undefined);
  return known.length === 0 ? undefined : new Date(Math.max(...known));
}

/** Hours that a final backup may be old: enough for a large one, for reading the list and for a second attempt. */
const MOST_HOURS = 4;
const HOUR_MILLISECONDS = 3_600_000;

/** When a backup counts, besides what it is itself. */
export interface BackupMoment {
  readonly now: Date;
  /** It has to begin after this. */
  readonly deployed: Date | undefined;
}

/** Why a backup is not a final one; undefined where it is. */
export function backupProblem({ status, type, started, ended }: BackupRun, moment: BackupMoment): string | undefined {
  if (type !== "ON_DEMAND") return `is ${type}: Cloud SQL deletes those by itself`;
  if (status !== "SUCCESSFUL") return `is ${status}`;
  if (started === undefined || ended === undefined) return "does not say when it was made";
  if (moment.now.getTime() - ended.getTime() > MOST_HOURS * HOUR_MILLISECONDS) {
    return `ended at ${ended.toISOString()}, more than ${MOST_HOURS} hours ago`;
  }
  if (moment.deployed !== undefined && started <= moment.deployed) {
    return `began at ${started.toISOString()}, before the last deploy (${moment.deployed.toISOString()})`;
  }
  return undefined;
}

/** Backups that a refusal names. */
const MOST_NAMED = 3;

/**
 * The backup that an environment can come back from.
 *
 * @throws Refused where there is none, with how one is made
 */
export function finalBackup(environment: Environment, runs: readonly BackupRun[], moment: BackupMoment): BackupRun {
  const found = runs.find((run) => backupProblem(run, moment) === undefined);
  if (found !== undefined) return found;
  const named = runs.slice(0, MOST_NAMED).map((run) => `backup ${run.id} ${backupProblem(run, moment) ?? ""}`);
  const instance = databaseInstanceName(environment);
  throw new Refused(
    [
      `${environment.name}: ${instance} has no final backup; a final one is made on demand after the last deploy, is complete and at most ${MOST_HOURS} hours old`,
      ...(named.length === 0 ? ["it has no backup at all"] : named),
      "stop what writes, make one, and begin again:",
      `  gcloud sql backups create --instance ${instance} --project ${environment.project} --description "final"`,
    ].join("\n"),
  );
}
