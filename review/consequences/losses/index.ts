import { DATA } from "./data";
import { ENTRANCE } from "./entrance";
import { IDENTITIES } from "./identities";
import type { Loss } from "./loss";
import { MACHINES } from "./machines";
import { NETWORKS } from "./networks";
import { OPERATIONS_LOSSES } from "./operations";
import { OTHERS } from "./others";
import { PROGRAMS } from "./programs";
import { STORES } from "./stores";

/** Terraform type → what is lost with it. */
export const LOSSES: Readonly<Record<string, Loss>> = {
  ...STORES,
  ...DATA,
  ...PROGRAMS,
  ...ENTRANCE,
  ...NETWORKS,
  ...MACHINES,
  ...IDENTITIES,
  ...OPERATIONS_LOSSES,
  ...OTHERS,
};

/** Types of which the new one takes the old one's place, see {@link Loss.isSwapped}. */
const SWAPPED: ReadonlySet<string> = new Set([
  "google_compute_backend_bucket",
  "google_compute_backend_service",
  "google_compute_global_network_endpoint_group",
  "google_compute_health_check",
  "google_compute_instance_template",
  "google_compute_network_endpoint_group",
  "google_compute_region_backend_bucket",
  "google_compute_region_backend_service",
  "google_compute_region_health_check",
  "google_compute_region_instance_template",
  "google_compute_region_network_endpoint_group",
  "google_compute_region_ssl_certificate",
  "google_compute_region_ssl_policy",
  "google_compute_ssl_certificate",
  "google_compute_ssl_policy",
]);

/** What is lost with a resource of a type; undefined where the tables lack the type. */
export function lossOf(type: string): Loss | undefined {
  const loss = Object.hasOwn(LOSSES, type) ? LOSSES[type] : undefined;
  return loss && SWAPPED.has(type) ? { ...loss, isSwapped: true } : loss;
}
