import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Estate } from "../../policy/core/estate";
import { fromPlan } from "../../policy/core/from-plan";
import { readPlan } from "../../policy/core/plan";
import { findingsOf } from "../../policy/packs";

/**
 * Plans by provider google 6.50.0 and 7.45.0 (`families/*.tf`, planned without an account), one for a family of resources: in each
 * stand what holds, what is violated and what nobody can say, because unknowns, nulls and sets differ from synthesized JSON.
 */
function saidOf(family: string, rules: readonly string[]): readonly string[] {
  const reading = readPlan(readFileSync(join(__dirname, "families", `${family}.json`), "utf8"));
  if (!reading.ok) throw new Error(reading.problem);
  const estate = new Estate({ stacks: [], resources: fromPlan("stack", reading.plan) });
  return findingsOf(estate, "2026-01-01")
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, address, status }) => `${rule} ${address.slice(address.indexOf(".") + 1)} ${status}`)
    .sort();
}

test("grants of secrets in every form", () => {
  expect(saidOf("secrets", ["secret-accessor", "secret-without-version", "secret-shared-version"])).toEqual([
    'secret-accessor run["unknown"] unknown',
    'secret-accessor run["violated"] violation',
    'secret-without-version run["empty"] violation',
  ]);
});

test("buckets, topics, firewall rules and log exclusions", () => {
  const rules = ["bucket-live-objects", "pubsub-dead-letter-self", "network-firewall-open", "log-exclusion-errors"];
  expect(saidOf("stores", rules)).toEqual([
    'bucket-live-objects uploads["violated"] violation',
    'log-exclusion-errors drop["either"] violation',
    'log-exclusion-errors drop["unknown"] unknown',
    'log-exclusion-errors drop["violated"] violation',
    'network-firewall-open rule["violated"] violation',
    "pubsub-dead-letter-self unknown unknown",
    "pubsub-dead-letter-self violated violation",
  ]);
});

test("services behind a load balancer, their groups and routes", () => {
  const rules = ["run-no-invoker", "lb-neg-regions", "lb-path-matcher-unused"];
  expect(saidOf("edge", rules)).toEqual([
    "lb-neg-regions violated violation",
    'lb-path-matcher-unused map["violated"] violation',
    'run-no-invoker run["violated"] violation',
  ]);
});

test("regional databases, versions of new secrets and dead letters", () => {
  const rules = [
    "sql-regional-backups",
    "secret-version-absent",
    "pubsub-dead-letter-unread",
    "pubsub-dead-letter-grant",
  ];
  expect(saidOf("databases", rules)).toEqual([
    "pubsub-dead-letter-grant violated violation",
    "pubsub-dead-letter-unread violated violation",
    'secret-version-absent migrate["violated"] violation',
    'sql-regional-backups regional["unknown"] unknown',
    'sql-regional-backups regional["violated"] violation',
  ]);
});
