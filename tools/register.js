// node --require ./tools/register.js: runs TypeScript as ts-node does, without the 0.2 s in which ts-node loads a
// compiler only to read its configuration. Types are stripped by swc with the settings of .swcrc, and the result is
// kept under node_modules/.cache by content, so that an unchanged file costs one read. `ts-node main.ts` gives the
// same bytes; a test holds the two against each other.
require("./require-node.js");
require("./no-creation-stack.js");
require("./lazy-archiver.js");

const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
const configFile = join(root, ".swcrc");
const cache = join(root, "node_modules", ".cache", "netra-register");
const settings = readFileSync(configFile, "utf8") + readFileSync(join(root, "package.json"), "utf8");

/** A cache that cannot be written costs time, nothing else. */
function keep(path, code) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, code);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // A read-only checkout, or two runs at once.
  }
}

function compiled(filename) {
  const source = readFileSync(filename, "utf8");
  const key = createHash("sha256").update(settings).update(filename).update(source).digest("hex");
  const path = join(cache, `${key}.js`);
  try {
    return readFileSync(path, "utf8");
  } catch {
    const { code } = require("@swc/core").transformSync(source, { filename, configFile });
    keep(path, code);
    return code;
  }
}

require.extensions[".ts"] = (module, filename) => module._compile(compiled(filename), filename);
