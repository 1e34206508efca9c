import { runner, type Run, type Statistics } from "@artilleryio/int-core";
import { loadHooks } from "./hooks";
import type { LoadEvent, LoadOrder } from "./messages";
import type { Script } from "./script";

/**
 * The program that runs Artillery's engine in a process of its own. The engine changes globals, prints, and loads modules
 * that a test runner cannot; and reading Monitoring on the same event loop would distort its latencies.
 */

/** Longest wait for the answers to our close frames, and how often we look for them. */
const CLOSING_SECONDS = 3;
const CLOSING_LOOK_MILLISECONDS = 50;

/** Prefix of the engine's counters that say why something failed. */
const ERRORS = "errors.";

const reportEvent = (event: LoadEvent): void => void process.send?.(event);

interface Moment {
  readonly reached: Promise<void>;
  readonly reach: () => void;
}

function createMoment(): Moment {
  let reach: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return { reached, reach };
}

async function startLoad({ scripts, releaseAfterSeconds }: LoadOrder): Promise<void> {
  const [released, stopped] = [createMoment(), createMoment()];
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    released.reach();
    stopped.reach();
  };
  // On a terminal an interrupt reaches every process; the parent decides what to do.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);
  process.on("message", stop);
  process.on("disconnect", stop);
  const hooks = loadHooks(reportEvent, { released: released.reached, isStopped: () => isStopped });
  const runs = await Promise.all(scripts.map((script) => prepareRun(script, hooks.processor)));
  const ended = Promise.all(runs.map(runEnd));
  for (const run of runs) run.run();
  // The time counts from here: on a busy machine the engine takes as long to load as a short plan's phase.
  setTimeout(released.reach, releaseAfterSeconds * 1000).unref();
  await Promise.race([ended, stopped.reached]);
  const deadline = Date.now() + CLOSING_SECONDS * 1000;
  while (hooks.openSockets() > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, CLOSING_LOOK_MILLISECONDS));
  }
  const last: LoadEvent = { kind: "done", at: Date.now(), leftOpen: hooks.openSockets() };
  if (process.connected) process.send?.(last, () => process.exit(0));
  else process.exit(0);
}

async function prepareRun({ config, scenarios }: Script, processor: object): Promise<Run> {
  const run = await runner.runner({ config: { ...config, processor }, scenarios }, undefined, {});
  if (scenarios.some(({ engine }) => engine === "ws"))
    run.on("stats", (statistics) => reportEvent(refusalEvent(statistics)));
  return run;
}

/** The engine counts a failed handshake twice, by its message and by its code. Codes are left out: messages say more. */
function refusalEvent({ counters }: Statistics): LoadEvent {
  const reasons = Object.keys(counters)
    .filter((name) => name.startsWith(ERRORS))
    .map((name) => name.slice(ERRORS.length))
    .filter((reason) => !/^[A-Z][A-Z\d_]+$/.test(reason));
  return { kind: "refused", at: Date.now(), reasons };
}

const runEnd = (run: Run): Promise<void> => new Promise((resolve) => run.on("done", () => resolve()));

process.once("message", (order: LoadOrder) => void startLoad(order));
