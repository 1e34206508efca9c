import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A stack's file, as far as protections stand in it. */
interface StackFile {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;
}

/**
 * Takes everything that stands in the way of a destroy out of a synthesized stack, in a copy for a sandbox: for a real
 * environment a person takes these decisions one by one.
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
  // Google's own protection stands beside the provider's.
  if (type === "google_sql_database_instance") {
    resource.settings = { ...(resource.settings as object), deletion_protection_enabled: false };
  }
  // A connection that Terraform abandons stays at Google, and its network cannot be deleted.
  if (type === "google_service_networking_connection") delete resource.deletion_policy;
}
