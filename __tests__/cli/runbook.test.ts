import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runbookText } from "../../cli/runbook";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import { HARDENED } from "../../policy/hardened";
import { resolveEnvironments } from "../../stacks/synthesis";

const FOLDER = resolve(__dirname, "../../docs/runbooks");

describe.each([staging, production])("$name", (environment) => {
  const [estate] = resolveEnvironments([environment], "2026-01-01");
  const text = runbookText(environment, estate!);

  test("the committed runbook is what npm run docs would write", () => {
    expect(readFileSync(join(FOLDER, `${environment.name}.md`), "utf8")).toBe(text);
  });

  test.each(HARDENED.map(({ id }) => id))("%s has its line", (id) => {
    expect(text).toContain(`\n### ${id}\n`);
  });
});
