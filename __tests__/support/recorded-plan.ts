import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { storePlan } from "./plan-storage";
import { RECORDED } from "./recorded-plans";

/** Shows or records a plan: `__tests__/review/plans/README.md` says how it is called. */
function main([task = "", name = ""]: readonly string[]): void {
  if (task === "show") {
    console.log(JSON.stringify(RECORDED.json(name), null, 2));
  } else if (task === "record" && /^[a-z][a-z-]*$/.test(name)) {
    const written = storePlan(RECORDED, name, JSON.parse(readFileSync(0, "utf8")) as object);
    const prettier = require.resolve("prettier/bin/prettier.cjs");
    process.exitCode = spawnSync(process.execPath, [prettier, "--write", ...written], { stdio: "inherit" }).status ?? 2;
  } else {
    throw new Error("say show NAME, or record NAME with the plan's JSON on standard input; a name is of a to z and -");
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
