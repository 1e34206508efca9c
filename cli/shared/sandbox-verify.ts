import type { Environment } from "../../environments/environment";
import { SYSTEM_CLOCK } from "../../verify/clock";
import { adminChecks } from "../../verify/live-checks";
import { skipped } from "../../verify/engine/attempt";
import type { Outcome } from "../../verify/engine/check";
import { liveEngine, runChecks } from "../../verify/engine/run";
import { googleApi } from "../../verify/google-api";
import { createMask } from "../../verify/masking";
import type { Site } from "./sandbox-deploy";

/** Areas that a sandbox can answer. It serves no hosts, activates no certificate and measures nothing. */
const AREAS: readonly string[] = ["health", "variables"];

/**
 * Checks in a sandbox, as `./netra verify` does at Google, whether the services are as declared.
 *
 * @param now - by the sandbox's clock, which begins on a fixed day: by another one everything in it would be old
 */
export function verifyServices(
  environment: Environment,
  { variables }: Site,
  now: () => Date,
): Promise<readonly Outcome[]> {
  const routeAnswer = () => Promise.resolve(skipped("a sandbox has no hosts"));
  const checks = adminChecks(environment, googleApi(variables, SYSTEM_CLOCK), { now, routeAnswer });
  return runChecks(
    checks.filter(({ area }) => AREAS.includes(area)),
    liveEngine(createMask(), SYSTEM_CLOCK),
  );
}
