import { soleRevision, type ServingService } from "../../verify/live/serving";

/** A service that goes back. */
export interface WayBack {
  readonly service: string;
  /** The revision that its users had. */
  readonly revision: string;
  /** The revision that was made last. */
  readonly from: string;
}

/** What a roll back does with a service. */
export type RollBackStep = WayBack | { readonly service: string; readonly from: string; readonly revision?: undefined };

/** What users had: before a deploy, the revision that was ready last had no traffic where another one was pinned. */
const revisionBefore = (before: ServingService): string | undefined => soleRevision(before) ?? before.ready;

/**
 * What takes a service back to what it served before a deploy.
 *
 * @returns undefined where the deploy did not move it, or the code already pins what serves
 */
export function rollBackStep(before: ServingService, now: ServingService): RollBackStep | undefined {
  const { service } = now;
  const [revision, serving] = [revisionBefore(before), soleRevision(now)];
  if (now.created === undefined) return undefined;
  // Traffic that moved without a new revision is put back where a pin was lifted; else it is a delivery that became ready.
  const wasFree = before.ready !== undefined && soleRevision(before) === before.ready;
  if (now.created === before.created && (serving === revision || wasFree)) return undefined;
  if (now.pin !== undefined && serving === now.pin) return undefined;
  return revision === undefined ? { service, from: now.created } : { service, revision, from: now.created };
}
