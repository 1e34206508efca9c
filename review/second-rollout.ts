import { DEFAULT_REQUEST_TIMEOUT_SECONDS } from "../google/cloud-run";
import { findingAt, type Finding } from "../policy/core/finding";
import type { RuleDescription } from "../policy/core/rule";
import { isSocketName } from "../policy/packs/google/variable";
import { member } from "../policy/core/json";
import type { Change } from "./change";
import { plainPath } from "../google/paths";

/** A rule on plans alone: resources do not tell when they were rolled out. */
export const SECOND_ROLLOUT: RuleDescription = {
  id: "second-rollout",
  kind: "down",
  severity: "high",
  title: "A socket service is rolled out once within its request timeout",
  why: "Sockets keep the revision before the last alive: three revisions hold connections, and the budget counts two.",
  fix: "wait until the sockets of the revision before the last have ended",
};

const RUN_SERVICE = "google_cloud_run_v2_service";

/** Seconds of `3600s`; Cloud Run's default where it is left out. */
const seconds = (timeout: unknown): number => (typeof timeout === "string" ? parseFloat(timeout) : DEFAULT_REQUEST_TIMEOUT_SECONDS);

const first = (value: unknown, key: string): unknown => member(member(value, key), "0");

/** Whether the service as it is now serves sockets: it is told how to keep them alive. */
function servesSockets(service: unknown): boolean {
  const env = member(first(first(service, "template"), "containers"), "env");
  return Array.isArray(env) && env.some((variable) => isSocketName(String(member(variable, "name"))));
}

/**
 * A new revision of a socket service while sockets of the revision before the last may still be open: three revisions
 * live, and the connection budget counts two. Only a plan can tell, because it knows when it was made.
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
    const life = seconds(member(first(before, "template"), "timeout"));
    // A time that is not told is no reason to warn: the first plan after a create has none.
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
