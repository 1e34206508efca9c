import { successMetricsText } from "../../runbook/success-metrics";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";

const rowOf = (promise: string): readonly string[] =>
  (
    successMetricsText([trial, prd])
      .split("\n")
      .find((line) => line.startsWith(`| ${promise} |`)) ?? ""
  ).split(" | ");

test("an alert is linked to the runbook of each environment that has it, and of no other", () => {
  expect(rowOf("database below 100 ms")[2]).toBe(
    "database-load: [trial](runbooks/trial/alerts.md#alert-database-load), [prd](runbooks/prd/alerts.md#alert-database-load)",
  );
  expect(rowOf("tests above 95 %")[2]).toBe("e2e: [trial](runbooks/trial/alerts.md#alert-e2e)");
});

test("where its last value stands is told from where nothing has one", () => {
  expect(rowOf("database below 100 ms")[4]).toBe("verify |");
  expect(rowOf("scaling within 30 s")[4]).toBe("the command's report |");
  expect(rowOf("no 503 for 24 hours")[4]).toBe("no verification has it: the objective in Monitoring |");
});

test("what is only words says so, and names no alert", () => {
  expect(rowOf("import patterns").slice(1)).toEqual([
    "Only words. Belongs to the application's repository.",
    "–",
    "–",
    "– |",
  ]);
});
