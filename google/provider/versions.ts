import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyDifference, readSchema, type ProviderSchema } from "./data-file";

/** Versions of provider google whose arguments are known, one of each major version. */
export const PROVIDER_VERSIONS = ["6.50.0", "7.45.0"] as const;

export type ProviderVersion = (typeof PROVIDER_VERSIONS)[number];

/** The version whose arguments stand whole in a file; of the others the difference does. */
export const NEWEST = "7.45.0" satisfies ProviderVersion;

/** The file of each version. */
export const DATA_FILES: Readonly<Record<ProviderVersion, string>> = {
  "6.50.0": join(__dirname, "google-6.50.0.txt"),
  "7.45.0": join(__dirname, "google-7.45.0.txt"),
};

const read = new Map<ProviderVersion, ProviderSchema>();

/** The schema of a version. Its file is read when it is first asked for. */
export function providerSchema(version: ProviderVersion): ProviderSchema {
  const known = read.get(version);
  if (known) return known;
  const text = readFileSync(DATA_FILES[version], "utf8");
  const schema = version === NEWEST ? readSchema(text) : applyDifference(providerSchema(NEWEST), text);
  read.set(version, schema);
  return schema;
}
