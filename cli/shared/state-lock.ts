import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { stateBucketName } from "../../environments/names";
import { stackCommand } from "../../environments/stack-command";
import { roleOf } from "../../environments/stack-names";
import { countText } from "../../report/text";
import { isStatus } from "../../verify/google-answers";
import type { GoogleFiles } from "../../verify/google-api";
import { CouldNotTell } from "./command";

/** Who holds a state's lock, as Terraform has written it down. */
export interface StateLock {
  /** What `terraform force-unlock` wants to hear. */
  readonly id: string;
  /** USER@HOST of the process. */
  readonly who: string;
  /** `apply`, `plan`… */
  readonly operation: string;
  readonly since: Date;
}

const nameOf = (operation: string): string => operation.replace(/^OperationType/, "").toLowerCase();

/**
 * The lock that an error of Terraform's tells of; undefined where it is about something else
 * (https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statemgr/locker.go, `LockInfo.String`).
 */
export function lockIn(text: string): StateLock | undefined {
  if (!text.includes("Lock Info:")) return undefined;
  const read = (name: string): string => new RegExp(`^\\W*${name}:[ \\t]+(.+?)\\s*$`, "m").exec(text)?.[1] ?? "unknown";
  // Go's own form of a time: 2026-11-29 07:01:02.123456789 +0000 UTC
  const [, day = "", time = ""] = /^(\S+) ([\d:]+)/.exec(read("Created")) ?? [];
  return { id: read("ID"), who: read("Who"), operation: nameOf(read("Operation")), since: new Date(`${day}T${time}Z`) };
}

/** Where a stack's state is. */
export interface StatePlace {
  readonly bucket: string;
  readonly prefix: string;
}

/** Where the state of a stack of an environment is, as the stack declares it. */
export function statePlace(environment: Environment, stack: string): StatePlace {
  const prefix = roleOf(environment, stack);
  if (prefix === undefined) throw new CouldNotTell(`${stack}: no stack of ${environment.name}`);
  return { bucket: stateBucketName(environment), prefix };
}

const LockObject = z.object({ generation: z.string() });
const LockContent = z.object({ Who: z.string(), Operation: z.string(), Created: z.string() });

/** A lock is a line of JSON. */
const MOST_BYTES = 64 * 1024;

/**
 * Reads who holds a state's lock from the state's bucket. Cloud Storage's lock is an object beside the state, and its id is
 * that object's generation (https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/remote-state/gcs/client.go).
 *
 * @returns undefined where nobody holds it
 * @throws GoogleApiError
 */
export async function readStateLock(
  files: GoogleFiles,
  { bucket, prefix }: StatePlace,
): Promise<StateLock | undefined> {
  const object = `b/${bucket}/o/${encodeURIComponent(`${prefix}/default.tflock`)}`;
  try {
    const { generation } = LockObject.parse(await files.get("storage", object));
    const text = await files.text("storage", object, { alt: "media" }, MOST_BYTES);
    const { Who, Operation, Created } = LockContent.parse(JSON.parse(text));
    return { id: generation, who: Who, operation: nameOf(Operation), since: new Date(Created) };
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

const MINUTE = 60_000;
const MINUTES_OF_HOURS = 180;

function ageText(since: Date, now: Date): string {
  const minutes = Math.max(0, Math.round((now.getTime() - since.getTime()) / MINUTE));
  return minutes < MINUTES_OF_HOURS ? countText(minutes, "minute") : countText(Math.round(minutes / 60), "hour");
}

/** What a person does where nobody can ask for the lock now. */
export const unknownLockText = (stack: string, reason: string): string =>
  [
    `${stack}: whether its state is locked cannot be told now (${reason})`,
    "if it is, the next command that needs the lock fails and says its ID; then free it:",
    `  ${stackCommand(stack, "force-unlock ID")}`,
  ].join("\n");

/** Whose a lock is, how old, and how a person frees it. It is never freed unasked: who holds it may be alive. */
export function lockText(stack: string, { id, who, operation, since }: StateLock, now: Date): string {
  const age = Number.isNaN(since.getTime()) ? "" : ` since ${since.toISOString()} (${ageText(since, now)})`;
  return [
    `${stack}: the state is locked by ${who}${age}, for ${operation}`,
    "if that run is alive, wait for its end; if it is dead, free the lock:",
    `  ${stackCommand(stack, `force-unlock ${id}`)}`,
  ].join("\n");
}
