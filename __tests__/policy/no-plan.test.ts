import { readPlan } from "../../policy/core/plan";

const PLAN = '{"format_version":"1.2","planned_values":{},"resource_changes":[]}';

/** As a file is read that was written in UTF-16. */
const asUtf16 = (text: string): string => Buffer.from(`\ufeff${text}`, "utf16le").toString("utf8");

test("a byte order mark before a plan is read over", () => {
  expect(readPlan(`\ufeff${PLAN}`).ok).toBe(true);
});

test.each([
  ["nothing", "", /^an empty file/],
  ["only blanks", " \n", /^an empty file/],
  ["UTF-16", asUtf16(PLAN), /^UTF-16 .*Out-File -Encoding utf8NoBOM/],
  ["a mark and no JSON", "\ufeff{", /byte order mark/],
  ["the wrapper's line", `[command]/x/terraform-bin show -json p\n${PLAN}`, /terraform_wrapper: false/],
  ["the stream", '{"@level":"info","type":"version"}\n{"@level":"info"}\n', /^the stream of terraform plan -json/],
  ["one line of the stream", '{"@level":"info","type":"version"}', /^the stream of terraform plan -json/],
  ["a packed plan", "\u001f\ufffd\u0008\u0000", /^a file packed by gzip; unpack it/],
  ["a saved plan", "PK\u0003\u0004\u0014\u0000", /^a saved plan itself.*terraform show -json FILE/],
  ["a plan for people", "\u001b[0mTerraform will perform the following actions:\n", /^a plan for people.*-out=/],
  ["a plan without changes", "No changes. Your infrastructure matches the configuration.\n", /^a plan for people/],
  ["an error", "╷\n│ Error: Failed to load plugin schemas\n╵\n", /^an error of Terraform/],
  ["configuration", 'resource "google_project_service" "run" {\n}\n', /^configuration, no plan/],
  ["configuration as JSON", '{"resource":{}}', /^configuration, no plan/],
  ["half of a plan", PLAN.slice(0, 40), /^JSON that ends half-way/],
  ["two plans", `${PLAN}\n${PLAN}`, /^several JSON texts/],
  ["a warning before", `Warning: x\n${PLAN}`, /stand before the JSON/],
  ["a line behind", `${PLAN}\nTerraform exited with code 0.\n`, /stand behind the JSON/],
  ["a state file", '{"version":4,"lineage":"x","resources":[]}', /^a state file, no plan/],
  ["a shown state", '{"format_version":"1.0","values":{}}', /^no plan but a state/],
  ["a report", '{"formatVersion":1}', /^a report of ours/],
  ["a list", "[]", /^a list, no plan/],
  ["a page", "<!DOCTYPE html><html>", /^a page of a web server/],
])("%s is named, with what to give instead", (_, text, problem) => {
  const reading = readPlan(text);
  expect(reading.ok ? "a plan" : reading.problem).toMatch(problem);
});
