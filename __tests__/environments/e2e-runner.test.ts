import { budgetsOf } from "../../environments/budgets";
import { addressBudget } from "../../google/budgets";
import type { Environment, ProductionEnvironment } from "../../environments/environment";
import { e2eJobName, pinnedImage } from "../../environments/names";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
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
test("production's type has no place for a runner, and what runs tests takes no such environment", () => {
  // @ts-expect-error -- no `e2e` in a production environment
  const withTests: ProductionEnvironment = { ...production, e2e: staging.e2e };
  // @ts-expect-error -- nor a runner beside it
  const withRunner: ProductionEnvironment = { ...production, runner: RUNNER };
  // @ts-expect-error -- and no kind but its own
  const renamed: ProductionEnvironment = { ...production, kind: "staging" };
  // @ts-expect-error -- a run is asked of staging
  const run = (...rest: [never, never]) => runE2e(production, ...rest);
  // @ts-expect-error -- and so are its variables
  const variables = () => runnerVariables(production);
  // Only staging has one to read.
  const runnerOf = (environment: Environment) => (environment.kind === "staging" ? environment.e2e.runner : undefined);
  expect([runnerOf(staging), runnerOf(production)]).toEqual([RUNNER, undefined]);
  expect([withTests, withRunner, renamed, run, variables]).toHaveLength(5);
});

test("an image by tag or by digest", () => {
  const repository = "us-central1-docker.pkg.dev/netra-staging/netra/e2e-tests";
  expect(pinnedImage(staging, "e2e-tests", "1.0.0")).toBe(`${repository}:1.0.0`);
  expect(pinnedImage(staging, "e2e-tests", `sha256:${"0".repeat(64)}`)).toBe(`${repository}@sha256:${"0".repeat(64)}`);
});

test("the job's name is the API's", () => {
  expect(e2eJobName(staging)).toBe("projects/netra-staging/locations/us-central1/jobs/e2e-runner");
});

test("the key has one name and one secret on the runner and on the services that read it", () => {
  const key = (variables: ReturnType<typeof variablesOf>) => variables.find(({ name }) => name === "E2E_BYPASS_KEY");
  expect(key(runnerVariables(staging))).toEqual({ name: "E2E_BYPASS_KEY", kind: "secret", role: "e2e-bypass-key" });
  for (const service of staging.e2e.consumers) {
    expect(key(variablesOf(staging, service))).toEqual(key(runnerVariables(staging)));
  }
});

test("variables are sorted, each name once, and the key is the only secret", () => {
  const names = runnerVariables(staging).map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  const secrets = runnerVariables(staging).filter(({ kind }) => kind !== "plain");
  expect(secrets.map(({ name }) => name)).toEqual(["E2E_BYPASS_KEY"]);
});

test("a task takes one address, in a block of its own; production counts none", () => {
  expect(addressBudget([10], "10.0.0.0/24", [1])).toMatchObject({
    demand: 48 + 16,
    explanation: "10 × 4 + 1 × 1 in blocks of 16: 48 + 16",
  });
  expect(addressBudget([], "10.0.0.0/24", [17])).toMatchObject({ demand: 32 });
  const [, , addresses] = budgetsOf(staging);
  expect(addresses).toMatchObject({ demand: 48 + 48 + 16, supply: 252 });
  expect(budgetsOf(production)[2]?.explanation).not.toContain("× 1 ");
});
