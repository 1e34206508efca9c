import { z } from "zod";
import type { StagingEnvironment } from "../../environments/environment";
import { E2E_LOCK, e2eResultsBucketName, stateBucketName } from "../../environments/names";
import { runbookFile } from "../../environments/runbook-links";
import type { Clock } from "../clock";
import { isStatus, parseAnswer, type JsonObject } from "../google-answers";
import type { GoogleApi, GoogleFiles } from "../google-api";
import { cancelCommand, runningExecutions, shortName } from "./execution";

/**
 * One run at a time, and none during a deploy. A run creates an object that can exist only once, then looks for locks of
 * Terraform states; a deploy looks for that object. Terraform and cdktf that are run by hand do not look for it, so only
 * the states' locks show them.
 */

/** Seconds beyond the job's own timeout: first Google fetches the image and finds a machine for it. */
export const START_SECONDS = 180;
/** Seconds after the longest time of its work when a lock that nobody removed counts as left behind. */
const LEFT_BEHIND_SECONDS = 300;

/** Most bytes that are read of a lock: it holds two times. */
const MOST_LOCK_BYTES = 4096;

/** A lock that exists. */
interface HeldLock {
  readonly since: Date;
  readonly generation: string;
  /** When it counts as left behind. A lock that does not say so counts until somebody removes it. */
  readonly expires: Date | undefined;
}

/** The lock's content. Whoever takes it writes the times: only they know how long their work takes. */
const Content = z.object({ started: z.iso.datetime(), expires: z.iso.datetime() });

const Stored = z.object({ name: z.string(), generation: z.string(), timeCreated: z.string() });
const Listed = z.object({ items: z.array(Stored).default([]) });

const bucketPath = (environment: StagingEnvironment): string => `b/${e2eResultsBucketName(environment)}/o`;
const lockPath = (environment: StagingEnvironment): string => `${bucketPath(environment)}/${E2E_LOCK}`;

/**
 * The lock that exists, or none. Where the bucket is missing, no runner was ever deployed. The lock is looked up in a list
 * because Google may answer 403 for an object that does not exist.
 */
async function heldLock(api: GoogleFiles, environment: StagingEnvironment): Promise<HeldLock | "none" | "no runner"> {
  try {
    const answer = await api.get("storage", bucketPath(environment), { prefix: E2E_LOCK });
    const lock = parseAnswer(Listed, answer, "storage objects").items.find(({ name }) => name === E2E_LOCK);
    if (!lock) return "none";
    const expires = await expiryOf(api, environment);
    return { generation: lock.generation, since: new Date(lock.timeCreated), expires };
  } catch (error) {
    if (isStatus(error, 404)) return "no runner";
    throw error;
  }
}

async function expiryOf(api: GoogleFiles, environment: StagingEnvironment): Promise<Date | undefined> {
  try {
    const text = await api.text("storage", lockPath(environment), { alt: "media" }, MOST_LOCK_BYTES);
    const content = Content.safeParse(JSON.parse(text));
    return content.success ? new Date(content.data.expires) : undefined;
  } catch (error) {
    // It is somebody else's object, or it was removed meanwhile; the next look shows which.
    if (error instanceof SyntaxError || isStatus(error, 404)) return undefined;
    throw error;
  }
}

const isLeftBehind = ({ expires }: HeldLock, now: Date): boolean => expires !== undefined && now > expires;

/**
 * The run that keeps others out, in one line with what to do; undefined where there is none, or no runner yet.
 *
 * @throws GoogleApiError
 */
export async function runInTheWay(
  api: GoogleFiles,
  environment: StagingEnvironment,
  now: Date,
): Promise<string | undefined> {
  // The lock comes first: before the first deploy the Cloud Run API is off and refuses every call.
  const held = await heldLock(api, environment);
  if (held === "no runner") return undefined;
  const running = await executionInTheWay(api, environment);
  if (running !== undefined) return running;
  return held !== "none" && !isLeftBehind(held, now) ? lockText(environment, held.since) : undefined;
}

