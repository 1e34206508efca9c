import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Waiver } from "../../environments/environment";
import { trial } from "../fixture/trial";
import { Estate } from "../../policy/core/estate";
import { evaluate } from "../../policy/core/evaluate";
import { isOpen } from "../../policy/core/finding";
import { attributeCheck, isOneOf } from "../../policy/core/judge";
import type { Pack, Rule } from "../../policy/core/rule";
import { specOf } from "../../policy/core/spec";
import { RULES, findingsOf } from "../../policy/packs";
import { resources } from "../support/resource";

const rule: Rule = {
  id: "test-rule",
  kind: "house",
  severity: "high",
  title: "a is 1",
  why: "for the test",
  fix: "set a to 1",
  check: attributeCheck("google_test_thing", "a", isOneOf(1), "1"),
};

const WAIVER: Waiver = {
  rule: "test-rule",
  address: "google_test_thing.x",
  reason: "a trial",
  owner: "platform",
  expires: "2026-06-30",
};

const estateWith = (a: unknown) => new Estate({ stacks: [], resources: resources({ "google_test_thing.x": { a } }) });

const packOf = (...rules: readonly Rule[]): Pack => ({ id: "google", title: "under test", rules });

const findings = (waivers: readonly Waiver[], a: unknown, today = "2026-06-30", rules: readonly Rule[] = [rule]) =>
  evaluate([packOf(...rules)], estateWith(a), { environment: "trial", waivers, today });

test("a finding says where, what was found, what is allowed and what to do", () => {
  expect(findings([], 2)).toEqual([
    {
      rule: "test-rule",
      kind: "house",
      pack: "google",
      severity: "high",
      title: "a is 1",
      why: "for the test",
      fix: "set a to 1",
      status: "violation",
      environment: "trial",
      stack: "test-stack",
      address: "google_test_thing.x",
      message: "a: 2 found, 1 allowed; set a to 1",
    },
  ]);
});

test("a waiver holds to the end of its last day, and the finding stays visible", () => {
  const waived = findings([WAIVER], 2);
  expect(waived.map(({ status, message }) => [status, message])).toEqual([
    ["waived", "a: 2 found, 1 allowed; waived by platform until 2026-06-30"],
  ]);
  expect(waived.some(isOpen)).toBe(false);
});

test("an expired waiver excuses nothing and is a finding itself", () => {
  expect(findings([WAIVER], 2, "2026-07-01").map(({ rule: id, status }) => [id, status])).toEqual([
    ["test-rule", "violation"],
    ["waiver", "violation"],
  ]);
});

test("an unused waiver is a finding, by path", () => {
  const [finding] = findings([WAIVER], 1);
  expect(finding).toMatchObject({ rule: "waiver", status: "violation" });
  expect(finding!.message).toBe(
    "trial.waivers[0]: excuses nothing: test-rule finds nothing there that can be waived; remove it",
  );
});

test("a waiver does not excuse what nobody knows, nor what no waiver may excuse", () => {
  expect(findings([WAIVER], "${var.a}").map(({ status }) => status)).toEqual(["unknown", "violation"]);
  const strict: Rule = { ...rule, waivable: false };
  expect(findings([WAIVER], 2, "2026-06-30", [strict]).map(({ rule: id, status }) => [id, status])).toEqual([
    ["test-rule", "violation"],
    ["waiver", "violation"],
  ]);
});

test("the worst comes first", () => {
  const low: Rule = { ...rule, id: "low-rule", severity: "low" };
  const critical: Rule = { ...rule, id: "critical-rule", severity: "critical" };
  expect(findings([], 2, "2026-06-30", [low, rule, critical]).map(({ severity }) => severity)).toEqual([
    "critical",
    "high",
    "low",
  ]);
});

