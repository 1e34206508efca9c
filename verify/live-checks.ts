import type { Environment } from "../environments/environment";
import { keySourceFor } from "./credentials/bypass-key";
import type { AdminContext } from "./checks/admin-check";
import { alertingChecks } from "./checks/alerting";
import { cacheChecks } from "./checks/cache";
import { databaseChecks } from "./checks/database";
import { dnsChecks, publicResolver } from "./checks/dns";
import { healthChecks } from "./checks/health";
import { keyAgeChecks } from "./checks/key-age";
import { loadBalancerChecks } from "./checks/load-balancer";
import { readinessChecks } from "./checks/readiness";
import { redirectChecks } from "./checks/redirect";
import { routeAttempt, routeChecks } from "./checks/route";
import { serviceToServiceChecks } from "./checks/service-to-service";
import { anonymousSocketChecks, tokenSocketChecks } from "./checks/socket";
import { tlsCertificateChecks, tlsVersionChecks } from "./checks/tls";
import { variableChecks } from "./checks/variables";
import type { Clock } from "./clock";
import type { Check } from "./engine/check";
import type { GoogleApi } from "./google-api";
import type { Target } from "./http/target";
import { readAddressAnew } from "./live/load-balancer";
import { liveReaders } from "./live/reader";
import type { Mask } from "./masking";

/** What the checks of a live environment ask, and how. */
export interface Sources {
  readonly target: Target;
  readonly google: GoogleApi;
  /** The bypass key that the process was given. */
  readonly key: string | undefined;
  readonly mask: Mask;
  readonly holdSeconds: number;
  readonly clock: Clock;
}

/** Every check of an environment, in the order of areas. */
export function liveChecks(environment: Environment, sources: Sources): readonly Check[] {
  const { target, google, key, mask, holdSeconds, clock } = sources;
  const names = {
    resolver: publicResolver,
    declaredAddress: (signal: AbortSignal) => readAddressAnew(environment, google, signal),
  };
  return [
    ...dnsChecks(environment, target.address === undefined ? names : undefined),
    ...tlsCertificateChecks(environment, target, () => clock.date().getTime()),
    ...tlsVersionChecks(environment, target),
    ...redirectChecks(environment, target),
    ...routeChecks(environment, target),
    ...readinessChecks(environment, target),
    ...anonymousSocketChecks(environment, target, holdSeconds, clock),
    ...(environment.kind === "staging"
      ? tokenSocketChecks(environment, target, holdSeconds, keySourceFor(environment, google, target, key), mask, clock)
      : []),
    ...adminChecks(environment, google, {
      now: clock.date,
      routeAnswer: (host, path, signal) => routeAttempt(environment, target, { host, path, isLiveness: true }, signal),
    }),
  ];
}

/** What the checks of Google's Admin APIs need beside the APIs. */
export type AdminOptions = Pick<AdminContext, "now" | "routeAnswer">;

/** Every check that asks Google's Admin APIs. They share what they read of the environment. */
export function adminChecks(environment: Environment, google: GoogleApi, options: AdminOptions): readonly Check[] {
  const context: AdminContext = { ...options, environment, readerOf: liveReaders(google) };
  return [
    healthChecks,
    variableChecks,
    keyAgeChecks,
    databaseChecks,
    cacheChecks,
    serviceToServiceChecks,
    loadBalancerChecks,
    alertingChecks,
  ].flatMap((checks) => checks(context));
}
