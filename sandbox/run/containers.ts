import { DEFAULT_LIMITS } from "../../google/cloud-run";
import { asObject, type JsonObject } from "../core/json";

/** Whether requests go to a container: it is the only one, or the one with a port (API, `Container.ports`). */
export const isIngress = (container: JsonObject, containers: readonly JsonObject[]): boolean =>
  containers.length === 1 || container.ports !== undefined;

/**
 * Resources of a container with the limits that it does not name. That Google adds the CPU to a memory that stands alone is
 * the provider's word (7.44 hides that difference, 6.50 shows it in every plan); the memory is added likewise.
 */
export function withLimits(container: JsonObject): JsonObject {
  const resources = asObject(container.resources);
  return { ...container, resources: { ...resources, limits: { ...DEFAULT_LIMITS, ...asObject(resources.limits) } } };
}
