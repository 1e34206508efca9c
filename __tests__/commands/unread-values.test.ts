import { watchReading } from "../../policy/core/reading";
import { bindSpec } from "../../policy/core/rule";
import { changedResource, trialsOf } from "../../policy/core/trials";
import { RULES } from "../../policy/packs";
import { OUR_SPEC } from "../support/spec";
import { estateOf } from "../support/synthesized";

/** What `policy/reading.test.ts` says of a function holds of every rule. */

test("no rule says anything else after a change of what it has not read", () => {
  const estate = estateOf("trial");
  const trials = estate.resources.flatMap((resource) => trialsOf(resource).map((trial) => ({ resource, trial })));
  const differing = RULES.flatMap((unbound, index) => {
    const rule = bindSpec(unbound, OUR_SPEC);
    const reading = watchReading(rule.check, estate);
    // Each rule is tried with others of the thousands of changes.
    const tried = trials.filter((_, at) => at % 2999 === index);
    return tried.filter(({ resource, trial }) => {
      const changed = changedResource(resource, trial);
      if (reading.hasRead(resource, changed)) return false;
      return JSON.stringify(rule.check(estate.replace(resource, changed))) !== JSON.stringify(reading.answer);
    });
  });
  expect(differing).toEqual([]);
});
