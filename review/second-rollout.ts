import { DEFAULT_REQUEST_TIMEOUT_SECONDS } from "../google/cloud-run";
import { findingAt, type Finding } from "../policy/core/finding";
import type { RuleDescription } from "../policy/core/rule";
import { isSocketName } from "../policy/packs/google/programs/variable";
import { member } from "../policy/core/json";
import type { Change } from "./change";
import { plainPath } from "../google/paths";

/** A rule that only a plan can break, because an estate does not say when a service was rolled out. */
export const SECOND_ROLLOUT: RuleDescription = {
  id: "second-rollout",
  kind: "down",
  severity: "high",
  title: "A socket service is rolled out once within its request timeout",
  why: "Sockets keep the revision before the last alive: three revisions hold connections, and the budget counts two.",
  fix: "wait until the sockets of the revision before the last have ended",
};

const RUN_SERVICE = "google_cloud_run_v2_service";

/** Seconds of `3600s`; Cloud Run's default where the timeout is unset. */
const timeoutSeconds = (timeout: unknown): number =>
  typeof timeout === "string" ? parseFloat(timeout) : DEFAULT_REQUEST_TIMEOUT_SECONDS;

const firstItem = (value: unknown, key: string): unknown => member(member(value, key), "0");

/** Whether a live service serves sockets: it has a variable for their keep-alive. */
function servesSockets(service: unknown): boolean {
  const env = member(firstItem(firstItem(service, "template"), "containers"), "env");
  return Array.isArray(env) && env.some((variable) => isSocketName(String(member(variable, "name"))));
}

/**
 * Finds new revisions of socket services while sockets of the revision before the last may still be open. Three revisions
 * are alive then, and the connection budget counts two. Only a plan can tell, because it says when it was made.
 *
 * @param plannedAt - the plan's timestamp, RFC 3339
 */
export function secondRollouts(
  stack: string,
  environment: string,
  changes: readonly Change[],
  plannedAt: string,
): readonly Finding[] {
  const now = Date.parse(plannedAt);
  return changes.flatMap(({ type, address, attributes, before, actions }): Finding[] => {
    const makesRevision = attributes.some(({ path }) => plainPath(path).startsWith("template."));
    if (type !== RUN_SERVICE || !actions.includes("update") || !makesRevision || !servesSockets(before)) return [];
    const age = (now - Date.parse(String(member(before, "update_time")))) / 1000;
    const life = timeoutSeconds(member(firstItem(before, "template"), "timeout"));
    // Without a time there is no reason to warn: the first plan after a creation has none.
    if (!(age >= 0 && age < life)) return [];
    return [
      findingAt(SECOND_ROLLOUT, "google", {
        status: "violation",
        environment,
        stack,
        address,
        message:
          `template: rolled out ${Math.round(age / 60)} min ago, and its sockets live up to ${Math.round(life / 60)} min: ` +
          `three revisions would be alive, the connection budget counts two; ${SECOND_ROLLOUT.fix}`,
      }),
    ];
  });
}
