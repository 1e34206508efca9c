import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Check, Outcome } from "../../verify/engine/check";
import type { Attempt } from "../../verify/engine/attempt";
import { runChecks } from "../../verify/engine/run";
import { startEdge, type Edge, type Misbehaviour } from "./misbehaving-edge";
import { testClock } from "./test-clock";

/** The check of an id. */
export function checkOf(checks: readonly Check[], id: string): Check {
  const check = checks.find((candidate) => candidate.id === id);
  if (!check) throw new Error(`no check ${id}; there are ${checks.map((candidate) => candidate.id).join(", ")}`);
  return check;
}

/** One attempt of a check. @param late - when its deadline passes; never, where it is left out */
export function attemptOf(checks: readonly Check[], id: string, late?: Promise<unknown>): Promise<Attempt> {
  const deadline = new AbortController();
  void late?.then(() => deadline.abort());
  return checkOf(checks, id).attempt(deadline.signal);
}

/** Resolves when a client of this process has read the head of its next answer. */
export const headRead = (): Promise<void> =>
  new Promise((resolve) => {
    const channel = "http.client.response.finish";
    const heard = (): void => {
      unsubscribe(channel, heard);
      setImmediate(resolve);
    };
    subscribe(channel, heard);
  });

/** Runs an action with an edge, and closes the edge also where the action fails. */
export async function withEdge<T>(wrong: Misbehaviour, action: (edge: Edge) => Promise<T>): Promise<T> {
  const edge = await startEdge(wrong);
  try {
    return await action(edge);
  } finally {
    await edge.close();
  }
}

/** Runs checks without waiting, and gives the waits in milliseconds that they asked for. */
export async function runQuickly(
  checks: readonly Check[],
  mask = (text: string): string => text,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly waits: readonly number[] }> {
  const clock = testClock();
  const outcomes = await runChecks(checks, { clock, random: () => 0, mask: { text: mask }, parallel: 4 });
  return { outcomes, waits: clock.pauses };
}

/** `verdict symptom`, as tables of tests write it. */
export const verdictOf = (attempt: Attempt): string =>
  attempt.verdict === "failed" ? `failed ${attempt.symptom}` : attempt.verdict;

/** What an attempt found, or the reason why it found nothing. */
export const foundOf = (attempt: Attempt): string => ("found" in attempt ? attempt.found : attempt.reason);
