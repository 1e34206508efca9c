import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Environment } from "../../environments/environment";
import { planEnvironment } from "../../environments/github-environments";
import { REGISTRY } from "../../environments/registry";
import { PAGES } from "../support/pages";
import { ROOT } from "../support/tracked-files";

/**
 * The deploy workflow names environments one by one, because a matrix has no order and hands no digest on. All other
 * workflows ask the registry.
 */

interface Workflow {
  readonly on: { readonly workflow_dispatch: { readonly inputs: { readonly environment: { options: string[] } } } };
  readonly jobs: Readonly<Record<string, { readonly environment?: string; readonly needs?: string }>>;
}

const workflow = (name: string): Workflow =>
  parse(readFileSync(join(resolve(__dirname, "../../.github/workflows"), `${name}.yml`), "utf8")) as Workflow;

const choicesOf = ({ on }: Workflow): readonly string[] => on.workflow_dispatch.inputs.environment.options;

const DEPLOY = workflow("deploy");
const HELP = "see docs/workflows.md, an environment that is new";

/** What an environment lacks in the deploy workflow. */
function missingParts(environment: Environment): readonly string[] {
  const { name, ci } = environment;
  const plans = planEnvironment(environment);
  const isDeployed = DEPLOY.jobs[name]?.environment === ci.deployEnvironment;
  return [
    ...(DEPLOY.jobs[`${name}-review`]?.environment === plans
      ? []
      : [`a job ${name}-review in the GitHub environment ${plans}`]),
    ...(isDeployed ? [] : [`a job ${name} in the GitHub environment ${ci.deployEnvironment}`]),
    ...(choicesOf(DEPLOY).includes(name) ? [] : [`${name} among the choices of workflow_dispatch`]),
  ].map((part) => `.github/workflows/deploy.yml lacks ${part}; ${HELP}`);
}

test("the deploy workflow has every environment of the registry", () => {
  expect(REGISTRY.flatMap(missingParts)).toEqual([]);
});

test("an environment that it lacks is told what to add", () => {
  const [known] = REGISTRY as readonly [Environment];
  expect(missingParts({ ...known, name: "other", ci: { ...known.ci, deployEnvironment: "other" } })).toEqual([
    `.github/workflows/deploy.yml lacks a job other-review in the GitHub environment other-plan; ${HELP}`,
    `.github/workflows/deploy.yml lacks a job other in the GitHub environment other; ${HELP}`,
    `.github/workflows/deploy.yml lacks other among the choices of workflow_dispatch; ${HELP}`,
  ]);
});

test("it has no environment that is not in the registry any more", () => {
  const names = REGISTRY.map(({ name }) => name);
  const known = names.flatMap((name) => [name, `${name}-review`]);
  const environments = Object.entries(DEPLOY.jobs).flatMap(([id, { environment }]) =>
    environment === undefined ? [] : [id],
  );
  expect(environments.filter((id) => !known.includes(id))).toEqual([]);
  expect(choicesOf(DEPLOY).filter((name) => !names.includes(name))).toEqual([]);
});

test("end-to-end tests are offered for environments of staging's kind, and for nothing else", () => {
  const able = REGISTRY.filter(({ kind }) => kind === "staging").map(({ name }) => name);
  expect(choicesOf(workflow("e2e")).filter((name) => !able.includes(name))).toEqual([]);
});

test("pages ask for required reviewers where a deploy waits for them, which is production", () => {
  const lines = PAGES.flatMap((page) =>
    readFileSync(join(ROOT, page), "utf8")
      .split("\n")
      .filter((line) => /required reviewer/i.test(line))
      .map((line) => `${page}: ${line}`),
  );
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter((line) => !/production/i.test(line))).toEqual([]);
  const text = readFileSync(join(ROOT, ".github/workflows/deploy.yml"), "utf8");
  const [before = "", after = ""] = text.split("# Protected: required reviewers");
  expect(after.split("\n")[1]).toBe("    environment: production");
  expect(before).toContain("    environment: staging\n");
});
