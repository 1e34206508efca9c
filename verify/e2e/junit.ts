import { failureWords } from "./failure-words";
import { redactText } from "./redact";
import { mergeReruns, type Case } from "./reruns";
import { reportShortfall } from "./shortfall";
import type { TestResult } from "./test-result";
import { xmlProblem, xmlReason } from "./well-formed";
import { attribute, children, elementText, parseXml, type Element } from "./xml-element";

/** Bytes of a report, at most: some thousand tests with their output. */
export const MOST_REPORT_BYTES = 16 * 1024 * 1024;

/** Characters of a test's message that are kept. */
const MOST_TEXT = 4000;

/** A report as it was read, or why it could not be. */
export type Reading =
  { readonly ok: true; readonly tests: readonly TestResult[] } | { readonly ok: false; readonly problem: string };

const refuseReport = (why: string): Reading => ({ ok: false, problem: `the tests' report ${why}` });

/**
 * Reads a JUnit report: the dialects of pytest, Playwright, jest, vitest, mocha, Go and Surefire, suites in suites. What a
 * failed test said is kept in the failure's own words.
 */
export function readJunit(xml: string): Reading {
  const refusal = xmlProblem(xml);
  if (refusal !== undefined) return refuseReport(refusal);
  let root: Element;
  try {
    root = parseXml(xml);
  } catch (error) {
    return refuseReport(`cannot be read (${xmlReason(error)})`);
  }
  const suites = [...children(root, "testsuites"), ...children(root, "testsuite")];
  if (suites.length === 0) return refuseReport("is no JUnit: testsuites or testsuite expected");
  const problem = reportShortfall(root, suites);
  if (problem !== undefined) return refuseReport(problem);
  const cases = suites.flatMap((suite, index) => casesIn(suite, [], String(index)));
  return { ok: true, tests: mergeReruns(cases, suites.some(isOfPytest)) };
}

/** pytest's ids are unique, and its plugin for reruns writes every try but the last as a test that passed. */
const isOfPytest = (suite: Element): boolean => attribute(suite, "name") === "pytest tests";

/** @param at - the suite's place in the report */
function casesIn(suite: Element, outer: readonly string[], at: string): readonly Case[] {
  const suites = [...outer, attribute(suite, "name")];
  return [
    ...children(suite, "testcase").map((element): Case => {
      const [file = "", classname = "", name = ""] = ["file", "classname", "name"].map((each) =>
        attribute(element, each),
      );
      // jest's reporter gives a class and a suite no name of their own: files that title a test alike are told by place.
      const place = file === "" && classname === name ? [at] : [];
      return {
        key: JSON.stringify([...suites, ...place, file, classname, name]),
        place: [classname, name],
        result: resultOf(element),
      };
    }),
    ...children(suite, "testsuite").flatMap((inner, index) => casesIn(inner, suites, `${at}.${index}`)),
  ];
}

const FAILURES = ["failure", "error"];
/** Surefire's and Playwright's signs of a test that failed first: with them it passed at last. */
const FLAKY = ["flakyFailure", "flakyError"];

function resultOf(element: Element): TestResult {
  const failures = FAILURES.flatMap((name) => children(element, name));
  const isSkipped = children(element, "skipped").length > 0;
  const outcome = failures.length > 0 ? "failed" : isSkipped ? "skipped" : "passed";
  const flaky = FLAKY.some((name) => children(element, name).length > 0);
  return {
    // Parameters of a test stand in its name.
    name: redactText(
      // jest and mocha give the same text for both.
      [...new Set(["classname", "name"].map((part) => attribute(element, part).trim()))]
        .filter((part) => part !== "")
        .join("."),
    ),
    seconds: Number(attribute(element, "time")) || 0,
    outcome,
    text: outcome === "failed" ? redactText(failures.map(wordsOf).join("\n")).slice(0, MOST_TEXT) : "",
    isTransient: outcome === "passed" && (flaky || isMarkedAsRerun(element)),
  };
}

const wordsOf = (failure: Element): string => failureWords(attribute(failure, "message"), elementText(failure).trim());

/** pytest has no element for it: a plugin's property says how often a test was run again. */
const isMarkedAsRerun = (element: Element): boolean =>
  children(element, "properties")
    .flatMap((properties) => children(properties, "property"))
    .some(
      (property) =>
        /^(rerun|reruns|flaky|retries)$/i.test(attribute(property, "name")) &&
        !/^(0|false|)$/i.test(attribute(property, "value")),
    );
