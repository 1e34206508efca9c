import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { NAMES_FILE, type Names } from "../../google/discovery/names";

/**
 * Writes google/discovery/given-names.json: services from Google's discovery documents (see renew.ts), roles and permissions
 * from a checkout of https://github.com/iann0036/iam-dataset, which asks Google's roles.list each day.
 *
 *     node --require ./tools/register.js tools/discovery/renew-names.ts FOLDER DATASET DAY
 */

/** Services whose permissions are listed one by one: those that the sandbox serves. */
const SERVED = [
  "artifactregistry",
  "cloudsql",
  "compute",
  "iam",
  "logging",
  "monitoring",
  "redis",
  "resourcemanager",
  "run",
  "secretmanager",
  "servicenetworking",
  "serviceusage",
  "storage",
];

const Role = z.object({ name: z.string(), includedPermissions: z.array(z.string()).default([]) });
const Host = z.object({ rootUrl: z.string().default("") });

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

const filesIn = (folder: string): readonly string[] => readdirSync(folder).map((name) => join(folder, name));

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

function serviceNames(folder: string): readonly string[] {
  const documents = filesIn(join(folder, "googleapiclient", "discovery_cache", "documents"));
  return sorted(
    documents
      .map((path) => new URL(Host.parse(readJson(path)).rootUrl || "https://none").hostname)
      .filter((host) => host.endsWith(".googleapis.com") && host !== "www.googleapis.com")
      .map((host) => host.slice(0, -".googleapis.com".length)),
  );
}

/** Names by what stands before their first dot. */
function byService(names: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const services = sorted(names.map((name) => name.split(".")[0] ?? ""));
  return Object.fromEntries(
    services.map((service) => [
      service,
      names.filter((name) => name.startsWith(`${service}.`)).map((name) => name.slice(service.length + 1)),
    ]),
  );
}

function renewNames(folder: string, dataset: string, day: string): void {
  const roles = filesIn(join(dataset, "gcp", "roles")).map((path) => Role.parse(readJson(path)));
  const roleNames = sorted(roles.map(({ name }) => name.replace("roles/", "")));
  const permissions = byService(sorted(roles.flatMap(({ includedPermissions }) => includedPermissions)));
  const names: Names = {
    day,
    services: serviceNames(folder),
    basicRoles: roleNames.filter((name) => !name.includes(".")),
    roles: byService(roleNames.filter((name) => name.includes("."))),
    permissions: Object.fromEntries(SERVED.map((service) => [service, permissions[service] ?? []] as const)),
    otherPermissionServices: Object.keys(permissions).filter((service) => !SERVED.includes(service)),
  };
  writeFileSync(NAMES_FILE, `${JSON.stringify(names, null, 1).replace(/^ +/gm, "")}\n`);
}

const [folder, dataset, day] = process.argv.slice(2);
if (folder === undefined || dataset === undefined || day === undefined) {
  console.error("usage: renew-names.ts FOLDER DATASET DAY (of the dataset, as 2026-08-22)");
  process.exitCode = 2;
} else renewNames(folder, dataset, day);
