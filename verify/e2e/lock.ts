import { z } from "zod";
import type { StagingEnvironment } from "../../environments/environment";
import { E2E_LOCK, e2eResultsBucketName, stateBucketName } from "../../environments/names";
import { GoogleApiError, type GoogleApi, type GoogleFiles, type JsonObject } from "../google-api";
import { cancelCommand, runningExecutions, shortName } from "./execution";
import { read } from "./read";

/**
 * One run at a time, and none beside a deploy. A run puts an object where only one can be and then looks for locks of
 * states; a deploy looks for that object. Terraform and cdktf by hand do not look: of them only the states' locks tell.
 */

/** Seconds beyond the job's own timeout: Google fetches the image and finds a place for it first. */
export const START_SECONDS = 180;
/** Seconds after which a lock that nobody removed counts as left behind, beyond everything that a run may take. */
const LEFT_BEHIND_SECONDS = 300;

/** A lock that stands. */
interface Held {
  readonly since: Date;
  readonly generation: string;
}

const Stored = z.object({ name: z.string(), generation: z.string(), timeCreated: z.string() });
const Listed = z.object({ items: z.array(Stored).default([]) });

const isStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof GoogleApiError && statuses.includes(error.status);

const bucketPath = (environment: StagingEnvironment): string => `b/${e2eResultsBucketName(environment)}/o`;

/**
 * The lock that stands, or none; where the bucket is not there, no runner was ever deployed. Listed and not asked for by
 * its name: Google may answer for an object that is missing as for one that is forbidden.
 */
async function heldLock(api: GoogleApi, environment: StagingEnvironment): Promise<Held | "none" | "no runner"> {
  try {
    const answer = await api.get("storage", bucketPath(environment), { prefix: E2E_LOCK });
    const lock = read(Listed, answer, "storage objects").items.find(({ name }) => name === E2E_LOCK);
    return lock ? { generation: lock.generation, since: new Date(lock.timeCreated) } : "none";
  } catch (error) {
    if (isStatus(error, 404)) return "no runner";
    throw error;
  }
}

const isLeftBehind = (environment: StagingEnvironment, { since }: Held, now: Date): boolean => {
  const most = environment.e2e.runner.timeoutSeconds + START_SECONDS + LEFT_BEHIND_SECONDS;
  return now.getTime() - since.getTime() > most * 1000;
};

/**
 * The run that keeps others out, in one line with what to do; undefined where there is none, or no runner yet.
 *
 * @throws GoogleApiError
 */
export async function runInTheWay(
  api: GoogleApi,
  environment: StagingEnvironment,
  now: Date,
): Promise<string | undefined> {
  // Asked first: before the first deploy the Cloud Run API is off, and refuses every question.
  const held = await heldLock(api, environment);
  if (held === "no runner") return undefined;
  const [running] = await runningExecutions(api, environment);
  if (running) {
    const since = running.created ? ` since ${running.created.toISOString()}` : "";
    return `${environment.name}: execution ${shortName(running.name)} of the end-to-end tests runs${since}; wait for its end, or end it: ${cancelCommand(environment, running.name)}`;
  }
  return held !== "none" && !isLeftBehind(environment, held, now) ? lockText(environment, held) : undefined;
}

const lockText = (environment: StagingEnvironment, { since }: Held): string =>
  `${environment.name}: a run of the end-to-end tests holds the lock since ${since.toISOString()}; wait for its end, or remove gs://${e2eResultsBucketName(environment)}/${E2E_LOCK} when there is none`;

/** A lock of our own, or who has it. */
export type Taken =
  { readonly ok: true; readonly generation: string } | { readonly ok: false; readonly reason: string };

/** Puts the lock up. Google lets one caller through, whoever asks at the same time. @throws GoogleApiError */
export async function takeLock(api: GoogleFiles, environment: StagingEnvironment, now: Date): Promise<Taken> {
  const before = await heldLock(api, environment);
  if (before === "no runner") return { ok: false, reason: notDeployed(environment) };
  if (before !== "none" && isLeftBehind(environment, before, now)) {
    await releaseLock(api, environment, before.generation);
  }
  try {
    const made = await api.post("storage", uploadPath(environment), { started: now.toISOString() });
    return { ok: true, generation: read(Stored, made, "storage upload").generation };
  } catch (error) {
    if (!isStatus(error, 412)) throw error;
    return { ok: false, reason: lockText(environment, { since: now, generation: "" }) };
  }
}

/** Generation 0 is that no object is there. The path is from the host's root: uploads have a place of their own. */
const uploadPath = (environment: StagingEnvironment): string =>
  `/upload/storage/v1/b/${e2eResultsBucketName(environment)}/o?uploadType=media&name=${E2E_LOCK}&ifGenerationMatch=0`;

/** What to say where an environment has no runner yet. */
export const notDeployed = ({ name }: StagingEnvironment): string =>
  `${name}: no runner found; deploy ${name}-services, which declares the job and the bucket of its results`;

/** Takes the lock down, where it is still the one that was put up. @throws GoogleApiError */
export async function releaseLock(
  api: GoogleFiles,
  environment: StagingEnvironment,
  generation: string,
): Promise<void> {
  try {
    await api.remove("storage", `${bucketPath(environment)}/${E2E_LOCK}`, { ifGenerationMatch: generation });
  } catch (error) {
    // Removed by somebody, or somebody else's by now.
    if (!isStatus(error, 404, 412)) throw error;
  }
}

/** The deploy that keeps a run out, by the lock that Terraform leaves beside a state. @throws GoogleApiError */
export async function deployInTheWay(api: GoogleApi, environment: StagingEnvironment): Promise<string | undefined> {
  const answer: JsonObject = await api.get("storage", `b/${stateBucketName(environment)}/o`);
  const locks = read(Listed, answer, "storage objects").items.filter(({ name }) => name.endsWith("/default.tflock"));
  if (locks.length === 0) return undefined;
  const shown = locks.map(({ name, timeCreated }) => `${name.split("/")[0]} since ${timeCreated}`);
  return `${environment.name}: Terraform holds the state of ${shown.join(", ")}; wait for its end, or read docs/runbooks/${environment.name}.md where it has none`;
}
