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

/** A provisioner as a configuration has it. */
export interface Provisioner {
  /** `local-exec`, `remote-exec`, `file`. */
  readonly type: string;
  readonly expressions: unknown;
}

/** Whether a text is a name: anything else would be a text of somebody else in ours. */
export const isName = (text: string): boolean => /^[A-Za-z_][\w-]*$/.test(text);

/** A provisioner, whose type is said only where it is a name. */
export const provisionerOf = (type: unknown, expressions: unknown): Provisioner => ({
  type: typeof type === "string" && isName(type) ? type : "of an unknown type",
  expressions,
});

/** The provisioners of a resource, in their order. */
export const provisionersIn = ({ provisioners }: ConfiguredEntry["json"]): readonly Provisioner[] =>
  Array.isArray(provisioners)
    ? (provisioners as readonly unknown[])
        .filter(isRecord)
        .map(({ type, expressions }) => provisionerOf(type, expressions))
    : [];
