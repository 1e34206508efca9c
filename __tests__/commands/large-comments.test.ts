import { renderReport } from "../../review/render";
import { MARKDOWN_LIMIT } from "../../review/render/markdown";
import { expectUnbroken, expectWithinLimits } from "../review/render-checks";
import { changes, findings, reportOf } from "../review/some-report";

/** Reviews of thousands of resources, in a comment that GitHub takes. */

test("3,000 changes and 300 findings fit into a comment: every finding stands there, the least severe is left out", () => {
  const text = renderReport(reportOf({ changes: changes(3000), findings: findings(300) }), "markdown", "prd");
  expectWithinLimits(text);
  for (const { address } of findings(300)) expect(text).toContain(`<code>${address}</code>`);
  expect(text).toContain("300 findings");
  expect(text).toContain("<code>google_cloud_run_v2_service.service-0</code>");
  expect(text).not.toContain("<code>google_cloud_run_v2_service.service-2999</code>");
  expect(text).toMatch(/\*\*Left out, the least severe first, .*750 low entries, [\d]+ details\.\*\*/);
  expectUnbroken(text);
});

test("without findings the room is used by the worst changes", () => {
  const text = renderReport(reportOf({ changes: changes(3000) }), "markdown", "prd");
  expectWithinLimits(text);
  expect(text.length).toBeGreaterThan(MARKDOWN_LIMIT * 0.98);
});

test("findings too many to list are counted", () => {
  const text = renderReport(reportOf({ findings: findings(3000) }), "markdown", "prd");
  expectWithinLimits(text);
  expect(text).toContain("Too many findings to list: they are counted by rule.");
  expect(text).toContain("- **critical** <code>test-connections</code>: 3000 resources");
  const manyRules = findings(3000).map((finding, index) => ({ ...finding, rule: `rule-${index}-${"r".repeat(80)}` }));
  const counts = renderReport(reportOf({ findings: manyRules }), "markdown", "prd");
  expectWithinLimits(counts);
  expect(counts).toMatch(/- \d+ more rules/);
});

test("where a comment is full, reasons go before findings and after grave changes", () => {
  const many = findings(300).map((finding, index) => ({
    ...finding,
    rule: `rule-${index}`,
    title: "t".repeat(300),
    why: "w".repeat(600),
  }));
  const text = renderReport(reportOf({ changes: changes(3000), findings: many }), "markdown", "prd");
  expectWithinLimits(text);
  expectUnbroken(text);
  for (const { rule } of many) expect(text).toMatch(new RegExp(`\\b${rule}\\b`));
  expect(text).toContain("<code>google_cloud_run_v2_service.service-0</code>");
});
