import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runbookText } from "../../runbook";
import { alertIndexSection } from "../../runbook/alert-index";
import { contactSection } from "../../runbook/contacts";
import { STAGING_ONLY, symptomsOf } from "../../runbook/symptoms";
import { alertAnchor, alertsOf } from "../../monitoring/alerts";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import { resolveEnvironments } from "../../stacks/synthesis";
import { symptomAnchor } from "../../verify/symptoms";

const FOLDER = resolve(__dirname, "../../docs/runbooks");

describe.each([staging, production])("$name", (environment) => {
  const [resolved] = resolveEnvironments([environment], "2026-01-01");
  const text = runbookText(environment, resolved!.estate);

  test("the committed runbook is what ./netra docs would write", () => {
    expect(readFileSync(join(FOLDER, `${environment.name}.md`), "utf8")).toBe(text);
  });

  test.each(HARDENED_VALUES.map(({ id }) => id))("%s has its line", (id) => {
    expect(text).toContain(`\n### ${id}\n`);
  });

  // The heading is the anchor that alerts and reports link to: it may say nothing else.
  test.each([...symptomsOf(environment).map(symptomAnchor), ...alertsOf(environment).map(({ id }) => alertAnchor(id))])(
    "%s has its heading",
    (anchor) => {
      expect(text.split("\n").filter((line) => line === `### ${anchor}`)).toHaveLength(1);
    },
  );

  test("every alert is linked once from the table of all", () => {
    const links = [
      ...alertIndexSection(environment)
        .lines.join("\n")
        .matchAll(/\]\(#([^)]+)\)/g),
    ].map(([, anchor]) => anchor);
    expect(links.sort()).toEqual(
      alertsOf(environment)
        .map(({ id }) => alertAnchor(id))
        .sort(),
    );
  });

  test("nothing is left of what a template forgot", () => {
    expect(text).not.toMatch(/undefined|NaN|\[object Object\]|\$\{/);
  });
});

test("production's runbook knows no bypass key and no test run", () => {
  const text = readFileSync(join(FOLDER, "production.md"), "utf8");
  expect(text).not.toContain("netra-production-e2e");
  expect(text).not.toContain("./netra e2e");
  for (const id of STAGING_ONLY) expect(text).not.toContain(symptomAnchor(id));
  expect(text).not.toContain("netra-staging");
});

test("an empty escalation is said, with the field to fill in", () => {
  const text = readFileSync(join(FOLDER, "staging.md"), "utf8");
  expect(text).toContain(
    "| infrastructure | infrastructure | DevOps team | devops@netrasystems.ai | not filled in: `staging.contacts.infrastructure.escalation` |",
  );
});

describe("an escalation", () => {
  const cellOf = (escalation: string): string => {
    const { infrastructure } = production.contacts;
    const environment = {
      ...production,
      contacts: { ...production.contacts, infrastructure: { ...infrastructure, escalation } },
    };
    const row = contactSection(environment).lines.find((line) => line.startsWith("| infrastructure |")) ?? "";
    return row.split(" | ").at(-1)?.replace(/ \|$/, "") ?? "";
  };

  test.each(["+1 555 0100", "oncall@netrasystems.ai", "https://netrasystems.ai/oncall"])(
    "%s reaches somebody",
    (text) => {
      expect(cellOf(text)).toBe(text);
    },
  );

  test("in words alone reaches nobody, and is said to", () => {
    expect(cellOf("DevOps team escalation")).toBe(
      "DevOps team escalation (taken from the plan; replace with a number or a link before production goes live: `environments/production.ts`)",
    );
  });
});
