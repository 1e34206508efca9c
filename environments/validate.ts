import { ciChecks } from "./checks/ci";
import { hostChecks } from "./checks/hosts";
import { identityChecks } from "./checks/identity";
import { operationChecks } from "./checks/operations";
import type { Problem } from "./checks/problem";
import { secretChecks } from "./checks/secrets";
import { serviceChecks } from "./checks/services";
import { storeChecks } from "./checks/stores";
import { waiverChecks } from "./checks/waivers";
import type { Environment } from "./environment";

export type { Problem } from "./checks/problem";

/**
 * Everything that is wrong with an environment, at once; empty when nothing is. It runs before anything is built, so that
 * a typo costs milliseconds and not a failed apply.
 *
 * @param today - YYYY-MM-DD in UTC, against which waivers expire
 */
export function validateEnvironment(environment: Environment, today: string): readonly Problem[] {
  const checks = [
    ...identityChecks,
    ...ciChecks,
    ...serviceChecks,
    ...hostChecks,
    ...storeChecks,
    ...secretChecks,
    ...operationChecks,
    ...waiverChecks(today),
  ];
  return checks.flatMap((check) => check(environment));
}
