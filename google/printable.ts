import { HARDENED_ROWS } from "./hardened/table";
import { IMAGE_REFERENCE } from "./images";
import { entryOf, plainPath } from "./paths";
import type { ProviderArgument } from "./provider/argument";
import { argumentsAt, type Versions } from "./provider/facts";
import { PROVIDER_VERSIONS } from "./provider/versions";

/**
 * What may be printed of a plan: numbers, switches and Google's own words, at places that cannot hold a secret. Everything else
 * is just "changed". The provider's schema says where numbers, switches and words from a list stand; the tables here name
 * what is a text to it and Google's word all the same. A list of what may, because a list of what may not is never complete.
 */

/** Texts that may be printed: numbers with a unit, versions, and words that the provider has no list of. */
const PRINTABLE_TEXTS: Readonly<Record<string, readonly string[]>> = {
  google_cloud_run_v2_service: [
    "template.timeout",
    "template.containers.resources.limits.cpu",
    "template.containers.resources.limits.memory",
    "template.containers.env.value_source.secret_key_ref.version",
  ],
  google_compute_security_policy: ["rule.action", "rule.rate_limit_options.enforce_on_key"],
  google_sql_database_instance: ["database_version", "settings.availability_type", "settings.edition", "settings.tier"],
  google_secret_manager_secret_version: ["secret_data_wo_version"],
  google_vpc_access_connector: ["machine_type"],
};

/** A region of Google Cloud (https://cloud.google.com/about/locations). */
const REGION = /^(africa|asia|australia|europe|me|northamerica|southamerica|us)-[a-z]{4,12}\d{1,2}$/;
/** A name of the DNS, which everybody can ask for. */
const HOST = /^(\*\.)?([a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?\.){1,6}[a-z]{2,16}$/;
/** A path of words and versions: what looks like a token is none. */
const ROUTE = /^(\/([a-z]+(-[a-z]+){0,3}|v\d{1,2})){0,5}\/?\*?$/;
const words = (...known: readonly string[]): RegExp => new RegExp(`^(${known.join("|")})$`);

/**
 * Forms of texts that may be printed of what exists, by `type.path`: Google's own words where the provider has no list of
 * them. What somebody made by hand may hold a secret anywhere, so that anything of another form is not printed.
 */
const PRINTABLE_FORMS: Readonly<Record<string, RegExp>> = {
  "google_artifact_registry_repository.format": words(
    "DOCKER",
    "MAVEN",
    "NPM",
    "PYTHON",
    "APT",
    "YUM",
    "GO",
    "GENERIC",
  ),
  "google_artifact_registry_repository.location": REGION,
  "google_cloud_run_service.template.spec.containers.image": IMAGE_REFERENCE,
  "google_cloud_run_v2_job.template.template.containers.image": IMAGE_REFERENCE,
  "google_cloud_run_v2_service.template.containers.image": IMAGE_REFERENCE,
  "google_cloud_run_v2_service.location": REGION,
  "google_compute_url_map.host_rule.hosts": HOST,
  "google_compute_url_map.path_matcher.path_rule.paths": ROUTE,
  "google_compute_global_address.purpose": words("VPC_PEERING", "PRIVATE_SERVICE_CONNECT"),
  "google_compute_global_forwarding_rule.port_range": /^\d{1,5}(-\d{1,5})?$/,
  "google_compute_region_network_endpoint_group.region": REGION,
  "google_compute_security_policy.type": words("CLOUD_ARMOR", "CLOUD_ARMOR_EDGE", "CLOUD_ARMOR_INTERNAL_SERVICE"),
  "google_compute_subnetwork.region": REGION,
  "google_redis_instance.redis_version": /^REDIS_\d_(\d|X)$/,
  "google_redis_instance.region": REGION,
  "google_sql_database_instance.region": REGION,
  "google_sql_database_instance.settings.disk_type": words("PD_SSD", "PD_HDD", "HYPERDISK_BALANCED"),
};

const HARDENED_PATHS: ReadonlySet<string> = new Set(
  HARDENED_ROWS.map(({ type, path }) => `${type}.${plainPath(path)}`),
);

const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/;

/** Whether a text is of the argument's type, or one of its words. */
function isOfType({ type, nesting, isSensitive, isWriteOnly, words: known }: ProviderArgument, text: string): boolean {
  if (isSensitive || isWriteOnly || nesting === "map") return false;
  if (type === "bool") return text === "true" || text === "false";
  return type === "number" ? NUMBER.test(text) : (known?.includes(text) ?? false);
}

/** Whether the schema of every version that has the argument says that such a text may stand there. */
function isOfSchema(type: string, path: string, text: string, versions: Versions): boolean {
  const known = argumentsAt(type, path, versions);
  return known.length > 0 && known.every((argument) => isOfType(argument, text));
}

/**
 * Whether a value of what exists may be printed: its form says that it is no secret.
 *
 * @param path - with or without indexes
 */
export const isPrintableForm = (
  type: string,
  path: string,
  text: string,
  versions: Versions = PROVIDER_VERSIONS,
): boolean =>
  isOfSchema(type, path, text, versions) ||
  (entryOf(PRINTABLE_FORMS, `${type}.${plainPath(path)}`)?.test(text) ?? false);

/**
 * Whether a value may be printed: its form says that it is no secret, its place is one of a text of Google's, or it is a
 * hardened value's.
 *
 * @param path - with or without indexes
 */
export function isPrintable(type: string, path: string, text: string, versions: Versions = PROVIDER_VERSIONS): boolean {
  const plain = plainPath(path);
  return (
    HARDENED_PATHS.has(`${type}.${plain}`) ||
    (entryOf(PRINTABLE_TEXTS, type)?.includes(plain) ?? false) ||
    isPrintableForm(type, plain, text, versions)
  );
}
