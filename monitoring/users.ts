import type { Environment, ObjectivesSpec } from "../environments/environment";
import { backendServiceName } from "../environments/names";
import { BALANCER_LOG_RESOURCE } from "../google/platform-metrics";
import { logSeries } from "./alerts/series";
import { increase, query, type Query, type Selector } from "./promql";

/**
 * What users were answered, by the load balancer's log without Google's probers and our own verification: in a quiet
 * environment those ask more often than people do, and a service that fails all its users would look nearly whole.
 */

export const HOUR_SECONDS = 3600;

/** Answers to users by backend, those whose status the pattern fits: `5..`, `401|403`. */
export const answersSelector = (
  environment: Pick<Environment, "name">,
  status?: string,
  ...where: readonly string[]
): Selector =>
  logSeries(
    environment,
    "answers",
    BALANCER_LOG_RESOURCE,
    ...(status === undefined ? [] : [`status=~"${status}"`]),
    ...where,
  );

/** Share of a backend's answers that have such a status, over the time just gone; nothing where nobody asked. */
export const answerShare = (environment: Pick<Environment, "name">, status: string, seconds: number): Query =>
  query`sum by (backend) (${increase(answersSelector(environment, status), seconds)}) / sum by (backend) (${increase(answersSelector(environment), seconds)})`;

/** Share of a backend's answers that are 5xx. */
export const failureShare = (environment: Pick<Environment, "name">, seconds: number): Query =>
  answerShare(environment, "5..", seconds);

/** Label of a service's answers, as the load balancer names it. */
export const backendPattern = (environment: Environment, services: readonly string[]): string =>
  `backend=~"${services.map((service) => backendServiceName(environment, service)).join("|")}"`;

/** How long a burn rate looks back, and which share of the whole budget may go in that time. */
interface Pace {
  readonly hours: number;
  readonly share: number;
}

/** The workbook's paces of a month: 14.4 and 6 times as fast as allowed (https://sre.google/workbook/alerting-on-slos/). */
const LONG = { fast: { hours: 1, share: 0.02 }, slow: { hours: 6, share: 0.05 } } as const;

/**
 * An hour is a large part of two days: the same shares would give a rate below 1, which a period that just meets its
 * objective exceeds. Larger shares keep the rates above 1.
 */
const SHORT = { fast: { hours: 1, share: 0.1 }, slow: { hours: 6, share: 0.25 } } as const;

const SHORT_DAYS = 7;

/** How long each pace looks back, seconds; the same in both periods. */
export const PACE_SECONDS = { fast: LONG.fast.hours * HOUR_SECONDS, slow: LONG.slow.hours * HOUR_SECONDS } as const;

/** How many times faster than allowed the budget goes when this share is spent in this time. */
export const burnFactor = (rollingDays: number, { hours, share }: Pace): number =>
  Number(((share * rollingDays * 24) / hours).toFixed(2));

/** The factors of an environment's period: fast wakes somebody, slow is a ticket. */
export function burnFactors(rollingDays: number): { readonly fast: number; readonly slow: number } {
  const { fast, slow } = rollingDays <= SHORT_DAYS ? SHORT : LONG;
  return { fast: burnFactor(rollingDays, fast), slow: burnFactor(rollingDays, slow) };
}

const shareOf = (factor: number, goal: number): number => Number((factor * (1 - goal)).toFixed(6));

/** Share of failed answers at which the availability's budget goes fast. */
export const fastBurn = ({ availability, rollingDays }: ObjectivesSpec): number =>
  shareOf(burnFactors(rollingDays).fast, availability);

/** Share of failed answers at which it goes steadily. */
export const slowBurn = ({ availability, rollingDays }: ObjectivesSpec): number =>
  shareOf(burnFactors(rollingDays).slow, availability);

/** Share of late answers at which the latency's budget goes steadily. */
export const slowLatency = ({ latency, rollingDays }: ObjectivesSpec): number =>
  shareOf(burnFactors(rollingDays).slow, latency.goal);
