import { readFileSync, writeFileSync } from "node:fs";
import { stackFilePath } from "./stack-file";

type Block = Record<string, unknown>;

/** The part of a stack's file that holds protections. */
interface StackFile {
  readonly terraform?: { readonly backend?: { readonly gcs?: { readonly bucket?: string } } };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

/** What ends a stack's protections in a copy of its file. */
export interface LiftedFile {
  readonly text: string;
  /**
   * Addresses whose protection stands in the state or at Google too: the file alone does not lift those, it has to be
   * applied.
   */
  readonly addresses: readonly string[];
}

/**
 * Removes everything that prevents a destroy from a stack's file. The bucket of the states keeps its protections: it holds
 * the state of its own stack.
 *
 * @param text - `cdk.tf.json`
 */
export function liftedFile(text: string): LiftedFile {
  const file = JSON.parse(text) as StackFile;
  const states = file.terraform?.backend?.gcs?.bucket;
  const addresses: string[] = [];
  for (const [type, resources] of Object.entries(file.resource ?? {})) {
    for (const [name, resource] of Object.entries(resources)) {
      if (type === "google_storage_bucket" && resource.name === states) continue;
      const before = JSON.stringify({ ...resource, lifecycle: undefined });
      liftProtection(type, resource);
      if (JSON.stringify({ ...resource, lifecycle: undefined }) !== before) addresses.push(`${type}.${name}`);
    }
  }
  return { text: JSON.stringify(file), addresses };
}

/**
 * Lifts the protections in a copy of a synthesized stack, and nowhere else.
 *
 * @param folder - the stack's folder
 * @returns addresses that have to be applied besides
 */
export function liftProtections(folder: string): readonly string[] {
  const path = stackFilePath(folder);
  const { text, addresses } = liftedFile(readFileSync(path, "utf8"));
  writeFileSync(path, text);
  return addresses;
}

/** A database cannot be dropped while users own what is in it; it goes with its instance. */
const liftedPolicy = (type: string): string => (type === "google_sql_database" ? "ABANDON" : "DELETE");

function liftProtection(type: string, resource: Block): void {
  const { lifecycle } = resource as { lifecycle?: { prevent_destroy?: boolean } };
  if (lifecycle?.prevent_destroy === true) resource.lifecycle = { ...lifecycle, prevent_destroy: false };
  if ("deletion_protection" in resource) resource.deletion_protection = false;
  if (resource.deletion_policy === "PREVENT") resource.deletion_policy = liftedPolicy(type);
  if (type === "google_sql_database_instance") {
    resource.settings = {
      ...(resource.settings as object),
      // Cloud SQL has a protection of its own beside the provider's.
      deletion_protection_enabled: false,
      // Backups go with their instance unless it is told before (https://cloud.google.com/sql/docs/postgres/backup-recovery/backups#retained-backups).
      retain_backups_on_delete: true,
    };
  }
  // A bucket that is not empty cannot be deleted.
  if (type === "google_storage_bucket") resource.force_destroy = true;
  // An abandoned connection stays at Google, and then its network cannot be deleted.
  if (type === "google_service_networking_connection") delete resource.deletion_policy;
}
