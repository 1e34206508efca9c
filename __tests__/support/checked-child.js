// NODE_OPTIONS="--require __tests__/support/checked-child.js": the sandbox of a child process is held against Google's
// discovery documents too. What deviates stands in the file that CHECKED_ANSWERS names when the child has ended.
const { appendFileSync } = require("node:fs");

if (["sandbox", "start"].includes(process.argv[2])) {
  require("../../tools/register.js");
  const take = require("./answer-checks.ts").watchAnswers({ refusals: true });
  process.on("exit", () => appendFileSync(process.env.CHECKED_ANSWERS, take().join("\n")));
}
