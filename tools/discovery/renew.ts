import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOCUMENTS_FILE, type Documents } from "../../google/discovery/documents";
import { CATALOG } from "../../sandbox/apis";
import { OriginalDocument } from "./original";
import { reduceDocument, type RouteSegments, type ServedMethod } from "./reduce";

/**
 * Writes google/discovery/discovery.json from the discovery documents of Google's client for Python:
 *
 *     pip download --no-deps google-api-python-client && unzip -q google_api_python_client-*.whl -d FOLDER
 *     node --require ./tools/register.js tools/discovery/renew.ts FOLDER
 */
function renew(folder: string): void {
  const names = [...new Set(CATALOG.apis.flatMap(({ discovery }) => discovery ?? []))].sort();
  const documents = Object.fromEntries(
    names.map((name) => {
      const path = join(folder, "googleapiclient", "discovery_cache", "documents", `${name}.json`);
      const original = OriginalDocument.parse(JSON.parse(readFileSync(path, "utf8")));
      const { document, absent } = reduceDocument(original, servedMethods(name), routeSegmentsOf(name));
      for (const method of absent) console.error(`${name}: no method ${method}`);
      return [name, document] as const;
    }),
  );
  const text = documentsText(documents);
  writeFileSync(DOCUMENTS_FILE, text);
  console.log(`${DOCUMENTS_FILE}: ${names.length} documents, ${Math.round(text.length / 1000)} kB`);
}

/** The methods of an API that the sandbox serves. */
function servedMethods(document: string): readonly ServedMethod[] {
  const apis = new Set(CATALOG.apis.flatMap(({ name, discovery }) => (discovery === document ? [name] : [])));
  return CATALOG.routes
    .filter(({ api }) => apis.has(api))
    .map(({ method, pattern, verb }) => ({ method, path: verb === undefined ? pattern : `${pattern}:${verb}` }));
}

/** How the API brings a path into the form of its routes. */
const routeSegmentsOf =
  (document: string): RouteSegments =>
  (segments) =>
    CATALOG.apis.find(({ discovery }) => discovery === document)?.routeSegments?.(segments) ?? segments;

/** JSON with one member of a schema a line, so that a review reads what Google has changed. */
const documentsText = (documents: Documents): string => `${JSON.stringify(documents, null, 1).replace(/^ +/gm, "")}\n`;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: renew.ts FOLDER, into which the wheel of google-api-python-client was unpacked");
  process.exitCode = 2;
} else renew(folder);
