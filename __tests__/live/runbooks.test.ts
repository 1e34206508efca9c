import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { REGISTRY } from "../../environments/registry";
import { RUNBOOK_PAGES, runbookFile, runbookFolder } from "../../environments/runbook-links";
import { ROOT } from "../support/tracked-files";
import { writtenPage } from "./synthesized";

test.each(REGISTRY)("the committed runbook of $name is what `./netra docs` would write", (environment) => {
  for (const page of RUNBOOK_PAGES) {
    expect(readFileSync(join(ROOT, runbookFile(environment, page)), "utf8")).toBe(writtenPage(environment, page));
  }
});

test("there is a runbook for every environment, and no other page", () => {
  const files = readdirSync(join(ROOT, "docs/runbooks"), { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
  expect(files.sort()).toEqual(
    REGISTRY.flatMap((environment) => RUNBOOK_PAGES.map((page) => runbookFile(environment, page))).sort(),
  );
  expect(REGISTRY.map(runbookFolder)).toContain("docs/runbooks/staging");
});
