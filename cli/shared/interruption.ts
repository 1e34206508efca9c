import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What a Ctrl-C (SIGINT) or a cancelled workflow (SIGTERM) has to undo, in one place: folders, children, files with
 * secrets. When everything is undone the process ends by the same signal, so that a shell loop around it ends too.
 */

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Milliseconds within which another signal is the same press: a terminal sends it to npm and to what npm has started, and
 * npm passes its own on.
 */
const SAME_PRESS = 1000;

/** Who is asked to stop at the first signal and then ends by itself. */
export interface Asked {
  /** What happens now, and what a second signal would leave behind; "" says nothing. */
  readonly notice: string;
  readonly ask: (signal: NodeJS.Signals) => void;
  /**
   * What the second signal does, where somebody still has to say what that leaves behind. A third ends this process.
   *
   * @default a second signal does not wait any longer
   */
  readonly insist?: () => void;
  /**
   * Every signal is passed on, and none ends this process: the other one decides.
   *
   * @default a second signal does not wait any longer
   */
  readonly isInCharge?: true;
}

/** In the order in which they were made; they are undone in the opposite one. */
const undos = new Set<() => void>();
/** What ends at the first signal, also where somebody else is waited for; at the second it is told again. */
const ends = new Set<() => void>();
const waiting = new Set<Asked>();

/** The first signal of an interruption that is waited for. */
interface First {
  readonly signal: NodeJS.Signals;
  /** Milliseconds, as Date.now() tells them. */
  readonly at: number;
}
let first: First | undefined;
let hasInsisted = false;

/**
 * Whether a signal belongs to the one before. A runner of GitHub asks twice by itself: SIGINT, then SIGTERM after 7.5
 * seconds (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation).
 */
const isSamePress = (signal: NodeJS.Signals, { signal: before, at }: First): boolean =>
  Date.now() - at < SAME_PRESS ||
  (process.env.GITHUB_ACTIONS !== undefined && before === "SIGINT" && signal === "SIGTERM");

function stop(signal: NodeJS.Signals): void {
  const all = [...waiting];
  if (all.some(({ isInCharge }) => isInCharge)) {
    for (const { ask } of all) ask(signal);
  } else if (all.length > 0 && first === undefined) {
    first = { signal, at: Date.now() };
    askAll(signal, all);
  } else if (first !== undefined && isSamePress(signal, first)) {
    // Said and done already.
  } else if (!hasInsisted && all.some(({ insist }) => insist)) {
    hasInsisted = true;
    for (const end of ends) quietly(end);
    for (const { insist } of all) insist?.();
  } else {
    endBy(signal);
  }
}

function askAll(signal: NodeJS.Signals, all: readonly Asked[]): void {
  for (const notice of new Set(all.map((each) => each.notice))) {
    if (notice !== "") process.stderr.write(`\n${notice}\n`);
  }
  for (const end of ends) quietly(end);
  for (const { ask } of all) ask(signal);
}

function endBy(signal: NodeJS.Signals): void {
  for (const undo of [...undos].reverse()) quietly(undo);
  for (const each of SIGNALS) process.removeListener(each, stop);
  process.kill(process.pid, signal);
}

/** One that fails must not keep the others from being undone. */
function quietly(undo: () => void): void {
  try {
    undo();
  } catch {
    // Nobody could do anything about it: the process ends.
  }
}

let isWatching = false;

/**
 * Signals are caught only while there is something to undo: at any other time they end the process at once. A signal that
 * has come and is not noticed yet would be lost with its listener, so that stays until the last is undone.
 */
function watchSignals(): void {
  const isWanted = undos.size + waiting.size > 0;
  if (isWanted === isWatching) return;
  isWatching = isWanted;
  for (const signal of SIGNALS) {
    if (isWanted) process.on(signal, stop);
    else process.removeListener(signal, stop);
  }
}

function register<T>(all: Set<T>, entry: T): () => void {
  all.add(entry);
  watchSignals();
  return () => {
    all.delete(entry);
    if (waiting.size === 0) [first, hasInsisted] = [undefined, false];
    watchSignals();
  };
}

/**
 * Registers what an interruption has to undo.
 *
 * @param undo - at once and without waiting, because the process ends right after it
 * @returns takes it back, when it is not needed any more
 */
export const undoAtInterruption = (undo: () => void): (() => void) => register(undos, undo);

/**
 * Registers what ends at the first signal, without being waited for.
 *
 * @param end - told again where a second signal insists
 * @returns takes it back, when it has ended
 */
export function endAtInterruption(end: () => void): () => void {
  const forget = undoAtInterruption(end);
  ends.add(end);
  return () => {
    ends.delete(end);
    forget();
  };
}

/** An interruption came before a step was begun. It is a failure of its own: who goes on after others does not after this. */
export class Interrupted extends Error {
  override readonly message = "interrupted";
}

/** Whether an interruption is waited for. */
export const isInterrupted = (): boolean => first !== undefined;

/**
 * Stands before every step that must not begin any more.
 *
 * @throws Interrupted while an interruption is waited for
 */
export function assertNotInterrupted(): void {
  if (isInterrupted()) throw new Interrupted();
}

/**
 * Runs what has to be done although an interruption has come: steps may begin again, and another signal asks them to stop
 * as a first one does.
 */
export function runInterrupted<T>(run: () => Promise<T>): Promise<T> {
  [first, hasInsisted] = [undefined, false];
  return run();
}

/**
 * Registers somebody who ends by itself once it is asked to.
 *
 * @returns takes it back, when it has ended
 */
export const askAtInterruption = (asked: Asked): (() => void) => register(waiting, asked);

/**
 * A signal that aborts at the first interruption.
 *
 * @param notice - what happens now, and what a second signal would leave behind; "" says nothing
 * @param more - what the second signal does; @default it ends the process at once
 */
export function interruptionSignal(notice: string, more: Pick<Asked, "insist"> = {}): AbortSignal {
  const controller = new AbortController();
  askAtInterruption({ notice, ask: () => controller.abort(), ...more });
  return controller.signal;
}

/** Removes a folder with everything in it. What is killed at the same time may still write into it. */
export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });

/** Runs what an interruption must not tear apart: it counts when that is over. */
export async function runWhole<T>(run: () => T): Promise<T> {
  const release = undoAtInterruption(() => undefined);
  try {
    return run();
  } finally {
    // A signal is noticed at the next turn of the event loop.
    await new Promise((turn) => setImmediate(turn));
    release();
  }
}

/** How a folder is made and removed that stands as long as something runs in it. */
export interface PassingFolder {
  readonly make: () => string;
  readonly remove: (folder: string) => void;
}

/** Runs with a temporary folder that is gone afterwards, whatever happens. */
export const inTemporaryFolder = <T>(prefix: string, run: (folder: string) => Promise<T>): Promise<T> =>
  inPassingFolder({ make: () => mkdtempSync(join(tmpdir(), prefix)), remove: removeFolder }, run);

/** Runs with a folder that is removed afterwards, whatever happens. */
export async function inPassingFolder<T>(passing: PassingFolder, run: (folder: string) => Promise<T>): Promise<T> {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) passing.remove(folder);
  };
  // First, so that no signal comes between.
  const release = undoAtInterruption(remove);
  try {
    folder = passing.make();
    return await run(folder);
  } finally {
    remove();
    release();
  }
}
