import type { Environment } from "../../../environments/environment";
import { levelsOf, type Levels } from "../levels";
import type { MetricId } from "../metrics";
import { answerQuestion, type AnsweredQuestion, type Evidence, type Observation } from "./question";

/** A level that has to come back. */
interface Trace {
  readonly metric: MetricId;
  /** Where the metric is a service's. */
  readonly service?: string;
  readonly name: string;
  /** What may stay above the level before, and why it is no leak. */
  readonly mayStay: number;
}

/**
 * The most that a load may leave behind. A pool keeps its connections open until its instance ends, so the instances from
 * before the load may have more of them afterwards: up to the pool's size, without overflow.
 *
 * @param instances - before the load, by service; the declared minimum where nobody knows
 */
function tracesOf(environment: Environment, instances: (service: string) => number | undefined): readonly Trace[] {
  const services = Object.entries(environment.services);
  const keptByPools = (perInstance: (spec: Environment["services"][string]) => number): number =>
    services.reduce((sum, [name, spec]) => sum + (instances(name) ?? spec.scaling.min) * perInstance(spec), 0);
  return [
    ...services.map(([service]): Trace => ({
      metric: "instances",
      service,
      name: `instances of ${service}`,
      mayStay: 0,
    })),
    {
      metric: "connections",
      name: "database connections",
      mayStay: keptByPools(({ databasePool }) => (databasePool ? databasePool.workers * databasePool.size : 0)),
    },
    {
      metric: "clients",
      name: "Redis clients",
      mayStay: keptByPools(({ cachePool, databasePool }) =>
        cachePool ? (databasePool?.workers ?? 1) * cachePool.maxConnections : 0,
      ),
    },
  ];
}

type SeenLevels = Pick<Evidence, "environment" | "readings" | "moments">;

/** Every trace with its levels. */
function tracesSeen({ environment, readings, moments }: SeenLevels): readonly (Trace & { readonly levels: Levels })[] {
  const levels = (metric: MetricId, service?: string): Levels => levelsOf(readings, moments, metric, service);
  return tracesOf(environment, (service) => levels("instances", service).before).map((trace) => ({
    ...trace,
    levels: levels(trace.metric, trace.service),
  }));
}

/** Whether every level is back, so that the wait can end. A level that was unknown before the load is not waited for. */
export const isClean = (seen: SeenLevels): boolean =>
  tracesSeen(seen).every(
    ({ mayStay, levels: { before, after } }) =>
      before === undefined || (after !== undefined && after <= before + mayStay),
  );

/** Is everything cleaned up afterwards: sockets closed; instances, connections and clients back at their former level? */
export function judgeCleanup(evidence: Evidence): AnsweredQuestion {
  const { observed, waited } = evidence;
  const sockets: Observation = {
    verdict: observed.leftOpen === 0 ? "yes" : "no",
    text: `sockets: ${observed.leftOpen} whose closing was not answered`,
  };
  const levels = tracesSeen(evidence).map(({ name, mayStay, levels }): Observation => {
    const { before, peak, after } = levels;
    const told = `${name}: ${[before, peak, after].map((level) => level ?? "unknown").join(" → ")}`;
    if (before === undefined || after === undefined) return { verdict: "could not tell", text: told };
    const allowed = before + mayStay;
    const seconds = levels.backAfterSeconds(allowed);
    if (seconds !== undefined) return { verdict: "yes", text: `${told}, back within ${seconds} s` };
    const limit = mayStay > 0 ? ` (${allowed} with what pools keep)` : "";
    return waited
      ? { verdict: "no", text: `${told}, not back${limit}` }
      : { verdict: "could not tell", text: `${told}, not back yet${limit}` };
  });
  return answerQuestion("cleans-up", "Is everything cleaned up afterwards?", [sockets, ...levels]);
}
