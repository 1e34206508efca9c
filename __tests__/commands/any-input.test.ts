import fc from "fast-check";
import { Estate } from "../../policy/core/estate";
import { evaluate } from "../../policy/core/evaluate";
import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import { readPlan } from "../../policy/core/plan";
import { specOf } from "../../policy/core/spec";
import { findingsOf, packsFor } from "../../policy/packs";
import { assembleReport } from "../../review/assemble";
import { FORMATS, renderReport } from "../../review/render";
import { reviewStacks, type ReviewContext } from "../../review/review";
import { trial } from "../fixture/trial";
import { packsKnowing } from "../support/known-verdicts";
import { RECORDED, recordedText } from "../support/recorded-plans";
import { estateOf } from "../support/synthesized";

/** Whole estates and whole plans with anything in them: what comes of it is a finding or a refusal, and no exception. */

test("whatever a resource holds, reading and judging it ends in findings and not in an exception", () => {
  const types = [...new Set(estateOf("trial").resources.map(({ type }) => type))];
  const body = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom("template", "settings", "rule", "env", "name", "__proto__")),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...types), body, (type, values) => {
      const stack: SynthesizedStack = { resource: { [type]: { x: values } } };
      const { settings, resources: read } = fromSynth("s", stack);
      expect(Array.isArray(findingsOf(new Estate({ stacks: [settings], resources: read }), "2026-01-01"))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test("one attribute of our own stacks replaced by anything at all never throws", () => {
  const estate = estateOf("trial");
  // Rules that do not read the attribute are not asked again: they cannot throw over it.
  const packs = packsKnowing(estate, packsFor(specOf(trial)));
  fc.assert(
    fc.property(fc.nat(estate.resources.length - 1), fc.nat(20), fc.jsonValue(), (which, attribute, replacement) => {
      const target = estate.resources[which]!;
      const names = Object.keys(target.values);
      const values = { ...target.values, [names[attribute % names.length] ?? "x"]: replacement as never };
      const mutated = estate.replace(target, { ...target, values });
      expect(Array.isArray(evaluate(packs, mutated, { today: "2026-01-01", waivers: trial.waivers }))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

const CONTEXT: ReviewContext = {
  others: [],
  weight: "production",
  today: "2026-01-01",
  key: "a key",
  isIgnored: () => false,
};

test("a plan with anything anywhere is reviewed or refused, and never throws", () => {
  const mutations = fc.tuple(fc.constantFrom(...RECORDED.names().slice(0, 20)), fc.nat(400), fc.jsonValue());
  fc.assert(
    fc.property(mutations, ([name, position, replacement]) => {
      let count = 0;
      const json = JSON.stringify(
        JSON.parse(recordedText(name), (_key, value: unknown) => (count++ === position * 7 ? replacement : value)),
      );
      const reading = readPlan(json);
      if (!reading.ok) {
        expect(reading.problem).not.toBe("");
        return;
      }
      const report = assembleReport(reviewStacks([{ name: "stack", plan: reading.plan }], CONTEXT), "key");
      for (const format of FORMATS) expect(renderReport(report, format, "stack").length).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
});
