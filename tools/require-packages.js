// Without packages Node would print a stack trace about the first one that it misses. A fresh clone and a fresh worktree
// have none.
try {
  require.resolve("cdktf/package.json");
} catch {
  const { join } = require("node:path");
  process.stderr.write(`The packages are not installed; run npm ci in ${join(__dirname, "..")}.\n`);
  process.exit(2);
}
