import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { REGISTRY } from "../../environments/registry";
import { runbookText } from "../../runbook";
import { resolveEnvironments } from "../../stacks/synthesis";

const FOLDER = resolve(__dirname, "../../docs/runbooks");

const estates = resolveEnvironments(REGISTRY, "2026-01-01");

test.each(estates)("the committed runbook of $environment.name is what `./netra docs` would write", (resolved) => {
  const { environment, estate } = resolved;
  const committed = readFileSync(join(FOLDER, `${environment.name}.md`), "utf8");
  expect(committed).toBe(runbookText(environment, estate));
});

test("there is a runbook for every environment, and no other", () => {
  expect(readdirSync(FOLDER).sort()).toEqual(REGISTRY.map(({ name }) => `${name}.md`).sort());
});