describe("a rule that yields to another", () => {
  const yielding: Rule = {
    ...rule,
    id: "yielding-rule",
    yieldsTo: ["test-rule"],
    check: attributeCheck("google_test_thing", "a", isOneOf(1, 3), "1 or 3"),
  };
  const spoken = (waivers: readonly Waiver[], a: unknown, rules: readonly Rule[] = [yielding, rule]) =>
    findings(waivers, a, "2026-06-30", rules).map(({ rule: id, status }) => [id, status]);

  test("is silent where the other has an open violation", () => {
    expect(spoken([], 2)).toEqual([["test-rule", "violation"]]);
  });

  test("speaks where the other is waived", () => {
    expect(spoken([WAIVER], 2)).toEqual([
      ["yielding-rule", "violation"],
      ["test-rule", "waived"],
    ]);
  });

  test("speaks where the other is not judged", () => {
    expect(spoken([], 2, [yielding])).toEqual([["yielding-rule", "violation"]]);
  });

  test("says nothing unknown where the other says so", () => {
    expect(spoken([], "${var.a}")).toEqual([["test-rule", "unknown"]]);
  });

  test("names a violation where the other only says unknown", () => {
    const unsure: Rule = { ...rule, check: attributeCheck("google_test_thing", "b", isOneOf(1), "1") };
    const bodies = { "google_test_thing.x": { a: 2, b: "${var.b}" } };
    const estate = new Estate({ stacks: [], resources: resources(bodies) });
    const statuses = evaluate([packOf(yielding, unsure)], estate, { today: "2026-06-30" });
    expect(statuses.map(({ rule: id, status }) => [id, status])).toEqual([
      ["yielding-rule", "violation"],
      ["test-rule", "unknown"],
    ]);
  });

  test("speaks at every other address", () => {
    const bodies = { "google_test_thing.x": { a: 2 }, "google_test_thing.y": { a: 4 } };
    const estate = new Estate({ stacks: [], resources: resources(bodies) });
    const onX: Rule = { ...rule, check: (all) => rule.check(all).filter(({ address }) => address.endsWith(".x")) };
    const found = evaluate([packOf(yielding, onX)], estate, { today: "2026-06-30" });
    expect(found.map(({ rule: id, address }) => [id, address])).toEqual([
      ["yielding-rule", "google_test_thing.y"],
      ["test-rule", "google_test_thing.x"],
    ]);
  });
});

test("rules yield to rules that exist, and no two are silent for each other, be it through others", () => {
  const yieldsTo = new Map(RULES.map((rule) => [rule.id, rule.yieldsTo ?? []]));
  const reached = (id: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> =>
    (yieldsTo.get(id) ?? []).reduce(
      (all, next) => (all.has(next) ? all : reached(next, new Set([...all, next]))),
      seen,
    );
  expect([...yieldsTo.values()].flat().filter((id) => !yieldsTo.has(id))).toEqual([]);
  expect([...yieldsTo.keys()].filter((id) => reached(id).has(id))).toEqual([]);
});

describe("every rule", () => {
  test("has an id of its own, and says what, why and what to do", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { id, title, why, fix } of RULES) {
      const isWhole = [title, why, fix].every((text) => text.length > 10);
      const isId = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id);
      const ends = [title, why, fix].map((text) => text.endsWith("."));
      // One expectation a rule: six times as many take longer than all rules together.
      expect({ id, isId, isWhole, ends }).toEqual({ id, isId: true, isWhole: true, ends: [false, true, false] });
    }
  });

  test("is broken by a test that names it", () => {
    const folders = [__dirname, join(__dirname, "../guards")];
    const sources = folders.flatMap((folder) =>
      readdirSync(folder, { encoding: "utf8", recursive: true })
        .filter((file) => file.endsWith(".test.ts") || file === "table.ts")
        .map((file) => readFileSync(join(folder, file), "utf8")),
    );
    expect(RULES.filter(({ id }) => !sources.some((source) => source.includes(`"${id}"`))).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test("says nothing of nothing", () => {
    expect(findingsOf(new Estate({ stacks: [], resources: [] }), "2026-01-01", specOf(trial))).toEqual([]);
  });
});
