// The floor of a synthesis: a Node that only loads the cdktf and provider modules that a synthesis loads.
// observe.js writes the list. This is JavaScript, because a compiler is not part of the floor.
const { readFileSync } = require("node:fs");

for (const path of JSON.parse(readFileSync(process.argv[2], "utf8")).modules) require(path);
