import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findingsOf } from "../../policy/packs";
import { googlePack } from "../../policy/packs/google";
import { FAMILIES, FAMILIES_FOLDER, estateOfFamilies } from "../support/families";
import { NEVER_UNKNOWN, NEVER_VIOLATED } from "./families/exceptions";

/**
 * Plans by provider google 6.50.0 and 7.45.0 (`families/*.tf`, planned without an account), one for a family of resources: in each
 * stand what holds, what is violated and what nobody can say, because unknowns, nulls and sets differ from synthesized JSON.
 * `families/*.txt` is all that the rules which it names find there.
 */

interface Row {
  readonly rule: string;
  readonly address: string;
  readonly status: string;
}

const tableOf = (family: string): readonly string[] =>
  readFileSync(join(FAMILIES_FOLDER, `${family}.txt`), "utf8")
    .trimEnd()
    .split("\n");

const ROWS: ReadonlyMap<string, readonly Row[]> = new Map(
  FAMILIES.map((family) => [
    family,
    tableOf(family).map((line) => {
      const [rule = "", address = "", status = ""] = line.split(" ");
      return { rule, address, status };
    }),
  ]),
);

function saidOf(family: string, rules: ReadonlySet<string>): readonly string[] {
  return findingsOf(estateOfFamilies(family), "2026-01-01")
    .filter(({ rule }) => rules.has(rule))
    .map(({ rule, address, status }) => `${rule} ${address} ${status}`)
    .sort();
}

test.each(FAMILIES)("%s", (family) => {
  const rules = new Set(ROWS.get(family)?.map(({ rule }) => rule));
  expect(saidOf(family, rules)).toEqual(tableOf(family));
});

/** What the names of a family's resources promise, and its table does not keep. */
function brokenPromises(rows: readonly Row[]): readonly string[] {
  const violated = new Set(rows.filter(({ status }) => status === "violation").map(({ address }) => address));
  return rows
    .map(({ address }) => address)
    .filter((address) => {
      if (address.includes("held")) return true;
      if (address.includes("violated")) return !violated.has(address);
      return address.includes("unknown") && violated.has(address);
    });
}

test.each(FAMILIES)("%s: what is called held, violated or unknown is that", (family) => {
  expect(brokenPromises(ROWS.get(family) ?? [])).toEqual([]);
});

const ruleIds = googlePack.rules.map(({ id }) => id).sort();

const shownAs = (wanted: string): ReadonlySet<string> =>
  new Set([...ROWS.values()].flat().flatMap(({ rule, status }) => (status === wanted ? [rule] : [])));

test.each([
  ["violation", NEVER_VIOLATED],
  ["unknown", NEVER_UNKNOWN],
])("a family shows every rule as %s, or a reason tells why none can", (status, exceptions) => {
  const shown = shownAs(status);
  const excused = Object.values(exceptions).flat();
  expect(excused.filter((id) => shown.has(id))).toEqual([]);
  expect([...shown, ...excused].sort()).toEqual(ruleIds);
});