/** The execution of the job that has not ended, in one line with what to do. @throws GoogleApiError */
export async function executionInTheWay(api: GoogleApi, environment: StagingEnvironment): Promise<string | undefined> {
  const [running] = await runningExecutions(api, environment);
  if (!running) return undefined;
  const since = running.created ? ` since ${running.created.toISOString()}` : "";
  return `${environment.name}: execution ${shortName(running.name)} of the end-to-end tests runs${since}; wait for its end, or end it: ${cancelCommand(environment, running.name)}`;
}

/** The command that removes a lock by hand. */
export const unlockCommand = (environment: StagingEnvironment): string =>
  `gcloud storage rm gs://${e2eResultsBucketName(environment)}/${E2E_LOCK}`;

const lockText = (environment: StagingEnvironment, since: Date): string =>
  `${environment.name}: a run of the end-to-end tests, or a load, holds the lock since ${since.toISOString()}; wait for its end, or take it down when there is none: ${unlockCommand(environment)}`;

/** A lock of our own, or who has it. */
export type TakenLock =
  { readonly ok: true; readonly generation: string } | { readonly ok: false; readonly reason: string };

/**
 * Takes the lock. If several callers ask at the same time, Google lets one of them through.
 *
 * @param mostSeconds - longest time of the work under it
 * @throws GoogleApiError
 */
export async function takeLock(
  api: GoogleFiles,
  environment: StagingEnvironment,
  { clock, mostSeconds }: { readonly clock: Clock; readonly mostSeconds: number },
): Promise<TakenLock> {
  const started = clock.date();
  const before = await heldLock(api, environment);
  if (before === "no runner") return { ok: false, reason: notDeployedText(environment) };
  if (before !== "none" && isLeftBehind(before, started)) await releaseLock(api, environment, before.generation);
  const expires = new Date(started.getTime() + (mostSeconds + LEFT_BEHIND_SECONDS) * 1000);
  const content: z.infer<typeof Content> = { started: started.toISOString(), expires: expires.toISOString() };
  try {
    const made = await api.post("storage", uploadPath(environment), content);
    return { ok: true, generation: parseAnswer(Stored, made, "storage upload").generation };
  } catch (error) {
    if (!isStatus(error, 412)) throw error;
    return { ok: false, reason: lockText(environment, started) };
  }
}

/**
 * Generation 0 means that no object exists yet
 * (https://cloud.google.com/storage/docs/request-preconditions#special-case). Uploads have a path of their own, from the
 * host's root.
 */
const uploadPath = (environment: StagingEnvironment): string =>
  `/upload/storage/v1/b/${e2eResultsBucketName(environment)}/o?uploadType=media&name=${E2E_LOCK}&ifGenerationMatch=0`;

/** What to say where an environment has no runner yet. */
export const notDeployedText = ({ name }: StagingEnvironment): string =>
  `${name}: no runner found; deploy ${name}-services, which declares the job and the bucket of its results`;

/** Removes the lock if it is still the same one. @throws GoogleApiError */
export async function releaseLock(
  api: GoogleFiles,
  environment: StagingEnvironment,
  generation: string,
): Promise<void> {
  try {
    await api.remove("storage", lockPath(environment), { ifGenerationMatch: generation });
  } catch (error) {
    // Somebody removed it, or somebody else holds it by now.
    if (!isStatus(error, 404, 412)) throw error;
  }
}

/** The deploy that keeps a run out, recognised by Terraform's lock of a state. @throws GoogleApiError */
export async function deployInTheWay(api: GoogleApi, environment: StagingEnvironment): Promise<string | undefined> {
  const answer: JsonObject = await api.get("storage", `b/${stateBucketName(environment)}/o`);
  const locks = parseAnswer(Listed, answer, "storage objects").items.filter(({ name }) =>
    name.endsWith("/default.tflock"),
  );
  if (locks.length === 0) return undefined;
  const shown = locks.map(({ name, timeCreated }) => `${name.split("/")[0]} since ${timeCreated}`);
  return `${environment.name}: Terraform holds the state of ${shown.join(", ")}; wait for its end, or read "Finish an interrupted deploy" in ${runbookFile(environment, "reference")} where it has none`;
}
