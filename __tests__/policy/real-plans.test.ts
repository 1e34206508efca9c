import { Estate } from "../../policy/core/estate";
import { fromPlan } from "../../policy/core/from-plan";
import { findingsOf } from "../../policy/packs";
import { RECORDED, recordedPlan } from "../support/recorded-plans";

/**
 * Plans that Terraform and provider google wrote (`__tests__/review/plans/README.md`), without our own data: what the
 * rules say of any team's plan. The recorded stacks are hardened, so everything that is not named here is a false alarm.
 */

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  "armor-limit": ["armor-only-logs"],
  "backend-policy-removed": ["armor-attached", "armor-only-logs", "policy-unattached"],
  "backend-timeout": ["armor-only-logs", "lb-backend-timeout"],
  "create-edge": ["armor-only-logs"],
  empty: ["armor-only-logs"],
  "neg-replace": ["armor-only-logs"],
  "url-map-change": ["armor-only-logs"],
  "drift-mixed": ["socket-request-timeout"],
  "egress-all": ["run-egress"],
  "env-masked": ["env-plain-secret"],
  "env-secret-to-plain": ["env-plain-secret"],
  // Cut by hand to what 7.x has new.
  "provider-seven": ["run-service-account", "socket-session-affinity"],
  "redis-replace": ["redis-tier"],
  errored: ["sql-disk-type"],
  "sql-replace": ["sql-disk-type"],
  "sql-protection-off": ["sql-deletion-protection"],
  // The smaller tier carries fewer connections than its flag asks for.
  "sql-tier": ["sql-memory-flags"],
  "timeout-lowered": ["socket-request-timeout"],
  "traffic-pinned": ["run-traffic-latest"],
};

const fixtures = RECORDED.names();

test("the table names recorded plans", () => {
  expect(fixtures).toEqual(expect.arrayContaining(Object.keys(EXPECTED)));
  expect(fixtures.length).toBeGreaterThan(40);
});

test.each(fixtures)("%s", (name) => {
  const resources = fromPlan("stack", recordedPlan(name));
  const findings = findingsOf(new Estate({ stacks: [], resources }), "2026-01-01");
  expect(findings.map(({ rule, status }) => `${rule} ${status}`).sort()).toEqual(
    (EXPECTED[name] ?? []).map((rule) => `${rule} violation`).sort(),
  );
  expect(JSON.stringify(findings)).not.toContain("CANARY");
});
