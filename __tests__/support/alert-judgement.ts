import { arithmeticOf, type Policy } from "./alert-arithmetic";
import { World, type Labels, type Series } from "./promql/evaluate";
import { readPromql } from "./promql/read";

/** When an alert is open, and of what. */
export interface Incident {
  readonly labels: Labels;
  /** Minutes, from the first in which the alert is open to the first in which it is not. */
  readonly from: number;
  readonly to: number;
}

/** Minutes that Monitoring evaluates: one after the other. */
export const minutesTo = (last: number): readonly number[] => Array.from({ length: last + 1 }, (_, minute) => minute);

/** Whether an expression has a result, for each of its sets of labels, minute by minute. */
export interface Held {
  readonly labels: Labels;
  readonly holds: readonly boolean[];
}

/** Where an expression has results. Lines of the same labels are one: that is what an incident is known by. */
export function heldBy(expression: string, world: World): readonly Held[] {
  const byLabels = new Map<string, Held>();
  for (const { labels, values } of world.evaluate(readPromql(expression))) {
    const key = JSON.stringify(Object.entries(labels).sort());
    const before = byLabels.get(key)?.holds ?? [];
    byLabels.set(key, { labels, holds: values.map((value, at) => value !== undefined || (before[at] ?? false)) });
  }
  return [...byLabels.values()];
}

/** The incidents that a policy opens in a world that is asked every minute, by condition and by labels. */
export const incidentsOf = (policy: Pick<Policy, "conditions">, world: World): readonly Incident[] =>
  arithmeticOf(policy).flatMap(({ expression, forSeconds }) =>
    heldBy(expression, world).flatMap(({ labels, holds }) =>
      runsOf(holds).flatMap(([first, end]) => {
        const from = first + forSeconds / 60;
        return from < end ? [{ labels, from, to: end }] : [];
      }),
    ),
  );

/** Stretches in which something holds: the first index, and the first after it. */
function runsOf(holds: readonly boolean[]): readonly (readonly [number, number])[] {
  return holds.flatMap((isOn, index) => {
    if (!isOn || holds[index - 1]) return [];
    const end = holds.findIndex((later, at) => at > index && !later);
    return [[index, end === -1 ? holds.length : end] as const];
  });
}

/** A world of a day's series. */
export const worldOf = (series: readonly Series[], last: number): World => new World(series, minutesTo(last));
