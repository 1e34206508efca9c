// The floor of a synthesis: node, and the cdktf and provider modules that a synthesis loads, and nothing else.
// The list is a report of observe.js. JavaScript, because a compiler is not part of the floor.
const { readFileSync } = require("node:fs");

for (const path of JSON.parse(readFileSync(process.argv[2], "utf8")).modules) require(path);
