import { failed, passed } from "../../engine/attempt";
import type { Attempt, Check } from "../../engine/check";
import { PASSING_ATTEMPTS, adminCheck, type AdminContext } from "../admin/admin-check";
import { resourceName } from "../../live/links";
import { readService, type LiveService } from "../../live/run";

/**
 * The latest revision is ready, and all traffic goes to it; where the spec pins one after a roll back, to that one, and
 * then it does not matter what became of the latest.
 */
export const revisionCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `health/${service}/revision`,
    title: `${service}: the declared revision is ready and has all traffic`,
    attempts: PASSING_ATTEMPTS,
    gone: "not-ready",
    ask: async (live) =>
      judged(
        await readService(live, context.environment, service),
        context.environment.services[service]?.pinnedRevision,
      ),
  });

function judged(service: LiveService, pinned: string | undefined): Attempt {
  const created = resourceName(service.latestCreatedRevision);
  const ready = resourceName(service.latestReadyRevision);
  if (pinned === undefined && (ready === "" || created !== ready)) {
    return failed("not-ready", `latest ready: ${ready || "none"}`, `${created || "a revision"}, the latest created`);
  }
  const traffic = trafficOf(service);
  const declared = `100 % to ${pinned ?? LATEST}`;
  return traffic === declared
    ? passed(`${traffic}${pinned === undefined ? `, ${ready}` : ""}`)
    : failed("not-ready", traffic, declared);
}

const LATEST = "the latest ready revision";

/** Targets without a share have only an address of their own. */
function trafficOf({ trafficStatuses }: LiveService): string {
  const shares = trafficStatuses
    .filter(({ percent }) => percent > 0)
    .map(({ type, revision, percent }) => {
      const isLatest = type === "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST" || revision === undefined;
      return `${percent} % to ${isLatest ? LATEST : resourceName(revision)}`;
    });
  return shares.join(", ") || "no traffic";
}
