import { z } from "zod";
import type { StagingEnvironment } from "../../environments/environment";
import { E2E_LOCK, e2eResultsBucketName, stateBucketName } from "../../environments/names";
import { GoogleApiError, parseAnswer, type GoogleApi, type GoogleFiles, type JsonObject } from "../google-api";
import { cancelCommand, runningExecutions, shortName } from "./execution";

/**
 * One run at a time, and none beside a deploy. A run puts an object where only one can be and then looks for locks of
 * states; a deploy looks for that object. Terraform and cdktf by hand do not look: of them only the states' locks tell.
 */

/** Seconds beyond the job's own timeout: Google fetches the image and finds a place for it first. */
export const START_SECONDS = 180;
/** Seconds beyond what its work may take after which a lock that nobody removed counts as left behind. */
const LEFT_BEHIND_SECONDS = 300;

/** Bytes of a lock that are read: it holds two times. */
const MOST_LOCK_BYTES = 4096;

/** A lock that stands. */
interface HeldLock {
  readonly since: Date;
  readonly generation: string;
  /** When it counts as left behind; one that says nothing of it stands until somebody removes it. */
  readonly expires: Date | undefined;
}

/** What is said in it, by whoever put it up: how long tests and loads take is for them to know. */
const Content = z.object({ started: z.iso.datetime(), expires: z.iso.datetime() });

const Stored = z.object({ name: z.string(), generation: z.string(), timeCreated: z.string() });
const Listed = z.object({ items: z.array(Stored).default([]) });

const isStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof GoogleApiError && statuses.includes(error.status);

const bucketPath = (environment: StagingEnvironment): string => `b/${e2eResultsBucketName(environment)}/o`;
const lockPath = (environment: StagingEnvironment): string => `${bucketPath(environment)}/${E2E_LOCK}`;

/**
 * The lock that stands, or none; where the bucket is not there, no runner was ever deployed. Listed and not asked for by
 * its name: Google may answer for an object that is missing as for one that is forbidden.
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
    // Somebody else's object, or one that was taken down meanwhile; the next look tells.
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
  // Asked first: before the first deploy the Cloud Run API is off, and refuses every question.
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

/** The command that takes a lock down by hand. */
export const unlockCommand = (environment: StagingEnvironment): string =>
  `gcloud storage rm gs://${e2eResultsBucketName(environment)}/${E2E_LOCK}`;

const lockText = (environment: StagingEnvironment, since: Date): string =>
  `${environment.name}: a run of the end-to-end tests, or a load, holds the lock since ${since.toISOString()}; wait for its end, or take it down when there is none: ${unlockCommand(environment)}`;

/** A lock of our own, or who has it. */
export type TakenLock =
  { readonly ok: true; readonly generation: string } | { readonly ok: false; readonly reason: string };

/**
 * Puts the lock up. Google lets one caller through, whoever asks at the same time.
 *
 * @param mostSeconds - that the work under it takes
 * @throws GoogleApiError
 */
export async function takeLock(
  api: GoogleFiles,
  environment: StagingEnvironment,
  { now, mostSeconds }: { readonly now: () => Date; readonly mostSeconds: number },
): Promise<TakenLock> {
  const started = now();
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

/** Generation 0 is that no object is there. The path is from the host's root: uploads have a place of their own. */
const uploadPath = (environment: StagingEnvironment): string =>
  `/upload/storage/v1/b/${e2eResultsBucketName(environment)}/o?uploadType=media&name=${E2E_LOCK}&ifGenerationMatch=0`;

/** What to say where an environment has no runner yet. */
export const notDeployedText = ({ name }: StagingEnvironment): string =>
  `${name}: no runner found; deploy ${name}-services, which declares the job and the bucket of its results`;

/** Takes the lock down, where it is still the one that was put up. @throws GoogleApiError */
export async function releaseLock(
  api: GoogleFiles,
  environment: StagingEnvironment,
  generation: string,
): Promise<void> {
  try {
    await api.remove("storage", lockPath(environment), { ifGenerationMatch: generation });
  } catch (error) {
    // Removed by somebody, or somebody else's by now.
    if (!isStatus(error, 404, 412)) throw error;
  }
}

/** The deploy that keeps a run out, by the lock that Terraform leaves beside a state. @throws GoogleApiError */
export async function deployInTheWay(api: GoogleApi, environment: StagingEnvironment): Promise<string | undefined> {
  const answer: JsonObject = await api.get("storage", `b/${stateBucketName(environment)}/o`);
  const locks = parseAnswer(Listed, answer, "storage objects").items.filter(({ name }) =>
    name.endsWith("/default.tflock"),
  );
  if (locks.length === 0) return undefined;
  const shown = locks.map(({ name, timeCreated }) => `${name.split("/")[0]} since ${timeCreated}`);
  return `${environment.name}: Terraform holds the state of ${shown.join(", ")}; wait for its end, or read docs/runbooks/${environment.name}.md where it has none`;
}
