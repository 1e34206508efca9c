import { readPlan, type PlanJson } from "../../policy/core/plan";
import type { Report } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import { reviewStacks, type ReviewContext } from "../../review/review";
import { FORMATS, renderReport } from "../../review/render";
import { CANARY, FORM, withCanaries } from "../../tools/bench/mutated-plans";
import { RECORDED, recordedPlan, recordedText } from "../support/recorded-plans";

/** Reviews of recorded plans, whole: what a change does, and what must never be printed. */

const fixtures = RECORDED.names();

const CONTEXT: ReviewContext = {
  others: [],
  weight: "production",
  today: "2026-01-01",
  key: "a key",
  isIgnored: () => false,
};

function parsed(json: string): PlanJson {
  const reading = readPlan(json);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.plan;
}

const reviewOf = (plan: PlanJson, context: Partial<ReviewContext> = {}): Report => {
  const all = { ...CONTEXT, ...context };
  return assembleReport(reviewStacks([{ name: "stack", plan }], all), all.key);
};

/** Worst severity, undo of the worst change, and a part of its consequence. */
const EXPECTED: Readonly<Record<string, readonly [severity: string, undo: string, consequence: string]>> = {
  "armor-limit": ["high", "instant", "an address may ask 100 instead of 7840 times"],
  "backend-policy-removed": ["critical", "instant", ""],
  "backend-timeout": ["high", "redeploy", ""],
  "certificate-host": ["critical", "redeploy", ""],
  "concurrency-lowered": ["high", "redeploy", ""],
  "egress-all": ["critical", "redeploy", ""],
  "env-removed": ["high", "redeploy", "the service loses variable JWT_SECRET_KEY"],
  "env-secret-to-plain": ["critical", "one-way", "LLM_API_KEY becomes plain text"],
  "ingress-all": ["critical", "instant", ""],
  "redis-replace": ["critical", "data lost", "every session, cache entry and pub/sub subscription is lost"],
  "sql-protection-off": ["critical", "instant", ""],
  "sql-replace": ["critical", "data lost", "every database"],
  "timeout-lowered": ["high", "redeploy", "sockets are cut at 300 s instead of 3600 s"],
};

test.each(Object.entries(EXPECTED))("%s in prd", (name, [severity, undo, consequence]) => {
  const report = reviewOf(recordedPlan(name));
  const [worst] = report.stacks[0]!.changes;
  expect([report.severity, worst?.severity, worst?.undo]).toEqual([severity, severity, undo]);
  expect(worst?.consequence).toContain(consequence);
});

test("outside prd the same change weighs less, unless something is exposed or lost", () => {
  const severity = (name: string) =>
    reviewOf(recordedPlan(name), { weight: "staging" }).stacks[0]!.changes[0]?.severity;
  expect(severity("concurrency-lowered")).toBe("medium");
  expect(severity("ingress-all")).toBe("critical");
  expect(severity("redis-replace")).toBe("critical");
});

test.each([
  ["empty", []],
  ["move", ["move"]],
  ["import", ["import"]],
  ["forget", ["forget"]],
  ["delete", ["delete"]],
  ["deposed", ["delete"]],
  ["neg-replace", ["update", "replace (create first)"]],
  ["replace-requested", ["replace (destroy first)"]],
  ["read", ["read", "update"]],
])("%s: every action is a change", (name, actions) => {
  const found = reviewOf(recordedPlan(name)).stacks[0]!.changes.flatMap((change) => change.actions);
  expect([...found].sort()).toEqual([...actions].sort());
});

test.each([
  ["drift-reverted", ["reverted"]],
  ["drift-adopted", ["adopted"]],
  ["drift-overwritten", ["overwritten"]],
  ["drift-ignored", ["ignored"]],
  ["drift-silent", ["accepted silently"]],
  ["drift-deleted", ["deleted outside"]],
  ["drift-noise", []],
  ["drift-after-apply", []],
])("%s: joined with what the plan does about it", (name, classes) => {
  expect(reviewOf(recordedPlan(name)).stacks[0]!.drift.map((drift) => drift.class)).toEqual(classes);
});

test("noise is counted and not shown", () => {
  const [stack] = reviewOf(recordedPlan("drift-noise")).stacks;
  expect(stack!.noise).toBeGreaterThan(3);
  expect(stack!.changes).toEqual([]);
  expect(reviewOf(recordedPlan("drift-noise")).severity).toBe("none");
});

test("a plan that stopped half-way says so first", () => {
  expect(reviewOf(recordedPlan("errored")).summary).toMatch(/^INCOMPLETE, Terraform stopped in stack; critical: /);
});

test("the digest is of the change-set: the same plan twice, and no other plan", () => {
  const names = ["armor-limit", "redis-memory", "secret-rotation", "timeout-lowered"];
  const digests = () => names.map((name) => reviewOf(parsed(recordedText(name))).stacks[0]!.digest);
  expect(digests()).toEqual(digests());
  expect(new Set(digests()).size).toBe(names.length);
  const { key: _key, ...without } = CONTEXT;
  expect(assembleReport(reviewStacks([{ name: "s", plan: recordedPlan("empty") }], without)).digest).toBeNull();
});

describe("secrets", () => {
  /** Every text of a plan that is not its form becomes the canary: names of resources, types and actions stay. */
  const poisoned = (json: string): string => JSON.stringify(withCanaries(JSON.parse(json), FORM));

  test.each(fixtures)("%s: no value that may be a secret reaches any format, whole or in parts", (name) => {
    const report = reviewOf(parsed(poisoned(recordedText(name))));
    for (const format of FORMATS) {
      const output = renderReport(report, format, "stack");
      expect(output).not.toContain(CANARY.slice(0, 8));
      expect(output).not.toContain(CANARY.slice(-8));
    }
  });

  test.each(["env-secret-to-plain", "env-masked", "create-services", "outputs-only"])(
    "%s: the recorded canaries stay inside",
    (name) => {
      for (const format of FORMATS)
        expect(renderReport(reviewOf(recordedPlan(name)), format, "stack")).not.toMatch(/CANARY|FAKE-/);
    },
  );
});

describe("hostile input", () => {
  test("a truncated plan is refused", () => {
    const whole = recordedText("empty");
    for (const share of [0.1, 0.5, 0.9]) expect(readPlan(whole.slice(0, whole.length * share)).ok).toBe(false);
  });

  test("names of prototypes are only names", () => {
    const change =
      '{"actions":["update"],"before":{"__proto__":{"a":1},"constructor":1},"after":{"__proto__":{"a":2},"constructor":2}}';
    const json = `{"format_version":"1.2","resource_changes":[{"address":"__proto__.x","mode":"managed","type":"__proto__","change":${change}}]}`;
    expect(reviewOf(parsed(json)).stacks[0]!.changes).toHaveLength(1);
    expect(({} as { a?: number }).a).toBeUndefined();
  });
});
