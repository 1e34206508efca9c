import { environmentFindings } from "../../stacks/policy-validation";
import { resolveEnvironments } from "../../stacks/synthesis";
import { generatedEnvironment } from "../../tools/bench/generated-environment";
import { trial } from "../fixture/trial";

const TODAY = "2026-01-01";

test("the environment that the benchmark generates holds against the policy", () => {
  const estates = resolveEnvironments([generatedEnvironment(trial, 30)], TODAY);
  expect(estates.flatMap((estate) => environmentFindings(estate, TODAY))).toEqual([]);
});
