import fc from "fast-check";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { junitXml, type JunitCase, type JunitOutcome, type JunitSuite } from "../../report/junit";
import { oneLine } from "../../report/text";
import { anyText } from "../support/any-text";

const SUITES: readonly JunitSuite[] = [
  {
    name: "first",
    cases: [
      { className: "a", name: "passes", milliseconds: 12 },
      {
        className: "a",
        name: "fails",
        milliseconds: 1000,
        outcome: { element: "failure", type: "high", message: "503 found", lines: ["why", "next"] },
      },
      { className: "a", name: "says something", output: ["one", "two"] },
    ],
  },
  {
    name: "second",
    cases: [
      { className: "b", name: "nobody knows", outcome: { element: "error", type: "unknown", message: "no access" } },
      { className: "b", name: "not asked", outcome: { element: "skipped", message: "true" } },
    ],
  },
  { name: "third", cases: [] },
];

test("suites, cases, outcomes and their counts", () => {
  expect(junitXml("report", SUITES).split("\n")).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="report" tests="5" failures="1" errors="1" skipped="1" time="1.012">',
    '  <testsuite name="first" tests="3" failures="1" errors="0" skipped="0" time="1.012">',
    '    <testcase classname="a" name="passes" time="0.012"/>',
    '    <testcase classname="a" name="fails" time="1.000">',
    '      <failure type="high" message="503 found">why',
    "next</failure>",
    "    </testcase>",
    '    <testcase classname="a" name="says something">',
    "      <system-out>one",
    "two</system-out>",
    "    </testcase>",
    "  </testsuite>",
    '  <testsuite name="second" tests="2" failures="0" errors="1" skipped="1">',
    '    <testcase classname="b" name="nobody knows">',
    '      <error type="unknown" message="no access"/>',
    "    </testcase>",
    '    <testcase classname="b" name="not asked">',
    '      <skipped message="true"/>',
    "    </testcase>",
    "  </testsuite>",
    '  <testsuite name="third" tests="0" failures="0" errors="0" skipped="0"/>',
    "</testsuites>",
  ]);
});

test("a report without suites is a report", () => {
  expect(XMLValidator.validate(junitXml("report", []))).toBe(true);
});

/** Hostile pieces besides any text: markup, ends of CDATA, references, control characters, half surrogates. */
const text = fc.oneof(
  anyText(),
  fc
    .array(
      fc.constantFrom(
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "</failure>",
        "&#0;",
        "&amp",
        '"',
        "'",
        "\n",
        "\t",
        "\ud800",
        "\u0000",
        "\u{1f600}",
        "true",
        " ",
      ),
    )
    .map((pieces) => pieces.join("")),
);
const lines = fc.array(text, { maxLength: 3 });
const outcome: fc.Arbitrary<JunitOutcome> = fc.oneof(
  fc.record({ element: fc.constantFrom("failure" as const, "error" as const), type: text, message: text, lines }),
  fc.record({ element: fc.constant("skipped" as const), message: text }),
);
const testCase: fc.Arbitrary<JunitCase> = fc.record(
  { className: text, name: text, milliseconds: fc.nat(), outcome, output: lines },
  { requiredKeys: ["className", "name"] },
);

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => name === "testcase" || name === "testsuite",
});

type Read = Readonly<Record<string, unknown>>;

const said = (parts: readonly string[] | undefined): string => (parts ?? []).map(oneLine).join("\n");

test("whatever the texts hold, the report is well-formed and says the same when it is read", () =>
  fc.assert(
    fc.property(text, fc.array(testCase, { minLength: 1, maxLength: 4 }), (name, cases) => {
      const xml = junitXml(name, [{ name, cases }]);
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      const read = parser.parse(xml) as { testsuites: { testsuite: [{ "@name": string; testcase: readonly Read[] }] } };
      const [suite] = read.testsuites.testsuite;
      expect(suite["@name"]).toBe(oneLine(name));
      expect(suite.testcase).toHaveLength(cases.length);
      for (const [index, expected] of cases.entries()) {
        const found = suite.testcase[index]!;
        expect([found["@classname"], found["@name"]]).toEqual([oneLine(expected.className), oneLine(expected.name)]);
        expect(found["system-out"] ?? "").toBe(said(expected.output));
        const end = expected.outcome;
        if (end === undefined) continue;
        const element = found[end.element] as Read;
        expect(element["@message"]).toBe(oneLine(end.message));
        if (end.element !== "skipped")
          expect([element["@type"], element["#text"] ?? ""]).toEqual([oneLine(end.type), said(end.lines)]);
      }
    }),
    { numRuns: 100 },
  ));
