import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The part of a stack's file that holds protections. */
interface StackFile {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/**
 * Removes everything that prevents a destroy from a synthesized stack. Only for a copy in a sandbox: in a live environment
 * a person removes each protection.
 *
 * @param folder - the stack's folder
 */
export function liftProtections(folder: string): void {
  const path = join(folder, "cdk.tf.json");
  const file = JSON.parse(readFileSync(path, "utf8")) as StackFile;
  for (const [type, resources] of Object.entries(file.resource ?? {})) {
    for (const resource of Object.values(resources)) liftProtection(type, resource);
  }
  writeFileSync(path, JSON.stringify(file));
}

function liftProtection(type: string, resource: Record<string, unknown>): void {
  const { lifecycle } = resource as { lifecycle?: { prevent_destroy?: boolean } };
  if (lifecycle?.prevent_destroy === true) resource.lifecycle = { ...lifecycle, prevent_destroy: false };
  if ("deletion_protection" in resource) resource.deletion_protection = false;
  // Cloud SQL has a protection of its own beside the provider's.
  if (type === "google_sql_database_instance") {
    resource.settings = { ...(resource.settings as object), deletion_protection_enabled: false };
  }
  // An abandoned connection stays at Google, and then its network cannot be deleted.
  if (type === "google_service_networking_connection") delete resource.deletion_policy;
}
