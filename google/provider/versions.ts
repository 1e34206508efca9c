import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDERS } from "../versions";
import { applyDifference, readSchema, type ProviderSchema } from "./data-file";

/** Versions of provider google whose arguments are known, one of each major version. */
export const PROVIDER_VERSIONS = ["6.50.0", PROVIDERS.google.version] as const;

export type ProviderVersion = (typeof PROVIDER_VERSIONS)[number];

/** The version whose arguments stand whole in a file, which our stacks require; of the others the difference does. */
export const NEWEST = PROVIDERS.google.version;

/** The file of a version. */
export const dataFile = (version: ProviderVersion): string => join(__dirname, `google-${version}.txt`);

const read = new Map<ProviderVersion, ProviderSchema>();

/** The schema of a version. Its file is read when it is first asked for. */
export function providerSchema(version: ProviderVersion): ProviderSchema {
  const known = read.get(version);
  if (known) return known;
  const text = readFileSync(dataFile(version), "utf8");
  const schema = version === NEWEST ? readSchema(text) : applyDifference(providerSchema(NEWEST), text);
  read.set(version, schema);
  return schema;
}
