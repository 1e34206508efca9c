import { adoptField } from "./adopt-field";
import type { FieldChange } from "./field-changes";
import { addressParts } from "./outline/address";

/** What differs from the commit that a comparison is made with, as far as an environment's data go. */
export interface DataChanges {
  /** By environment, the fields of its file. */
  readonly fields: ReadonlyMap<string, readonly FieldChange[]>;
  /** Nothing else that is synthesized differs: whatever changes comes from these fields. */
  readonly isAll: boolean;
}

/** Start of a Terraform type → the part of an environment's file that it is made of. The first that fits counts. */
const SECTIONS: readonly (readonly [prefix: string, section: string])[] = [
  ["google_sql_", "database"],
  ["google_redis_", "cache"],
  ["google_secret_manager_", "secrets"],
  ["google_cloud_run_v2_service", "services"],
  ["google_cloud_run_v2_job", "e2e"],
  ["google_storage_", "e2e"],
  ["google_compute_security_policy", "traffic"],
  ["google_compute_url_map", "hosts"],
  ["google_compute_managed_ssl_certificate", "hosts"],
  ["google_compute_network", "network"],
  ["google_compute_subnetwork", "network"],
  ["google_service_networking_", "network"],
  ["google_monitoring_notification_channel", "channels"],
  ["google_monitoring_slo", "objectives"],
  ["google_monitoring_alert_policy", "objectives"],
  ["google_iam_workload_identity_", "ci"],
];

/** `services["auth-service"].scaling.max` → its keys. */
const keysOf = (field: string): readonly string[] =>
  [...field.matchAll(/"([^"]*)"|[^.[\]"]+/g)].map(([key, quoted]) => quoted ?? key);

const isPrefix = (start: readonly string[], of: readonly string[]): boolean =>
  start.every((key, index) => of[index] === key);

/** Letters and digits of a name, with a stroke at each end: `-auth-service-backend-`. */
const wordsOf = (name: string): string => `-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-`;

/** How many keys below the section stand in a text. */
const matches = ({ path }: FieldChange, text: string): number =>
  path.slice(1).filter((key) => key.length > 2 && wordsOf(text).includes(wordsOf(key))).length;

/** The one that fits best, of equals the first; undefined where none fits. */
function bestOf(changes: readonly FieldChange[], fit: (change: FieldChange) => number): FieldChange | undefined {
  const most = Math.max(0, ...changes.map(fit));
  return most === 0 ? undefined : changes.find((change) => fit(change) === most);
}

/**
 * The changed field of an environment's file that a resource's change comes from: the one that declares an attribute, or
 * bears the resource's name, or stands in the part that its type is made of, or is the only one. Undefined where nothing
 * tells.
 *
 * @param paths - attributes of the resource that change
 */
export function causeOf(
  { fields, isAll }: DataChanges,
  environment: string,
  address: string,
  paths: readonly string[],
): FieldChange | undefined {
  const changes = fields.get(environment) ?? [];
  const { type, name } = addressParts(address);
  const declared = paths.flatMap((path) => adoptField(address, path) ?? []).map(keysOf);
  const [section = ""] = SECTIONS.flatMap(([prefix, one]) => (type.startsWith(prefix) ? [one] : []));
  const own = changes.filter((change) => matches(change, name) > 0);
  return (
    changes.find(({ path }) => declared.some((field) => isPrefix(path, field) || isPrefix(field, path))) ??
    bestOf(own, (change) => matches(change, [name, ...paths].join("-"))) ??
    changes.find(({ path }) => path[0] === section) ??
    changes.find(({ path: [part = ""] }) => wordsOf(name).includes(wordsOf(part))) ??
    (isAll && changes.length === 1 ? changes[0] : undefined)
  );
}
