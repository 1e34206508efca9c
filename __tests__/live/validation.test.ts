import { existsSync } from "node:fs";
import { join } from "node:path";
import { problemText, selectEnvironments } from "../../environments";
import { REGISTRY } from "../../environments/registry";
import { validateEnvironment } from "../../environments/validate";
import { findingsOf } from "../../policy/packs";
import { specOf } from "../../policy/core/spec";
import { ROOT } from "../support/tracked-files";
import { LIVE } from "./synthesized";

const TODAY = new Date().toISOString().slice(0, 10);

test.each(REGISTRY)("$name has no problem, and no finding", (environment) => {
  expect(validateEnvironment(environment, TODAY).map(problemText)).toEqual([]);
  expect(findingsOf(LIVE.estateOf(environment.name), TODAY, specOf(environment))).toEqual([]);
});

test("without a name, a command works on every environment", () => {
  expect(selectEnvironments(TODAY)).toEqual({ ok: true, environments: REGISTRY });
});

test.each(REGISTRY)("the data of $name stand where reports and runbooks send people", ({ name }) => {
  expect(existsSync(join(ROOT, `environments/${name}.ts`))).toBe(true);
});
