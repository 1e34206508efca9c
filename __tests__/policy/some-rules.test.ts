import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";
import { findingsOf, findingsOfRules } from "../../policy/packs";
import { estateOfFamilies } from "../support/families";

const TODAY = "2026-01-01";

/** Plans in which rules violate, do not know and silence each other. */
const estate = estateOfFamilies("stores", "edge");

test("a rule that is asked by itself says what it says among all, at somebody else's", () => {
  const all = findingsOf(estate, TODAY);
  const rules = [...new Set(all.map(({ rule }) => rule))];
  expect(rules.length).toBeGreaterThan(10);
  for (const id of rules) {
    const alone = findingsOfRules(new Set([id]), estate, TODAY).filter(({ rule }) => rule === id);
    expect(alone).toEqual(all.filter(({ rule }) => rule === id));
  }
});

test("who waives the rule that silences it hears it too", () => {
  const silencing = findingsOf(estate, TODAY, specOf(trial)).find(
    ({ rule, status }) => rule === "secret-accessor" && status === "violation",
  );
  if (!silencing) throw new Error("no family violates secret-accessor");
  const { address } = silencing;
  const waiver = { rule: "secret-accessor", address, reason: "a trial", owner: "platform", expires: "2026-06-30" };
  const spoken = (spec: ReturnType<typeof specOf>) =>
    findingsOfRules(new Set(["secret-accessor-declared"]), estate, TODAY, spec)
      .filter((finding) => finding.rule === "secret-accessor-declared" && finding.address === address)
      .map(({ status }) => status);
  expect(spoken(specOf(trial))).toEqual([]);
  expect(spoken(specOf({ ...trial, waivers: [waiver] }))).toEqual(["violation"]);
});
