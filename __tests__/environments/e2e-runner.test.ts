import { budgetsOf } from "../../environments/budgets";
import { addressBudget } from "../../google/budgets";
import type { Environment, ProductionEnvironment } from "../../environments/environment";
import { e2eJobName, pinnedImage } from "../../environments/names";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { runnerVariables, variablesOf } from "../../environments/variables";
import { runE2e } from "../../verify/e2e/run";

const RUNNER = {
  image: { name: "e2e-tests", version: "1.0.0" },
  cpu: 1,
  memoryMiB: 2048,
  timeoutSeconds: 600,
  signIns: 20,
  runsPerHour: 6,
} as const;

/** Each of these lines is held by the compiler: a directive without an error below it is an error itself. */
test("prd's type has no place for a runner, and what runs tests takes no such environment", () => {
  // @ts-expect-error -- no `e2e` in a prd environment
  const withTests: ProductionEnvironment = { ...prd, e2e: trial.e2e };
  // @ts-expect-error -- nor a runner beside it
  const withRunner: ProductionEnvironment = { ...prd, runner: RUNNER };
  // @ts-expect-error -- and no kind but its own
  const renamed: ProductionEnvironment = { ...prd, kind: "staging" };
  // @ts-expect-error -- a run is asked of trial
  const run = (...rest: [never, never]) => runE2e(prd, ...rest);
  // @ts-expect-error -- and so are its variables
  const variables = () => runnerVariables(prd);
  // Only trial has one to read.
  const runnerOf = (environment: Environment) => (environment.kind === "staging" ? environment.e2e.runner : undefined);
  expect([runnerOf(trial), runnerOf(prd)]).toEqual([RUNNER, undefined]);
  expect([withTests, withRunner, renamed, run, variables]).toHaveLength(5);
});

test("an image by tag or by digest", () => {
  const repository = "us-central1-docker.pkg.dev/example-trial/netra/e2e-tests";
  expect(pinnedImage(trial, "e2e-tests", "1.0.0")).toBe(`${repository}:1.0.0`);
  expect(pinnedImage(trial, "e2e-tests", `sha256:${"0".repeat(64)}`)).toBe(`${repository}@sha256:${"0".repeat(64)}`);
});

test("the job's name is the API's", () => {
  expect(e2eJobName(trial)).toBe("projects/example-trial/locations/us-central1/jobs/e2e-runner");
});

test("the key has one name and one secret on the runner and on the services that read it", () => {
  const key = (variables: ReturnType<typeof variablesOf>) => variables.find(({ name }) => name === "E2E_BYPASS_KEY");
  expect(key(runnerVariables(trial))).toEqual({ name: "E2E_BYPASS_KEY", kind: "secret", role: "e2e-bypass-key" });
  for (const service of trial.e2e.consumers) {
    expect(key(variablesOf(trial, service))).toEqual(key(runnerVariables(trial)));
  }
});

test("variables are sorted, each name once, and the key is the only secret", () => {
  const names = runnerVariables(trial).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  const secrets = runnerVariables(trial).filter(({ kind }) => kind !== "plain");
  expect(secrets.map(({ name }) => name)).toEqual(["E2E_BYPASS_KEY"]);
});

test("a task takes one address, in a block of its own; prd counts none", () => {
  expect(addressBudget([{ name: "s", maxInstances: 10 }], "10.0.0.0/24", [1])).toMatchObject({
    demand: 48 + 16,
    explanation: "10 × 4 + 1 × 1 in blocks of 16: 48 + 16",
  });
  expect(addressBudget([], "10.0.0.0/24", [17])).toMatchObject({ demand: 32 });
  const [, , addresses] = budgetsOf(trial);
  expect(addresses).toMatchObject({ demand: 48 + 48 + 16, supply: 252 });
  expect(budgetsOf(prd)[2]?.explanation).not.toContain("× 1 ");
});
