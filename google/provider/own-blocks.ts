import { plainPath } from "../paths";

/**
 * Blocks that a configuration alone makes, of types whose arguments the data of the provider does not list: where such a
 * block is unknown, it stands in the configuration, and no answer of Google's fills it in. Rules read these.
 */
const OWN_BLOCKS: Readonly<Record<string, readonly string[]>> = {
  google_compute_firewall: ["allow", "deny"],
  google_compute_instance: ["network_interface.access_config"],
  google_compute_instance_template: ["network_interface.access_config"],
  google_compute_region_instance_template: ["network_interface.access_config"],
  google_logging_folder_sink: ["exclusions"],
  google_logging_organization_sink: ["exclusions"],
  google_logging_project_sink: ["exclusions"],
  google_pubsub_subscription: ["bigquery_config", "cloud_storage_config", "dead_letter_policy", "push_config"],
};

/**
 * Whether a block is one that Google never fills in, though its type is not among the listed ones.
 *
 * @param path - with or without indexes
 */
export const isOwnBlock = (type: string, path: string): boolean =>
  Object.hasOwn(OWN_BLOCKS, type) && (OWN_BLOCKS[type] ?? []).includes(plainPath(path));
