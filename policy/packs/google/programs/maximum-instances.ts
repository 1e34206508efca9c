import { maximumInstances } from "../../../../google/cloud-run";
import { UNKNOWN, numberAt, valueAt, type Resource } from "../../../core/resource";

/** Where a service says how many instances it may have: over all of its revisions, and of one of them. */
const MAXIMUM_PATHS = ["scaling[0].max_instance_count", "template[0].scaling[0].max_instance_count"] as const;

/**
 * The most instances that a service may have. One maximum that is known bounds it, whatever the other will be.
 *
 * @returns "unknown" where nobody knows before apply, undefined where none is declared
 */
export function maximumOf(service: Resource): number | "unknown" | undefined {
  const [ofService, ofRevision] = MAXIMUM_PATHS.map((path) => numberAt(service, path));
  const known = maximumInstances(ofService, ofRevision);
  if (known !== undefined) return known;
  return MAXIMUM_PATHS.some((path) => valueAt(service, path) === UNKNOWN) ? "unknown" : undefined;
}
