import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Waiver } from "../../environments/environment";
import { staging } from "../../environments/staging";
import { evaluate, isOpen } from "../../policy/core/evaluate";
import { attribute, oneOf, type Rule } from "../../policy/core/rule";
import { RULES } from "../../policy/packs";
import { resources } from "../support/resource";

const rule: Rule = {
  id: "test-rule",
  severity: "high",
  title: "a is 1",
  why: "for the test",
  fix: "set a to 1",
  check: attribute("google_test_thing", "a", oneOf(1), "1"),
};

const WAIVER: Waiver = {
  rule: "test-rule",
  address: "google_test_thing.x",
  reason: "a trial",
  owner: "platform",
  expires: "2026-06-30",
};

const findings = (waivers: readonly Waiver[], a: unknown, today = "2026-06-30", rules: readonly Rule[] = [rule]) =>
  evaluate(
    rules,
    {
      stacks: [],
      resources: resources({ "google_test_thing.x": { a } }),
      spec: { environment: { ...staging, waivers }, contract: [], floors: {} },
    },
    today,
  );

test("a finding says where, what was found, what is allowed and what to do", () => {
  expect(findings([], 2)).toEqual([
    {
      rule: "test-rule",
      severity: "high",
      status: "violation",
      environment: "staging",
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
    "staging.waivers[0]: excuses nothing: test-rule finds nothing there that can be waived; remove it",
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

describe("every rule", () => {
  test("has an id of its own, and says what, why and what to do", () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { id, title, why, fix } of RULES) {
      expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      for (const text of [title, why, fix]) expect(text.length).toBeGreaterThan(10);
      expect(title).not.toMatch(/\.$/);
      expect(why).toMatch(/\.$/);
      expect(fix).not.toMatch(/\.$/);
    }
  });

  test("is broken by a test that names it", () => {
    const folders = [__dirname, join(__dirname, "../guards")];
    const sources = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".test.ts"))
        .map((file) => readFileSync(join(folder, file), "utf8")),
    );
    expect(RULES.filter(({ id }) => !sources.some((source) => source.includes(`"${id}"`))).map(({ id }) => id)).toEqual(
      [],
    );
  });

  test("says nothing of nothing", () => {
    expect(evaluate(RULES, { stacks: [], resources: [] }, "2026-01-01")).toEqual([]);
  });
});
