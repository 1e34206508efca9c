import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderArguments } from "../../google/provider/argument";
import { writeDifference, writeSchema, type ProviderSchema } from "../../google/provider/data-file";
import { dataFile, NEWEST, PROVIDER_VERSIONS, type ProviderVersion } from "../../google/provider/versions";
import { argumentsOf, blockOf, missingPaths, type SchemasJson } from "./schema-json";
import { GoPackages } from "./go-packages";
import { ProviderSource } from "./source-facts";
import { REVIEWED_TYPES, SYNTHESIZED_TYPES } from "./types";

/**
 * Writes google/provider/*.txt. It reads a folder with two things of each version of provider google:
 *
 * - `VERSION.json`, what Terraform itself prints. In an empty folder with a main.tf that has
 *   `terraform { required_providers { google = { version = "VERSION" }, random = { version = "3.7.2" } } }`:
 *   `terraform init && terraform providers schema -json > VERSION.json`
 * - `VERSION/`, the provider's source at the tag vVERSION of https://github.com/hashicorp/terraform-provider-google:
 *   `git archive vVERSION google | tar x -C VERSION`
 *
 * The first has names, types and flags. The second has what the first lacks: what forces a replacement, defaults, words,
 * and which blocks Google fills in. Where the two do not have the same arguments, nothing is written.
 */
function main([folder]: readonly string[]): void {
  if (folder === undefined) throw new Error("no folder given; its form stands in tools/provider-schema/main.ts");
  const schemas = new Map(PROVIDER_VERSIONS.map((version) => [version, readVersion(folder, version)]));
  const newest = schemas.get(NEWEST);
  for (const [version, schema] of schemas) {
    const text = version === NEWEST || !newest ? writeSchema(schema) : writeDifference(newest, schema);
    writeFileSync(dataFile(version), `${heading(version)}\n${text}`);
  }
}

const LEGEND = `# R required, O optional, C computed, S sensitive, W write-only, D deprecated, F forces a replacement, f in one direction,
# E empty is the default; ="default" !not beside ^exactly one of |words`;

const heading = (version: ProviderVersion): string =>
  version === NEWEST
    ? `# Arguments of provider google ${version}. Written by tools/provider-schema/main.ts.\n${LEGEND}`
    : `# What provider google ${version} has otherwise than ${NEWEST}. Written by tools/provider-schema/main.ts.`;

function readVersion(folder: string, version: ProviderVersion): ProviderSchema {
  const json = JSON.parse(readFileSync(join(folder, `${version}.json`), "utf8")) as SchemasJson;
  const source = new ProviderSource(new GoPackages(join(folder, version)));
  const names = [...SYNTHESIZED_TYPES, ...REVIEWED_TYPES].sort();
  return new Map(names.map((name) => [name, readName(json, source, name, version)]));
}

function readName(
  json: SchemasJson,
  source: ProviderSource,
  name: string,
  version: ProviderVersion,
): ProviderArguments {
  const block = blockOf(json, name);
  // A provider's own block and ephemeral resources replace nothing.
  if (name.includes(" ")) return argumentsOf(block);
  const facts = source.factsOf(name);
  const known = argumentsOf(block, facts);
  const missing = missingPaths(known, facts);
  if (missing.length > 0) throw new Error([`${name} ${version}:`, ...missing].join("\n  "));
  return known;
}

main(process.argv.slice(2));
