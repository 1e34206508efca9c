import { execFileSync } from "node:child_process";
import { dependentsOf, smallPatch } from "../support/plan-storage";
import { RECORDED } from "../support/recorded-plans";
import { ROOT } from "../support/tracked-files";

/** Recorded plans, all of them against each other, and the command that shows one. */

const names = RECORDED.names();
const whole = names.filter((name) => RECORDED.patchOf(name) === undefined);

test("no plan stands whole for itself alone where a patch would be less than a third of it", () => {
  const alone = whole.filter((name) => dependentsOf(RECORDED, name).length === 0);
  const small = alone.map((name) => [name, smallPatch(RECORDED, name, RECORDED.json(name))?.base]);
  expect(small).toEqual(alone.map((name) => [name, undefined]));
});

test("a whole plan can be looked at", () => {
  const command = ["--require", "./tools/register.js", "__tests__/support/recorded-plan.ts", "show", "sql-flags"];
  const shown = execFileSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
  expect(shown).toBe(`${JSON.stringify(RECORDED.json("sql-flags"), null, 2)}\n`);
});
