import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../../policy/packs";
import { citedIncidents, linkIncidents, readIncidents } from "../../runbook/incidents";
import { SYMPTOM_IDS } from "../../verify/symptoms";
import { ROOT, trackedFiles } from "../support/tracked-files";

/** A reason that cites an incident leads to what happened, and to what guards against it. */

const incidents = readIncidents(readFileSync(join(ROOT, "docs/incidents.md"), "utf8"));
const numbers = new Set(incidents.map(({ number }) => number));
const ruleIds: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

test("incidents are numbered from 1 on, without a gap", () => {
  expect(incidents.map(({ number }) => number)).toEqual(incidents.map((_, index) => index + 1));
});

test("every incident that code or a document cites is listed", () => {
  const cited = trackedFiles(/\.(ts|md|mjs|sh|yml)$/).flatMap((file) =>
    citedIncidents(readFileSync(join(ROOT, file), "utf8")).map((number) => ({ file, number })),
  );
  expect(cited.filter(({ number }) => !numbers.has(number))).toEqual([]);
  expect(new Set(cited.map(({ number }) => number)).size).toBeGreaterThan(20);
});

/** Ids in backticks: of rules and of symptoms. */
const idsIn = (guard: string): readonly string[] =>
  [...guard.matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)].map(([, id = ""]) => id);

/** Whether an incident names a rule as its guard, or one whose id it continues, or a sibling of it. */
const isNamed = (rule: string, guard: string): boolean =>
  idsIn(guard).some(
    (id) =>
      rule === id ||
      rule.startsWith(`${id}-`) ||
      (guard.includes("and its siblings") && rule.startsWith(id.replace(/[^-]+$/, ""))),
  );

test.each(RULES.filter(({ why }) => citedIncidents(why).length > 0).map((rule) => [rule.id, rule] as const))(
  "%s is named as a guard by each incident that its reason cites",
  (id, { why }) => {
    const guardOf = (number: number): string => incidents.find((incident) => incident.number === number)?.guard ?? "";
    expect(citedIncidents(why).filter((number) => !isNamed(id, guardOf(number)))).toEqual([]);
  },
);

test("every rule that an incident names as a guard exists", () => {
  const ids = incidents.flatMap(({ guard }) => idsIn(guard));
  expect(ids.filter((id) => !ruleIds.has(id) && !(SYMPTOM_IDS as readonly string[]).includes(id))).toEqual([]);
});

test.each([
  ["A bypass (incident 25).", "A bypass ([incident 25](../../incidents.md#incident-25))."],
  [
    "Pools (incidents 15 and 16).",
    "Pools ([incidents 15](../../incidents.md#incident-15) and [16](../../incidents.md#incident-16)).",
  ],
  ["An incident of severity 1", "An incident of severity 1"],
])("%j links what it cites", (text, linked) => {
  expect(linkIncidents(text)).toBe(linked);
});

test("an incident without its two lines is refused by name", () => {
  expect(() => readIncidents("### Incident 7\n\n- **Failed:** something.\n")).toThrow(
    /"Incident 7 .*Failed, then Guard/,
  );
});
