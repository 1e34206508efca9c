import { renderReport } from "../../review/render";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";
import { RECORDED, recordedPlan } from "../support/recorded-plans";
import { stackJson, stackNames } from "../support/synthesized";
import { consequencesOf } from "../../review/consequences";
import type { Change } from "../../review/change";
import { REPORT } from "./golden/report";

/** What holds of every report for a pull request, so that it can be read on a page of 780 pixels. */

/** Longest line that a reader has to take in at once, in characters of text. */
const LONGEST_LINE = 900;

const reportOf = (name: string): string =>
  renderReport(
    assembleReport(
      reviewStacks([{ name: "prd-services", plan: recordedPlan(name) }], {
        others: [],
        weight: "production",
        today: "2026-01-01",
        isIgnored: () => false,
      }),
    ),
    "markdown",
    "x",
  );

const reports = [
  ...RECORDED.names().map((name) => [name, reportOf(name)]),
  ["all", renderReport(REPORT, "markdown", "x")],
];

test.each(reports)("%s has no table, one sentence, and the parts in order", (_, markdown = "") => {
  const lines = markdown.split("\n");
  expect(lines.filter((line) => line.startsWith("|"))).toEqual([]);
  expect(lines.filter((line) => line.startsWith("### "))).toHaveLength(1);
  const parts = ["### ", "severity **", "#### The apply will fail", "#### Worst first", "<details", "digest "];
  const places = parts.map((part) => lines.findIndex((line) => line.startsWith(part))).filter((at) => at >= 0);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  const visible = lines.map((line) => line.replace(/<\/?code>/g, ""));
  expect(Math.max(...visible.map((line) => line.length))).toBeLessThanOrEqual(LONGEST_LINE);
  // The sentence is said before anything is named: a heading of more than four lines is no sentence.
  expect(lines.find((line) => line.startsWith("### "))!.length).toBeLessThanOrEqual(330);
});

test.each(reports)("%s says what is worse before what is less bad", (_, markdown = "") => {
  const [, list = ""] = /#### Worst first\n\n([^]*?)\n(?:\n|$)/.exec(markdown) ?? [];
  const found = [...list.matchAll(/^- \*{0,2}(critical|high|medium|low)/gm)].map(([, severity]) => severity);
  const order = ["critical", "high", "medium", "low"];
  expect(found).toEqual([...found].sort((a, b) => order.indexOf(a!) - order.indexOf(b!)));
});

test("no type that is declared here is unknown to the review", () => {
  const types = new Set(stackNames().flatMap((stack) => Object.keys(stackJson(stack).resource ?? {})));
  const unknown = [...types].filter((type) => {
    const change: Change = {
      address: `${type}.x`,
      type,
      actions: ["delete"],
      attributes: [],
      replacePaths: [],
      before: {},
      after: null,
    };
    return consequencesOf(change, "production").some(({ text }) => /does not know|cannot tell/.test(text));
  });
  expect(unknown).toEqual([]);
});
