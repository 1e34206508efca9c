import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import { specOf } from "../../policy/core/spec";
import { RULES, findingsOf } from "../../policy/packs";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { estateOf } from "../support/synthesized";
import { TODAY, brokenEstate } from "./broken-estate";
import { guardFindings } from "./findings";
import { GUARDS } from "./table";

/**
 * Every hardened value is broken once. Exactly the named rule must fire, and none beside it. That the short way, which
 * asks few rules of a part of a synthesis, finds what the whole way does is tested among the commands.
 */

test("nothing is found where nothing is broken", () => {
  for (const environment of [trial, prd]) {
    const estate = estateOf(environment.name as "trial" | "prd");
    expect(findingsOf(estate, TODAY, specOf(environment))).toEqual([]);
  }
});

describe.each(HARDENED_VALUES.map(({ id, rules }) => ({ id, rules })))("$id", ({ id, rules }) => {
  const own = GUARDS.filter(({ row }) => row === id);

  test.each(own.map((guard) => [guard.what, guard.rule, guard] as const))(
    "%s: exactly %s fires",
    (_what, rule, guard) => {
      const findings = guardFindings(brokenEstate(guard), guard);
      expect([...new Set(findings.map((finding) => finding.rule))]).toEqual([rule]);
      expect(findings.every(({ status, message }) => status === "violation" && message.includes("; "))).toBe(true);
    },
  );

  test("the table names the rules that its guards break, all and no other", () => {
    expect([...new Set(own.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
  });
});

test("every guard belongs to a row, and every row names rules that exist", () => {
  const rows = new Set(HARDENED_VALUES.map(({ id }) => id));
  expect(GUARDS.filter(({ row }) => !rows.has(row))).toEqual([]);
  const known = new Set(RULES.map(({ id }) => id));
  expect(HARDENED_VALUES.flatMap(({ rules }) => rules).filter((id) => !known.has(id))).toEqual([]);
});
