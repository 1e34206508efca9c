import { REVISIONS_IN_ROLLOUT } from "../google/budgets";
import type { Environment } from "./environment";

/** Seconds over which Cloud Armor counts. */
export const RATE_LIMIT_INTERVAL_SECONDS = 60;

/** The terms of the limit, per address and minute. */
export interface RateLimitTerms {
  readonly pageLoads: number;
  readonly e2e: number;
  /** Service-to-service calls: every instance of both revisions of the socket services, behind few egress addresses. */
  readonly serviceCalls: number;
}

export function rateLimitTerms({ services, traffic }: Pick<Environment, "services" | "traffic">): RateLimitTerms {
  const callers = Object.values(services)
    .filter(({ sockets }) => sockets !== undefined)
    .reduce((sum, { scaling }) => sum + scaling.max * REVISIONS_IN_ROLLOUT, 0);
  return {
    pageLoads: traffic.requestsPerPageLoad * traffic.usersPerAddress * traffic.pageLoadsPerUser,
    e2e: traffic.e2eRequests,
    serviceCalls: callers * traffic.serviceCallsPerInstance,
  };
}

/**
 * Requests per address and minute that are let through. The terms add up, because an office's address can be
 * the e2e runner's too, and a limit below the sum would throttle page loads or our own services.
 */
export function rateLimitPerMinute(environment: Pick<Environment, "services" | "traffic">): number {
  const { pageLoads, e2e, serviceCalls } = rateLimitTerms(environment);
  return pageLoads + e2e + serviceCalls;
}
