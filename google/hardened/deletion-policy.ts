import { PREVENTED } from "../deletion-protection";
import type { HardenedRow } from "./row";

/** Types of ours whose loss cannot be undone by the next apply. */
const KEPT_TYPES = [
  "google_artifact_registry_repository",
  "google_compute_global_address",
  "google_redis_instance",
  "google_secret_manager_secret",
  "google_sql_database",
  "google_sql_database_instance",
  "google_storage_bucket",
] as const;

type KeptType = (typeof KEPT_TYPES)[number];

const row = (type: KeptType): HardenedRow => ({
  type,
  ...PREVENTED,
  default: "DELETE",
  // The plan itself is clean: `prevent_destroy` beside it stops the plan, and this one whoever goes on without it.
  reason: "The provider refuses to delete it, also where a plan was made without prevent_destroy.",
  source: `https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/${type.replace("google_", "")}#deletion_policy`,
});

/** By type: the provider's own lock on what must not be deleted. It acts when an apply comes to the deletion. */
export const DELETION_POLICY = Object.fromEntries(KEPT_TYPES.map((type) => [type, row(type)])) as Readonly<
  Record<KeptType, HardenedRow>
>;
