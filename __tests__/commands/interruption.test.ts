import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../support/tracked-files";

/** A real signal in a real process; e2e/interruption.e2e.ts has whole commands. */

/** Has one thing to undo, asks for another to end, and never ends by itself. */
const PROGRAM = `
  const { interruptionSignal, undoAtInterruption } = require("./cli/shared/interruption.ts");
  undoAtInterruption(() => console.log("undone"));
  interruptionSignal("ending").addEventListener("abort", () => console.log("asked"));
  setInterval(() => undefined, 1000);
  console.log("ready");
`;

test("the first Ctrl-C asks and says so, the second undoes and ends the process by the signal", async () => {
  const child = spawn(process.execPath, ["--require", join(ROOT, "tools/register.js"), "-e", PROGRAM], { cwd: ROOT });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (text.includes("ready")) child.kill("SIGINT");
      // Later than what counts as the same press.
      if (text.includes("asked")) setTimeout(() => child.kill("SIGINT"), 1100);
    });
  }
  expect(await once(child, "close")).toEqual([null, "SIGINT"]);
  expect(said.split("\n").sort()).toEqual(["", "", "asked", "ending", "ready", "undone"]);
});
