import { alertTable } from "../../runbook/alerts";
import { FIRST_LOOKS } from "../../runbook/alert-commands";
import { contactSection } from "../../runbook/contacts";
import { STAGING_ONLY, symptomsOf } from "../../runbook/symptoms";
import { alertAnchor, alertsOf } from "../../monitoring/alerts";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import { symptomAnchor } from "../../verify/symptoms";
import { diagramsOf, faultsOf } from "../support/diagrams";
import { runbookOf, runbookPagesOf } from "../support/runbook";

/** Lines of a terminal of some size; a table's row is a line. */
const NIGHT_LINES = 60;
/** Characters of a command that a cell of a table shows without becoming a paragraph. */
const NIGHT_COMMAND = 90;

describe.each([trial, prd])("$name", (environment) => {
  const text = runbookOf(environment);
  const headings = text.split("\n").filter((line) => line.startsWith("#"));

  test.each(HARDENED_VALUES.map(({ id }) => id))("%s has its line", (id) => {
    expect(text).toContain(`\n### ${id}\n`);
  });

  // The heading is the anchor that alerts and reports link to: it may say nothing else.
  test.each([...symptomsOf(environment).map(symptomAnchor), ...alertsOf(environment).map(({ id }) => alertAnchor(id))])(
    "%s has its heading",
    (anchor) => {
      expect(headings.filter((heading) => /^#{2,3} /.test(heading) && heading.endsWith(` ${anchor}`))).toHaveLength(1);
    },
  );

  test("every alert is linked once from the table of all", () => {
    const links = [
      ...alertTable(environment)
        .join("\n")
        .matchAll(/\]\(alerts\.md#([^)]+)\)/g),
    ].map(([, anchor]) => anchor);
    expect(links.sort()).toEqual(
      alertsOf(environment)
        .map(({ id }) => alertAnchor(id))
        .sort(),
    );
  });

  test("every alert has its first commands, and no commands are left of one that is gone", () => {
    const ids = [trial, prd].flatMap((each) => alertsOf(each).map(({ id }) => id));
    expect(Object.keys(FIRST_LOOKS).sort()).toEqual([...new Set(ids)].sort());
    const { alerts } = runbookPagesOf(environment);
    const sections = alerts.split(/^## alert-/m).slice(1);
    expect(sections).toHaveLength(alertsOf(environment).length);
    expect(sections.filter((section) => !section.includes("```bash\n"))).toEqual([]);
  });

  test("the page of the night is one screen", () => {
    const { night } = runbookPagesOf(environment);
    expect(night.split("\n").length).toBeLessThanOrEqual(NIGHT_LINES);
    const commands = [...night.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
    expect(commands.filter((code) => code.length > NIGHT_COMMAND)).toEqual([]);
    // By what is seen to the command, and by the link to the whole way: two steps.
    expect(night).toContain(
      `| WebSocket 503 | \`./netra verify --environment ${environment.name} --only socket\` | [WebSocket 503](reference.md#websocket-503) |`,
    );
    const { reference } = runbookPagesOf(environment);
    const [, socket = ""] = reference.split("\n## WebSocket 503\n");
    expect(socket.indexOf("```bash")).toBeLessThan(400);
  });

  test("its diagrams can be drawn", () => {
    const diagrams = diagramsOf(text);
    expect(diagrams.length).toBeGreaterThan(0);
    expect(diagrams.flatMap(faultsOf)).toEqual([]);
  });

  test("nothing is left of what a template forgot", () => {
    expect(text).not.toMatch(/undefined|NaN|\[object Object\]|\$\{/);
  });
});

test("prd's runbook knows no bypass key and no test run", () => {
  const text = runbookOf(prd);
  expect(text).not.toContain("netra-prd-e2e");
  expect(text).not.toContain("./netra e2e");
  for (const id of STAGING_ONLY) expect(text).not.toContain(symptomAnchor(id));
  expect(text).not.toContain("example-trial");
});

test("an empty escalation is said, with the field to fill in", () => {
  const text = runbookOf(trial);
  expect(text).toContain(
    "| infrastructure | infrastructure | DevOps team | email devops@chat.example (wakes nobody) | email devops@chat.example | not filled in: `trial.contacts.infrastructure.escalation` |",
  );
});

describe("an escalation", () => {
  const cellOf = (escalation: string): string => {
    const { infrastructure } = prd.contacts;
    const environment = {
      ...prd,
      contacts: { ...prd.contacts, infrastructure: { ...infrastructure, escalation } },
    };
    const row = contactSection(environment).lines.find((line) => line.startsWith("| infrastructure |")) ?? "";
    return row.split(" | ").at(-1)?.replace(/ \|$/, "") ?? "";
  };

  test.each(["+1-212-736-5000", "+49 30 1234567", "https://chat.example/oncall"])("%s reaches somebody", (text) => {
    expect(cellOf(text)).toBe(text);
  });

  test.each(["DevOps team escalation", "oncall@chat.example", "+1-202-555-0100"])(
    "%s reaches nobody, and is said to",
    (text) => {
      expect(cellOf(text)).toBe(`${text} reaches nobody: replace it before prd goes live (\`environments/prd.ts\`)`);
    },
  );
});
