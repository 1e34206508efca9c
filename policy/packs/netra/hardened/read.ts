import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { valueText } from "../../../core/value-text";
import type { Estate } from "../../../core/estate";
import { RUN_SERVICE } from "../../google/programs/cloud-run";
import { isSocketService } from "../../google/programs/variable";
import { variablesAt } from "../../google/programs/variable";

/** How the hardened values are read from the resolved configuration. */

export const CONTAINER = "template[0].containers[0]";
export const SQL = "google_sql_database_instance";
export const REDIS = "google_redis_instance";

/** Every Cloud Run service. */
export const services = (estate: Estate): readonly Resource[] => estate.ofType(RUN_SERVICE);
/** Those that serve sockets. */
export const sockets = (estate: Estate): readonly Resource[] => services(estate).filter(isSocketService);

/** One text where all agree, else each with its name. */
export function listed(resources: readonly Resource[], read: (resource: Resource) => string): string {
  const texts = resources.map((resource) => [textAt(resource, "name") ?? resource.address, read(resource)] as const);
  const [first] = texts;
  if (!first) return "nothing declared";
  if (texts.length > 1 && texts.every(([, text]) => text === first[1])) return `${first[1]} on all ${texts.length}`;
  return texts.map(([name, text]) => `${name} ${text}`).join(", ");
}

/** A value as text; what is not known yet says so. */
export const plain = (resource: Resource, path: string): string => {
  const value = valueAt(resource, path);
  if (value === UNKNOWN) return "(known after apply)";
  return typeof value === "string" ? value : valueText(path, value);
};

/** The text of a plain variable; the contract's constants are no secrets. */
export const variable = (service: Resource, name: string): string => {
  const found = variablesAt(service).find((candidate) => candidate.name === name);
  if (!found) return "absent";
  return found.secret ? "secret" : (found.text ?? "(known after apply)");
};

/** Services that have a variable of that name. */
export const withVariable = (estate: Estate, name: string): readonly Resource[] =>
  services(estate).filter((service) => variablesAt(service).some((candidate) => candidate.name === name));

/** A probe as its path and its arithmetic. */
export const probe = (service: Resource, kind: string): string => {
  const at = (name: string) => numberAt(service, `${CONTAINER}.${kind}[0].${name}`) ?? 0;
  const path = textAt(service, `${CONTAINER}.${kind}[0].http_get[0].path`) ?? "no path";
  const total = at("failure_threshold") * at("period_seconds");
  return `${path} ${at("failure_threshold")} × ${at("period_seconds")} s = ${total} s`;
};

/** A flag of a database instance. */
export const flag = (instance: Resource, name: string): string => {
  const path = blockPaths(instance, "settings[0].database_flags").find((at) => textAt(instance, `${at}.name`) === name);
  return path === undefined ? "undeclared" : plain(instance, `${path}.value`);
};

/** Reads the only resource of a type. */
export const one =
  (type: string, read: (resource: Resource) => string) =>
  (estate: Estate): string => {
    const [resource] = estate.ofType(type);
    return resource ? read(resource) : "nothing declared";
  };
