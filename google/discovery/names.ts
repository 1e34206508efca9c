import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Names that Google gives, as they were on a day; `tools/discovery/renew-names.ts` writes them. */
export interface Names {
  readonly day: string;
  /** Services that can be switched on, without `.googleapis.com`: every one that has a discovery document. */
  readonly services: readonly string[];
  /** Roles without a service: `viewer`. */
  readonly basicRoles: readonly string[];
  /** Predefined roles by service: `run` → `invoker`. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  /** Permissions by service, of the services that the sandbox serves: `run` → `routes.invoke`. */
  readonly permissions: Readonly<Record<string, readonly string[]>>;
  /** Services that have permissions too, which are not listed one by one. */
  readonly otherPermissionServices: readonly string[];
}

/** The file of the names. */
export const NAMES_FILE = join(__dirname, "given-names.json");

let names: Names | undefined;

/** The names. They are read once, and only by who asks. */
function readNames(): Names {
  names ??= JSON.parse(readFileSync(NAMES_FILE, "utf8")) as Names;
  return names;
}

/**
 * Services without a discovery document that projects do switch on
 * (https://cloud.google.com/service-usage/docs/enabled-service).
 */
const UNDOCUMENTED_SERVICES = [
  "bigquerymigration",
  "bigquerystorage",
  "bigtable",
  "cloudapis",
  "cloudbuildv2",
  "cloudquotas",
  "containerfilesystem",
  "containerregistry",
  "containerscanning",
  "containersecurity",
  "generativelanguage",
  "servicehealth",
  "sql-component",
  "storage-api",
  "storage-component",
  "telemetry",
  "cloudaicompanion",
  "geminicloudassist",
  "networktopology",
  "vpcsc",
];

/** YYYY-MM-DD: what is newer may be missing. */
export const namesDay = (): string => readNames().day;

/** Predefined roles of a service, sorted as Google lists them: `run` → `roles/run.invoker`. */
export const rolesOfService = (service: string): readonly string[] =>
  (listOf(readNames().roles, service) ?? []).map((name) => `roles/${service}.${name}`);

/** Services of Google's that are known, sorted: `run.googleapis.com`. There are more. */
export const knownServices = (): readonly string[] =>
  [...readNames().services, ...UNDOCUMENTED_SERVICES].map((name) => `${name}.googleapis.com`).sort();

/** Whether Google has a service: `run.googleapis.com`. Those of users (`….cloud.goog`) are not known and taken. */
export function isService(name: string): boolean {
  if (name.endsWith(".cloud.goog")) return true;
  const [, service] = /^([a-z0-9-]+)\.googleapis\.com$/.exec(name) ?? [];
  return service !== undefined && (readNames().services.includes(service) || UNDOCUMENTED_SERVICES.includes(service));
}

/** Whether Google has a predefined role: `roles/run.invoker`. */
export function isPredefinedRole(role: string): boolean {
  const [, name = ""] = /^roles\/(.+)$/.exec(role) ?? [];
  const [service, rest] = [name.split(".")[0] ?? "", name.split(".").slice(1).join(".")];
  return rest === ""
    ? readNames().basicRoles.includes(name)
    : (listOf(readNames().roles, service) ?? []).includes(rest);
}

/** Whether Google has a permission: `run.routes.invoke`. Of a service that is not served, every permission is taken. */
export function isPermission(permission: string): boolean {
  const service = permission.split(".")[0] ?? "";
  const listed = listOf(readNames().permissions, service);
  return listed === undefined
    ? readNames().otherPermissionServices.includes(service)
    : listed.includes(permission.slice(service.length + 1));
}

const listOf = (lists: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] | undefined =>
  Object.hasOwn(lists, name) ? lists[name] : undefined;
