import { CANARY, reviewDefect, reviewMutatedPlans } from "../../tools/bench/mutated-plans";
import { FAMILIES, familyPlan } from "../support/families";

/** A thousand here, the same each time; a hundred thousand others in the benchmark (`./netra bench --only mutations`). */

/** What the real provider plans: unknowns, nulls and sets of every family of resources. */
const changes = FAMILIES.flatMap((name) => familyPlan(name).resource_changes);

test("a thousand plans with anything anywhere are reviewed or refused: none throws, none prints a value", () => {
  expect(changes.length).toBeGreaterThan(900);
  expect(reviewMutatedPlans(changes, { runs: 1000, seed: 1, formats: ["json"] })).toEqual({ plans: 1000 });
});

test("a value that is printed is found", () => {
  const change = { actions: ["create"], before: null, after: {} };
  const plan = (address: string): string =>
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [{ address, mode: "managed", type: "google_storage_bucket", change }],
    });
  expect(reviewDefect(plan("google_storage_bucket.a"), ["text", "json"])).toBeUndefined();
  expect(reviewDefect(plan(`google_storage_bucket.${CANARY}`), ["text"])).toContain(
    "a value stands in the report as text",
  );
});
