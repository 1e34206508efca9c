import { Estate } from "../../policy/core/estate";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fromPlan } from "../../policy/core/from-plan";
import { readPlan } from "../../policy/core/plan";
import { findingsOf } from "../../policy/packs";

/**
 * Plans that Terraform and provider google 6.50.0 wrote (`__tests__/review/plans/README.md`), without our own data: what the
 * rules say of any team's plan. The recorded stacks are hardened, so everything that is not named here is a false alarm.
 */

const FOLDER = join(__dirname, "../review/plans");

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "backend-policy-removed.json": ["armor-attached"],
  "backend-timeout.json": ["lb-backend-timeout"],
  "drift-mixed.json": ["socket-request-timeout"],
  "egress-all.json": ["run-egress"],
  "env-masked.json": ["env-plain-secret"],
  "env-secret-to-plain.json": ["env-plain-secret"],
  "redis-replace.json": ["redis-tier"],
  "sql-protection-off.json": ["sql-deletion-protection"],
  // The smaller tier carries fewer connections than its flag asks for.
  "sql-tier.json": ["sql-memory-flags"],
  "timeout-lowered.json": ["socket-request-timeout"],
  "traffic-pinned.json": ["run-traffic-latest"],
};

const fixtures = readdirSync(FOLDER).filter((file) => file.endsWith(".json"));

test("the table names recorded plans", () => {
  expect(fixtures).toEqual(expect.arrayContaining(Object.keys(EXPECTED)));
  expect(fixtures.length).toBeGreaterThan(40);
});

test.each(fixtures)("%s", (file) => {
  const reading = readPlan(readFileSync(join(FOLDER, file), "utf8"));
  if (!reading.ok) throw new Error(reading.problem);
  const resources = fromPlan("stack", reading.plan);
  const findings = findingsOf(new Estate({ stacks: [], resources }), "2026-01-01");
  expect(findings.map(({ rule, status }) => `${rule} ${status}`).sort()).toEqual(
    (EXPECTED[file] ?? []).map((rule) => `${rule} violation`).sort(),
  );
  expect(JSON.stringify(findings)).not.toContain("CANARY");
});
