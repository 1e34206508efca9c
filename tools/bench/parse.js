// The floor of a review: a Node that only reads and parses the same file. It writes its own time, because the start of
// a process takes ten times as long as parsing a small plan.
const { readFileSync, writeFileSync } = require("node:fs");

const [, , file, report] = process.argv;
const before = process.cpuUsage();
JSON.parse(readFileSync(file, "utf8"));
const { user, system } = process.cpuUsage(before);
writeFileSync(report, JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
