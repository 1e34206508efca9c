// node --require ./tools/register.js: runs TypeScript as ts-node does, without the 0.2 s in which ts-node loads a
// compiler only to read its configuration. Types are stripped by swc with the settings of .swcrc, and the result is
// kept under node_modules/.cache by content, so that an unchanged file costs one read. `ts-node main.ts` gives the
// same bytes, and a test compares the two.
require("./require-node.js");
require("./no-creation-stack.js");
require("./lazy-archiver.js");

const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join, relative } = require("node:path");

const root = join(__dirname, "..");
const configFile = join(root, ".swcrc");
const cache = join(root, "node_modules", ".cache", "netra-register");
// What decides over the result besides the source; this file says how the results are kept.
const settings = [configFile, join(root, "package.json"), join(root, "tools", "register.js")]
  .map((file) => readFileSync(file, "utf8"))
  .join("");
const path = join(cache, "compiled.json");

/**
 * Source file, from the top of its checkout → hash of its content and its compiled code. It is one file, because fifty
 * small reads take longer. Checkouts that share it, as `review --base` makes one at each call, share its entries too:
 * by absolute paths it would grow at each call, and be read as a whole at every start.
 */
const known = readCache();
let isChanged = false;

function readCache() {
  try {
    const { settings: of, files } = JSON.parse(readFileSync(path, "utf8"));
    return of === settings ? files : {};
  } catch {
    return {};
  }
}

/** Writes the cache, and renames it into place so that no run reads half of it. A failure only costs time. */
function writeCache() {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, JSON.stringify({ settings, files: known }));
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // The checkout is read-only.
  }
}

process.once("exit", () => {
  if (isChanged) writeCache();
});

function compiled(filename) {
  const source = readFileSync(filename, "utf8");
  const hash = createHash("sha256").update(source).digest("base64");
  const key = relative(root, filename);
  if (known[key]?.hash !== hash) {
    isChanged = true;
    const { code } = require("@swc/core").transformSync(source, { filename, configFile });
    known[key] = { hash, code };
  }
  return known[key].code;
}

require.extensions[".ts"] = (module, filename) => module._compile(compiled(filename), filename);
