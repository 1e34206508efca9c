import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { differenceOf } from "../support/json-difference";
import { storePlan } from "../support/plan-storage";
import { RECORDED, RecordedPlans, recordedText } from "../support/recorded-plans";

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

test("a name that is not recorded is told, with those that are", () => {
  expect(() => RECORDED.json("sql-flag")).toThrow(
    /no recorded plan "sql-flag"; there are action-and-deferral, .*sql-flags/,
  );
});
