import { socketCapacitiesOf } from "../../environments/budgets";
import type { StagingEnvironment } from "../../environments/environment";
import { RATE_LIMIT_INTERVAL_SECONDS, rateLimitPerMinute } from "../../environments/rate-limit";

/** Limits of a load, whatever the environment's spec would bear: a load is a test, not an attack. */
export const DURATION_SECONDS = { min: 60, max: 900, default: 300 } as const;
export const ARRIVALS_PER_SECOND = { min: 1, max: 50, default: 10 } as const;
export const SOCKETS = { min: 1, max: 1000 } as const;

/**
 * Share of Cloud Armor's limit for one address that the load may use. The rest is for those who share the address, such
 * as an office's browsers; and a load near the limit would measure the limit.
 */
const RATE_LIMIT_SHARE = 0.5;

/** Half as many sockets again as the minimum instances hold: some of them need further instances. */
const BEYOND_MINIMUM = 1.5;

/** Requests per second outside ramp and hold. */
export const IDLE_ARRIVALS_PER_SECOND = 1;

/** What the caller asks for. */
export interface LoadWishes {
  /** Seconds of the whole load, cool-down included. */
  readonly durationSeconds: number;
  /** New HTTP requests a second while the load is held. */
  readonly arrivalsPerSecond: number;
  /** Sockets held at once on each socket service; by default half as many again as its minimum instances hold. */
  readonly sockets?: number;
}

/** How the load goes, second by second. */
export interface LoadPlan {
  /** Idle arrivals, no sockets: connections are opened once before anything is measured. */
  readonly warmUpSeconds: number;
  /** Arrivals rise and sockets open, evenly. At least 2: the engine divides by one less. */
  readonly rampSeconds: number;
  /** Everything at once. */
  readonly holdSeconds: number;
  /** Sockets are closed, idle arrivals go on. */
  readonly coolDownSeconds: number;
  readonly arrivalsPerSecond: number;
  /** Held at once on each socket service. */
  readonly sockets: number;
}

/** A plan, or why there is none, one line each. */
export type PlannedLoad =
  { readonly ok: true; readonly plan: LoadPlan } | { readonly ok: false; readonly problems: readonly string[] };

/** Makes a plan of the wishes that stays within the environment's budgets and Cloud Armor's limit. */
export function planLoad(environment: StagingEnvironment, wishes: LoadWishes): PlannedLoad {
  const sockets = wishes.sockets ?? defaultSockets(environment);
  const plan = { ...phasesOf(wishes.durationSeconds), arrivalsPerSecond: wishes.arrivalsPerSecond, sockets };
  const problems = [
    ...rangeProblems("--duration", wishes.durationSeconds, DURATION_SECONDS, "seconds"),
    ...rangeProblems("--arrivals", wishes.arrivalsPerSecond, ARRIVALS_PER_SECOND, "requests a second"),
    ...rangeProblems("--sockets", sockets, { min: SOCKETS.min, max: mostSockets(environment) }, "sockets"),
  ];
  const found = problems.length > 0 ? problems : rateLimitProblems(environment, plan);
  return found.length > 0 ? { ok: false, problems: found } : { ok: true, plan };
}

/** The comfortable load of the smallest socket service, below the hard limit. */
const mostSockets = (environment: StagingEnvironment): number =>
  Math.min(SOCKETS.max, ...socketCapacitiesOf(environment).map(({ comfort }) => comfort));

function defaultSockets(environment: StagingEnvironment): number {
  const held = Object.values(environment.services)
    .filter(({ sockets }) => sockets !== undefined)
    .map(({ scaling, concurrency }) => scaling.min * concurrency);
  return Math.min(mostSockets(environment), Math.ceil(Math.max(0, ...held) * BEYOND_MINIMUM));
}

/** A tenth to warm up, a fifth to ramp, a tenth to cool down; the rest is held. */
function phasesOf(durationSeconds: number): Omit<LoadPlan, "arrivalsPerSecond" | "sockets"> {
  const [warmUpSeconds, rampSeconds, coolDownSeconds] = [0.1, 0.2, 0.1].map((share) =>
    Math.round(share * durationSeconds),
  ) as [number, number, number];
  const holdSeconds = durationSeconds - warmUpSeconds - rampSeconds - coolDownSeconds;
  return { warmUpSeconds, rampSeconds, holdSeconds, coolDownSeconds };
}

/** In the busiest minute every request and every handshake counts, and all come from one address. */
function rateLimitProblems(environment: StagingEnvironment, plan: LoadPlan): readonly string[] {
  const limit = rateLimitPerMinute(environment);
  const allowed = Math.floor(limit * RATE_LIMIT_SHARE);
  const services = socketCapacitiesOf(environment).length;
  const handshakes = Math.ceil(
    plan.sockets * services * Math.min(1, RATE_LIMIT_INTERVAL_SECONDS / Math.max(1, plan.rampSeconds)),
  );
  const requests = plan.arrivalsPerSecond * RATE_LIMIT_INTERVAL_SECONDS;
  if (requests + handshakes <= allowed) return [];
  return [
    `--arrivals ${plan.arrivalsPerSecond}, --sockets ${plan.sockets}: ${requests} requests and ${handshakes} handshakes in one minute; ` +
      `allowed are ${allowed}, half of Cloud Armor's ${limit} for one address; lower either, or lengthen --duration`,
  ];
}

function rangeProblems(
  option: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
  unit: string,
): readonly string[] {
  return Number.isInteger(value) && value >= min && value <= max
    ? []
    : [`${option} ${value}: allowed are ${min} to ${max} ${unit}`];
}
