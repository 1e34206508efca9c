import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differenceOf } from "../support/json-difference";
import { dependentsOf, smallPatch, storePlan } from "../support/plan-storage";
import { RECORDED, RecordedPlans, recordedText } from "../support/recorded-plans";
import { ROOT } from "../support/tracked-files";

/** How recorded plans are stored: as a patch where they differ little from another, else whole (plans/README.md). */

const names = RECORDED.names();
const patched = names.filter((name) => RECORDED.patchOf(name) !== undefined);
const whole = names.filter((name) => RECORDED.patchOf(name) === undefined);

test("each plan is stored once", () => {
  expect(new Set(names).size).toBe(names.length);
  expect(patched.length).toBeGreaterThan(whole.length);
});

test.each(patched)("%s is a patch of a whole plan, and each of its operations is needed", (name) => {
  const { base, patch } = RECORDED.patchOf(name)!;
  expect(whole).toContain(base);
  expect(patch).toEqual(differenceOf(RECORDED.json(base), RECORDED.json(name)));
});

test("no plan stands whole for itself alone where a patch would be less than a third of it", () => {
  const alone = whole.filter((name) => dependentsOf(RECORDED, name).length === 0);
  const small = alone.map((name) => [name, smallPatch(RECORDED, name, RECORDED.json(name))?.base]);
  expect(small).toEqual(alone.map((name) => [name, undefined]));
});

describe("recording", () => {
  let folder = "";
  const copy = () => new RecordedPlans(folder);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "netra-plans-"));
    for (const name of ["sql-tier", "sql-flags", "move"]) storePlan(copy(), name, RECORDED.json(name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a near plan becomes a patch, and reads as it was given", () => {
    storePlan(copy(), "sql-protection-off", RECORDED.json("sql-protection-off"));
    expect(copy().patchOf("sql-protection-off")?.base).toBe("sql-tier");
    expect(JSON.stringify(copy().json("sql-protection-off"))).toBe(recordedText("sql-protection-off"));
  });

  test("a plan without relatives stands whole", () => {
    storePlan(copy(), "read", RECORDED.json("read"));
    expect(copy().patchOf("read")).toBeUndefined();
    expect(JSON.stringify(copy().json("read"))).toBe(recordedText("read"));
  });

  test("a patch that would lose the order of members is none", () => {
    const { resource_changes: changes, ...others } = RECORDED.json("move") as { resource_changes: object[] };
    const turned = changes.map((change) => Object.fromEntries(Object.entries(change).reverse()));
    storePlan(copy(), "turned", { ...others, resource_changes: turned });
    expect(copy().patchOf("turned")).toBeUndefined();
  });

  test("a base that is recorded anew leaves the plans that stand on it as they were", () => {
    storePlan(copy(), "sql-tier", RECORDED.json("sql-replace"));
    expect(JSON.stringify(copy().json("sql-tier"))).toBe(recordedText("sql-replace"));
    expect(JSON.stringify(copy().json("sql-flags"))).toBe(recordedText("sql-flags"));
    expect(readdirSync(folder).filter((file) => file.startsWith("sql-flags"))).toHaveLength(1);
  });
});

test("a whole plan can be looked at", () => {
  const command = ["--require", "./tools/register.js", "__tests__/support/recorded-plan.ts", "show", "sql-flags"];
  const shown = execFileSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
  expect(shown).toBe(`${JSON.stringify(RECORDED.json("sql-flags"), null, 2)}\n`);
});

test("a name that is not recorded is told, with those that are", () => {
  expect(() => RECORDED.json("sql-flag")).toThrow(
    /no recorded plan "sql-flag"; there are action-and-deferral, .*sql-flags/,
  );
});
