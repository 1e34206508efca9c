import { FLOORS } from "../../environments/contract";
import type { Spec } from "../../policy/core/spec";
import { keyAgeRules } from "../../policy/packs/netra/key-age";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { describeArea } from "../support/area";
import { verdictsOf } from "../support/resource";

const SPEC: Spec = { environment: trial, contract: [], floors: FLOORS };
const RULE = "bypass-key-age";
const KEY = "google_secret_manager_secret.key";
const PATH = "annotations.max-age-days";
const ESTATE = {
  [KEY]: { secret_id: "netra-trial-e2e-bypass-key", annotations: { "max-age-days": "90" } },
  "google_secret_manager_secret.other": { secret_id: "netra-trial-jwt-secret-key" },
};

describeArea({
  rules: keyAgeRules,
  spec: SPEC,
  estate: ESTATE,
  broken: [
    [RULE, KEY, PATH, "91", "annotations.max-age-days"],
    [RULE, KEY, PATH, "", "allowed"],
    [RULE, KEY, "annotations", undefined, '"90" allowed'],
    [RULE, KEY, "annotations", {}, '"90" allowed'],
  ],
  held: [[KEY, "annotations.owner", "qa"]],
  unknown: [
    [RULE, KEY, PATH],
    [RULE, KEY, "annotations"],
  ],
});

test("the limit is the spec's, and production's secrets are not asked", () => {
  const shorter: Spec = { ...SPEC, environment: { ...trial, e2e: { ...trial.e2e, keyMaxAgeDays: 30 } } };
  expect(verdictsOf(keyAgeRules, ESTATE, shorter).map(({ rule }) => rule)).toEqual([RULE]);
  const secret = { secret_id: "netra-prd-e2e-bypass-key" };
  expect(verdictsOf(keyAgeRules, { [KEY]: secret }, { ...SPEC, environment: prd })).toEqual([]);
});
