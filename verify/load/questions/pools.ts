import { budgetsOf } from "../../../environments/budgets";
import { countText } from "../../../report/text";
import { levelsOf } from "../levels";
import type { MetricId } from "../metrics";
import { answerQuestion, type AnsweredQuestion, type Evidence, type Observation } from "./question";

/** The metrics that pools show in, in the order of {@link budgetsOf}. */
const POOLS: readonly MetricId[] = ["connections", "clients"];

/**
 * Do the pools hold: database connections and Redis clients stay within what the pools may open by their budgets, and no
 * log entry speaks of an exhausted one.
 */
export function judgePools(evidence: Evidence): AnsweredQuestion {
  const budgets = budgetsOf(evidence.environment);
  return answerQuestion("pools", "Do the pools hold?", [
    ...POOLS.map((metric, index): Observation => {
      const { name = metric, demand = 0, supply = 0 } = budgets[index] ?? {};
      const { before, peak } = levelsOf(evidence.readings, evidence.moments, metric);
      if (peak === undefined) return { verdict: "could not tell", text: `${name}: Monitoring does not say` };
      const text = `${name}: ${before ?? "unknown"} before, ${peak} at most under load; budget ${demand} of ${supply}`;
      return { verdict: peak <= demand ? "yes" : "no", text };
    }),
    exhaustionObservation(evidence),
    ...untouchedObservations(evidence),
  ]);
}

function exhaustionObservation({ exhausted }: Evidence): Observation {
  if (typeof exhausted === "string") return { verdict: "could not tell", text: `log: ${exhausted}` };
  const text = `log: ${countText(exhausted, "entry", "entries")} of an exhausted pool`;
  return { verdict: exhausted === 0 ? "yes" : "no", text };
}

/** Liveness paths do not use the stores: unless a socket opened, no pool was tested. */
function untouchedObservations({ observed, cutShort }: Evidence): readonly Observation[] {
  if (cutShort !== undefined) return [{ verdict: "could not tell", text: cutShort }];
  return observed.sockets.every(({ opened }) => opened === 0)
    ? [{ verdict: "could not tell", text: "no socket opened, so no pool was asked for more than before" }]
    : [];
}
