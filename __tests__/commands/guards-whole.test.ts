import { specOf } from "../../policy/core/spec";
import { findingsOf } from "../../policy/packs";
import { trial } from "../fixture/trial";
import { TODAY, brokenEstate, wholeBrokenEstate } from "../guards/broken-estate";
import { guardFindings } from "../guards/findings";
import type { Guard } from "../guards/guard";
import { GUARDS } from "../guards/table";

/** The short way of the guards (guards/guards.test.ts) against whole syntheses and all rules. */

const ROLES = ["bootstrap", "foundation", "services", "edge", "monitoring"];

/** A guard of each stack, one of a provider, one that overrides a stack itself, and all of them at once. */
const SAMPLE: readonly Guard[] = [
  ...ROLES.map((role) => GUARDS.find(({ breaks }) => breaks.every(([target]) => target.startsWith(`${role}/`)))!),
  GUARDS.find(({ rule }) => rule === "stack-project")!,
  GUARDS.find(({ rule }) => rule === "state-remote-backend")!,
];
const ALL_AT_ONCE: Guard = {
  ...SAMPLE[0]!,
  what: "with all of the sample at once",
  breaks: SAMPLE.flatMap(({ breaks }) => breaks),
};

test("what guards break is what a whole synthesis makes of their overrides", () => {
  const [short, whole] = [brokenEstate(ALL_AT_ONCE), wholeBrokenEstate(ALL_AT_ONCE)];
  expect([short.stacks, short.resources]).toEqual([whole.stacks, whole.resources]);
});

test.each([...SAMPLE, ALL_AT_ONCE].map((guard) => [guard.row, guard.what, guard] as const))(
  "%s, %s: rules that are asked only where something they read is broken find what all of them find",
  (_row, _what, guard) => {
    const estate = brokenEstate(guard);
    const findings = findingsOf(estate, TODAY, specOf(trial));
    expect(findings.map(({ rule }) => rule)).toContain(guard.rule);
    expect(guardFindings(estate, guard)).toEqual(findings);
  },
);
