import type { Environment } from "../../environments/environment";
import { databaseInstanceName, stateBucketName } from "../../environments/names";
import { bootstrapStack, stacksInOrder } from "../../environments/stack-names";
import { countText } from "../../report/text";
import type { Clock } from "../../verify/clock";
import type { GoogleApi } from "../../verify/google-api";
import { isChange } from "./apply-progress";
import { CouldNotTell, Refused, errorLine, printLine } from "./command";
import { finalBackup, readBackupRuns, readLastDeploy, type BackupRun } from "./final-backup";
import { assertNotInterrupted } from "./interruption";
import { keptLines } from "./kept-text";
import { withoutProtections } from "./lifted-stack";
import { lossLines } from "./losses";
import { readStackPlan } from "./plans";
import type { Workplace } from "./run";
import type { StandingWords } from "./standing-text";
import type { HeldResource } from "./state-content";

/** What is destroyed, and how far that has come. */
export interface Destruction {
  readonly environment: Environment;
  /** Everything goes to a sandbox. */
  readonly isSandbox: boolean;
  /** Names of the stacks, in the order in which they go. */
  readonly names: readonly string[];
  /** Names of those that are gone; grows. */
  readonly finished: string[];
}

/** Who is asked. */
export interface Asked {
  readonly google: GoogleApi;
  readonly clock: Clock;
  /** A person, who answers with a line. */
  readonly ask: (question: string) => Promise<string>;
}

/** Words of a destroy that did not come to its end. */
export const DESTROY_WORDS: StandingWords = {
  done: "destroyed",
  advice: "run the same command again; what is destroyed stays so",
};

/** Terraform's address of the bucket that holds the states, its own among them. */
const STATE_BUCKET = "google_storage_bucket.state-bucket";

/**
 * The stacks of an environment that go, the last applied first. Bootstrap goes in a sandbox only: elsewhere CI's accounts
 * and the states are left to people.
 */
export const stacksToDestroy = (environment: Environment, isSandbox: boolean): readonly string[] => [
  ...stacksInOrder(environment).toReversed(),
  ...(isSandbox ? [bootstrapStack(environment)] : []),
];

/** A stack, with what its state holds. */
interface HeldStack {
  readonly name: string;
  /** What a destroy ends. */
  readonly resources: readonly HeldResource[];
  /** The bucket of the states is in it too. */
  readonly hasStateBucket: boolean;
}

async function readHeld(workplace: Workplace, name: string): Promise<HeldStack> {
  const terraform = workplace.terraform(name);
  await terraform.init();
  const { resources } = await terraform.state();
  const ending = resources.filter(({ address }) => address !== STATE_BUCKET);
  return { name, resources: ending, hasStateBucket: ending.length < resources.length };
}

async function readFinalBackup(environment: Environment, { google, clock }: Asked): Promise<BackupRun> {
  const [runs, deployed] = await Promise.all([
    readBackupRuns(google, environment),
    readLastDeploy(google, environment),
  ]).catch((error: unknown) => {
    throw new CouldNotTell(
      `${environment.name}: whether there is a final backup cannot be told, so nothing is destroyed (${errorLine(error)})`,
    );
  });
  return finalBackup(environment, runs, { now: clock.date(), deployed });
}

/** A database outside of a sandbox has to be one that can come back. */
async function backupOf(
  { environment, isSandbox }: Destruction,
  held: readonly HeldResource[],
  asked: Asked,
): Promise<BackupRun | undefined> {
  const hasDatabase = held.some(({ type }) => type === "google_sql_database_instance");
  return hasDatabase && !isSandbox ? readFinalBackup(environment, asked) : undefined;
}

function showLosses({ environment, isSandbox }: Destruction, held: readonly HeldResource[], now: Date): void {
  const where = isSandbox ? " in the sandbox" : "";
  printLine(`lost for good with ${environment.name} (project ${environment.project}${where}):`);
  for (const line of lossLines(environment, held)) printLine(`- ${line}`);
  for (const line of keptLines(held, now)) printLine(`kept by Google: ${line}`);
  if (isSandbox) return;
  printLine(
    `not touched: ${bootstrapStack(environment)}, the bucket ${stateBucketName(environment)} with the states, the project and its APIs`,
  );
  printLine("a workflow that deploys makes it all again: switch the workflows off first");
}

async function assertConfirmed({ project }: Environment, { ask }: Asked): Promise<void> {
  if ((await ask("Type the project's id to destroy all of this: ")) === project) return;
  throw new Refused("that is not the project's id: nothing is destroyed");
}

async function destroyStack(workplace: Workplace, { name: stack, hasStateBucket }: HeldStack): Promise<void> {
  const terraform = workplace.terraform(stack);
  // It holds the state of its own stack.
  if (hasStateBucket) await terraform.release(STATE_BUCKET);
  await withoutProtections(workplace, stack, async () => {
    const { json, isEmpty } = await terraform.plan("destroy");
    const changes = readStackPlan(stack, json).resource_changes;
    printLine(`${stack}: destroying ${countText(changes.filter(isChange).length, "resource")}`);
    if (!isEmpty) await terraform.apply(changes);
  });
  printLine(`${stack}: destroyed`);
}

function showEnd(
  { environment, isSandbox }: Destruction,
  held: readonly HeldResource[],
  backup: BackupRun | undefined,
  now: Date,
): void {
  printLine(`${environment.name} is destroyed`);
  if (isSandbox) {
    printLine("a sandbox keeps deleted names as Google does: to deploy again, begin with a fresh one");
    return;
  }
  if (backup !== undefined) {
    const instance = databaseInstanceName(environment);
    printLine(
      `backup ${backup.id} stays: gcloud sql backups list --project ${environment.project} --filter instance:${instance}`,
    );
  }
  for (const line of keptLines(held, now)) printLine(`kept by Google: ${line}`);
}

/**
 * Destroys the stacks of an environment, one by one. Outside of a sandbox only with a final backup, and after a person has
 * read what is lost and typed the project's id.
 *
 * @throws Refused before anything is changed
 */
export async function destroyEnvironment(workplace: Workplace, destruction: Destruction, asked: Asked): Promise<void> {
  const { environment, isSandbox, names, finished } = destruction;
  const all: HeldStack[] = [];
  for (const name of names) all.push(await readHeld(workplace, name));
  const stacks = all.filter(({ resources }) => resources.length > 0);
  const held = stacks.flatMap(({ resources }) => resources);
  if (stacks.length === 0) {
    printLine(`nothing of ${environment.name} is left: ${names.join(", ")}`);
    return;
  }
  const backup = await backupOf(destruction, held, asked);
  showLosses(destruction, held, asked.clock.date());
  if (!isSandbox) await assertConfirmed(environment, asked);
  finished.push(...all.filter((stack) => !stacks.includes(stack)).map(({ name }) => name));
  for (const stack of stacks) {
    assertNotInterrupted();
    await destroyStack(workplace, stack);
    finished.push(stack.name);
  }
  showEnd(destruction, held, backup, asked.clock.date());
}
