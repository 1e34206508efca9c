import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderReport } from "../../review/render";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";
import { RECORDED, recordedPlan } from "../support/recorded-plans";

/** Every recorded plan has its report, as a person reads it: a change of words or of judgement shows in review. */

const GOLDEN = join(__dirname, "golden", "plans");

function reportOf(name: string): string {
  const context = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false } as const;
  const report = assembleReport(reviewStacks([{ name: "prd-services", plan: recordedPlan(name) }], context));
  // eslint-disable-next-line no-control-regex -- colour codes are what this removes
  return `${renderReport(report, "text", "prd").replace(/\x1b\[\d+m/g, "")}\n`;
}

test.each(RECORDED.names())("%s (UPDATE_GOLDEN=1 writes it anew)", (name) => {
  const file = join(GOLDEN, `${name}.txt`);
  const text = reportOf(name);
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test("no report outlives its plan", () => {
  const reports = readdirSync(GOLDEN).map((file) => file.replace(/\.txt$/, ""));
  expect(reports.sort()).toEqual(RECORDED.names());
});
