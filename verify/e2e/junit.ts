import { XMLParser } from "fast-xml-parser";
import { redactText } from "./redact";
import type { TestResult } from "./test-result";
import { xmlProblem, xmlReason } from "./well-formed";

/** Bytes of a report, at most: some thousand tests with their output. */
export const MOST_REPORT_BYTES = 16 * 1024 * 1024;

/** Characters of a test's message that are kept. */
const MOST_TEXT = 4000;

/** A report as it was read, or why it could not be. */
export type Reading =
  { readonly ok: true; readonly tests: readonly TestResult[] } | { readonly ok: false; readonly problem: string };

/** An element as the parser gives it: attributes under `@`, text under `#text`, children by name in lists. */
type Element = Readonly<Record<string, unknown>>;

const ATTRIBUTE = "@";
const TEXT = "#text";

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  textNodeName: TEXT,
  parseTagValue: false,
  trimValues: false,
  parseAttributeValue: false,
  // Line breaks of a message are written as numbers.
  htmlEntities: true,
  isArray: (_name, _path, _leaf, isAttribute) => !isAttribute,
});

const refuseReport = (why: string): Reading => ({ ok: false, problem: `the tests' report ${why}` });

/** Reads a JUnit report: the dialects of pytest and Surefire, suites in suites. */
export function readJunit(xml: string): Reading {
  const refusal = xmlProblem(xml);
  if (refusal !== undefined) return refuseReport(refusal);
  let root: Element;
  try {
    root = parser.parse(xml) as Element;
  } catch (error) {
    return refuseReport(`cannot be read (${xmlReason(error)})`);
  }
  const suites = [...children(root, "testsuites"), ...children(root, "testsuite")];
  if (suites.length === 0) return refuseReport("is no JUnit: testsuites or testsuite expected");
  const problem = suites.map(shortfall).find((found) => found !== undefined);
  if (problem !== undefined) return refuseReport(problem);
  return { ok: true, tests: merged(suites.flatMap((suite) => casesIn(suite, []))) };
}

const children = (element: Element, name: string): readonly Element[] => {
  const found = element[name];
  return Array.isArray(found) ? found.map((child: unknown) => (isElement(child) ? child : { [TEXT]: child })) : [];
};

const isElement = (value: unknown): value is Element => typeof value === "object" && value !== null;

const attribute = (element: Element, name: string): string => {
  const value = element[`${ATTRIBUTE}${name}`];
  return typeof value === "string" ? value : "";
};

/** A test's result, and what tells it from others of its name: the suites that it is in, its file and its class. */
interface Case {
  readonly key: string;
  readonly result: TestResult;
}

function casesIn(suite: Element, outer: readonly string[]): readonly Case[] {
  const suites = [...outer, attribute(suite, "name")];
  return [
    ...children(suite, "testcase").map((element) => ({
      key: JSON.stringify([...suites, ...["file", "classname", "name"].map((name) => attribute(element, name))]),
      result: resultOf(element),
    })),
    ...children(suite, "testsuite").flatMap((inner) => casesIn(inner, suites)),
  ];
}

/** Elements of some names inside another one, those of suites in suites among them. */
function countOf(suite: Element, ...names: readonly string[]): number {
  const cases = children(suite, "testcase");
  const own = names.flatMap((name) =>
    name === "testcase" ? cases : cases.flatMap((element) => children(element, name)),
  );
  return children(suite, "testsuite").reduce((sum, inner) => sum + countOf(inner, ...names), own.length);
}

/** What a suite declares and which elements of it have to be there. */
const DECLARED = [
  ["failures", ["failure"]],
  ["errors", ["error"]],
  // pytest before 9 counts a test that passed and whose clean-up failed as two.
  ["tests", ["testcase", "error"]],
] as const;

/** What a well-formed report declares and does not hold: a reader would take the missing results for passed. */
function shortfall(suite: Element): string | undefined {
  for (const [name, elements] of DECLARED) {
    const [declared, found] = [Number(attribute(suite, name)), countOf(suite, ...elements)];
    if (declared > found) return `declares ${declared} ${name} and holds ${found}`;
  }
  return children(suite, "testsuite")
    .map(shortfall)
    .find((found) => found !== undefined);
}

const FAILURES = ["failure", "error"];
/** Surefire's signs of a test that failed first: with the first two it passed at last. */
const FLAKY = ["flakyFailure", "flakyError"];

function resultOf(element: Element): TestResult {
  const failures = FAILURES.flatMap((name) => children(element, name));
  const isSkipped = children(element, "skipped").length > 0;
  const outcome = failures.length > 0 ? "failed" : isSkipped ? "skipped" : "passed";
  const flaky = FLAKY.some((name) => children(element, name).length > 0);
  return {
    // Parameters of a test stand in its name.
    name: redactText(
      ["classname", "name"]
        .map((part) => attribute(element, part))
        .filter((part) => part !== "")
        .join("."),
    ),
    seconds: Number(attribute(element, "time")) || 0,
    outcome,
    text: outcome === "failed" ? redactText(failures.map(textOf).join("\n")).slice(0, MOST_TEXT) : "",
    isTransient: outcome === "passed" && (flaky || isMarkedAsRerun(element)),
  };
}

const textOf = (failure: Element): string => {
  const [text = ""] = [failure[TEXT]].flat();
  const parts = [attribute(failure, "message"), typeof text === "string" ? text.trim() : ""];
  return parts.filter((part) => part !== "").join("\n");
};

/** pytest has no element for it: a plugin's property says how often a test was run again. */
const isMarkedAsRerun = (element: Element): boolean =>
  children(element, "properties")
    .flatMap((properties) => children(properties, "property"))
    .some(
      (property) =>
        /^(rerun|reruns|flaky|retries)$/i.test(attribute(property, "name")) &&
        !/^(0|false|)$/i.test(attribute(property, "value")),
    );

/** A test that stands there more than once was run again: the last time that it ran counts. */
function merged(cases: readonly Case[]): readonly TestResult[] {
  const byKey = new Map<string, TestResult>();
  for (const { key, result } of cases) byKey.set(key, after(byKey.get(key), result));
  return [...byKey.values()];
}

function after(before: TestResult | undefined, result: TestResult): TestResult {
  if (before === undefined) return result;
  if (result.outcome === "skipped") return before;
  const failedBefore = before.outcome === "failed" || before.isTransient;
  return { ...result, isTransient: result.isTransient || (failedBefore && result.outcome === "passed") };
}
