import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPlan } from "../../policy/core/plan";
import { renderReport } from "../../review/render";
import { assembleReport, reviewStacks } from "../../review/review";

/** Every recorded plan has its report, as a person reads it: a change of words or of judgement shows in review. */

const PLANS = join(__dirname, "plans");
const GOLDEN = join(__dirname, "golden", "plans");
const named = (folder: string, extension: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();

function reportOf(name: string): string {
  const reading = readPlan(readFileSync(join(PLANS, `${name}.json`), "utf8"));
  if (!reading.ok) throw new Error(reading.problem);
  const context = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false } as const;
  const report = assembleReport(reviewStacks([{ name: "production-services", plan: reading.plan }], context));
  // eslint-disable-next-line no-control-regex -- colour codes are what this removes
  return `${renderReport(report, "text", "production").replace(/\x1b\[\d+m/g, "")}\n`;
}

test.each(named(PLANS, ".json"))("%s (UPDATE_GOLDEN=1 writes it anew)", (name) => {
  const file = join(GOLDEN, `${name}.txt`);
  const text = reportOf(name);
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test("no report outlives its plan", () => {
  expect(named(GOLDEN, ".txt")).toEqual(named(PLANS, ".json"));
});
