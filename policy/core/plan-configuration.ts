import { isRecord } from "./json";
import type { ModuleJson } from "./plan";

/** A resource or a data source as a plan's configuration has it. */
export interface ConfiguredEntry {
  /** As the file has it: nothing is known of its form but that it has an address. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Its module's, `module.a.module.b.`; "" at the root. */
  readonly prefix: string;
}

/**
 * The resources and data sources of a configuration, those of modules among them, by their addresses without keys of
 * instances. What has another form than Terraform documents is left out.
 */
export function configuredEntries(module: ModuleJson, prefix = ""): ReadonlyMap<string, ConfiguredEntry> {
  const found = new Map<string, ConfiguredEntry>();
  for (const json of Array.isArray(module.resources) ? (module.resources as readonly unknown[]) : []) {
    if (isRecord(json) && typeof json.address === "string") found.set(prefix + json.address, { json, prefix });
  }
  for (const [name, call] of Object.entries(isRecord(module.module_calls) ? module.module_calls : {})) {
    if (!isRecord(call) || !isRecord(call.module)) continue;
    for (const [address, entry] of configuredEntries(call.module, `${prefix}module.${name}.`))
      found.set(address, entry);
  }
  return found;
}
