import { readJunit } from "../../../verify/e2e/junit";
import type { TestResult } from "../../../verify/e2e/test-result";

const tests = (xml: string): readonly TestResult[] => {
  const reading = readJunit(xml);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.tests;
};
const problem = (xml: string): string => {
  const reading = readJunit(xml);
  return reading.ok ? "none" : reading.problem;
};

test("pytest's form: names, times, outcomes, and a failure's message with its text", () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="3.2">
  <testcase classname="tests.e2e.test_chat.TestChat" name="test_answers[&quot;a&amp;b&quot;]" time="1.25"/>
  <testcase classname="tests.e2e.test_chat" name="test_stream" time="0.5">
    <failure message="AssertionError: assert 500 == 200&#10; where 500 = status">def test_stream():
&gt;       assert response.status_code == 200
<![CDATA[E       <x> & y]]></failure><system-out>noise</system-out>
  </testcase>
  <testcase classname="tests.e2e.test_setup" name="test_a" time="0"><error message="failed on setup with &quot;x&quot;">trace</error></testcase>
  <testcase classname="tests.e2e.test_setup" name="test_b"><skipped type="pytest.skip" message="later"/></testcase>
</testsuite></testsuites>`;
  expect(tests(xml)).toEqual([
    {
      name: 'tests.e2e.test_chat.TestChat.test_answers["a&b"]',
      seconds: 1.25,
      outcome: "passed",
      text: "",
      isTransient: false,
    },
    {
      name: "tests.e2e.test_chat.test_stream",
      seconds: 0.5,
      outcome: "failed",
      text: "AssertionError: assert 500 == 200\n where 500 = status\n<x> & y",
      isTransient: false,
    },
    {
      name: "tests.e2e.test_setup.test_a",
      seconds: 0,
      outcome: "failed",
      text: 'failed on setup with "x"\ntrace',
      isTransient: false,
    },
    { name: "tests.e2e.test_setup.test_b", seconds: 0, outcome: "skipped", text: "", isTransient: false },
  ]);
});

test("suites in suites, a suite without a frame, several suites", () => {
  const inner = '<testsuite><testcase name="a"/><testsuite><testcase name="b"/></testsuite></testsuite>';
  expect(tests(inner).map(({ name }) => name)).toEqual(["a", "b"]);
  expect(tests(`<testsuites>${inner}<testsuite><testcase name="c"/></testsuite></testsuites>`)).toHaveLength(3);
  expect(tests("<testsuites/>")).toEqual([]);
});

test.each([
  ["Surefire's flakyFailure", '<testcase name="a"><flakyFailure message="once"/></testcase>', "passed", true],
  ["Surefire's flakyError", '<testcase name="a"><flakyError message="once"/></testcase>', "passed", true],
  [
    "failed every time",
    '<testcase name="a"><failure message="x"/><rerunFailure message="x"/></testcase>',
    "failed",
    false,
  ],
  [
    "a property of a plugin",
    '<testcase name="a"><properties><property name="rerun" value="1"/></properties></testcase>',
    "passed",
    true,
  ],
  [
    "a property that says never",
    '<testcase name="a"><properties><property name="rerun" value="0"/></properties></testcase>',
    "passed",
    false,
  ],
  [
    "twice in the report, the last time passed",
    '<testcase name="a"><failure message="x"/></testcase><testcase name="a"/>',
    "passed",
    true,
  ],
  [
    "three times, the last time failed",
    '<testcase name="a"><failure message="x"/></testcase><testcase name="a"/><testcase name="a"><error/></testcase>',
    "failed",
    false,
  ],
  [
    "failed, then skipped",
    '<testcase name="a"><failure message="x"/></testcase><testcase name="a"><skipped/></testcase>',
    "failed",
    false,
  ],
  ["skipped, then passed", '<testcase name="a"><skipped/></testcase><testcase name="a"/>', "passed", false],
])("run again: %s", (_, cases, outcome, isTransient) => {
  expect(tests(`<testsuite>${cases}</testsuite>`)).toEqual([
    expect.objectContaining({ name: "a", outcome, isTransient }),
  ]);
});

test.each([
  ["another suite", '<testsuite name="x"><testcase name="a"/></testsuite><testsuite name="y">FAILED</testsuite>'],
  ["another file", '<testsuite><testcase name="a" file="x.py"/>FAILED</testsuite>'],
  ["another class", '<testsuite><testcase name="b.a"/>FAILED</testsuite>'],
  [
    "another suite around it",
    '<testsuite name="y"><testcase name="a"/></testsuite><testsuite name="x"><testsuite name="y">FAILED</testsuite></testsuite>',
  ],
])("a test of the same name in %s is another test", (_, suites) => {
  const failed = suites.replace("FAILED", '<testcase classname="b" name="a"><failure/></testcase>');
  const found = tests(`<testsuites>${failed}${failed.replace("<failure/>", "")}</testsuites>`);
  expect(found.map(({ outcome, isTransient }) => [outcome, isTransient])).toEqual([
    ["passed", false],
    ["passed", true],
  ]);
});

test.each([
  ["tests", '<testsuite tests="2"><testcase name="a"/></testsuite>', "declares 2 tests and holds 1"],
  ["failures", '<testsuite failures="1" tests="1"><testcase name="a"/></testsuite>', "declares 1 failures and holds 0"],
  [
    "errors",
    '<testsuite errors="2"><testcase name="a"><error/></testcase></testsuite>',
    "declares 2 errors and holds 1",
  ],
  [
    "tests of all suites",
    '<testsuites tests="3"><testsuite tests="1"><testcase name="a"/></testsuite></testsuites>',
    "declares 3 tests and holds 1",
  ],
  [
    "failures of an inner suite",
    '<testsuites><testsuite><testsuite failures="1"><testcase name="a"/></testsuite></testsuite></testsuites>',
    "declares 1 failures and holds 0",
  ],
])("a report without all of its %s is refused", (_, xml, why) => {
  expect(problem(xml)).toBe(`the tests' report ${why}`);
});

test("fewer declared than held is no shortfall, nor is a failed clean-up that pytest counts once more", () => {
  expect(problem('<testsuite tests="1"><testcase name="a"/><testcase name="b"/></testsuite>')).toBe("none");
  expect(problem('<testsuite tests="2" errors="1"><testcase name="a"><error/></testcase></testsuite>')).toBe("none");
  expect(problem('<testsuite tests="many"><testcase name="a"/></testsuite>')).toBe("none");
});

test.each([
  ["nothing", "", "the tests' report is no XML (line 1: Start tag expected.)"],
  ["JSON", "{}", "the tests' report is no XML (line 1: "],
  ["cut off", "<testsuites><testsuite><testcase ", "the tests' report is no XML (line 1: "],
  ["another document", "<html><body/></html>", "the tests' report is no JUnit: testsuites or testsuite expected"],
  [
    "an outside entity",
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><testsuites><testsuite name="&e;"/></testsuites>',
    "the tests' report declares a document type, which no report needs",
  ],
  [
    "entities that multiply",
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><testsuites>&b;</testsuites>',
    "the tests' report declares a document type, which no report needs",
  ],
  [
    "an outside document type",
    '<!doctype testsuites SYSTEM "https://example.com/x.dtd"><testsuites/>',
    "the tests' report declares a document type, which no report needs",
  ],
  [
    "a document type behind a comment's sign in an instruction",
    '<?x <!-- ?><!DOCTYPE x [<!ENTITY a "b">]><testsuites a="-->"/>',
    "the tests' report declares a document type, which no report needs",
  ],
  [
    "a document type behind quotations that are attributes",
    '<testsuites a="<!--"><!DOCTYPE x><testsuite b="-->"/></testsuites>',
    "the tests' report declares a document type, which no report needs",
  ],
  [
    "a document type between CDATA",
    "<testsuites><![CDATA[<!--]]><!DOCTYPE x><![CDATA[-->]]></testsuites>",
    "the tests' report declares a document type, which no report needs",
  ],
  [
    "too deep",
    `${"<testsuite>".repeat(500)}${"</testsuite>".repeat(500)}`,
    "the tests' report cannot be read (Maximum nested tags exceeded)",
  ],
  ...[
    "<testsuite hunter2>",
    "<testsuite hunter2=1>",
    '<testsuite a="1"hunter2="2"/>',
    "<testsuite><hunter2></testsuite>",
    "<testsuite><hunter2 x='y'></testsuite>",
  ].map((xml): [string, string, string] => [xml, xml, "the tests' report is no XML (line 1: "]),
  ["a name of JavaScript's own", "<testsuite><__proto__/></testsuite>", "the tests' report cannot be read ("],
])("%s is refused", (_, xml, why) => {
  expect(problem(xml)).toContain(why);
  // A credential in a report that is broken stands where a reader quotes a name.
  expect(problem(xml)).not.toContain("hunter2");
});

test("a page that a failure quotes declares nothing", () => {
  const page = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>";
  const xml = `<testsuite><!-- ${page.replace("--", "")} --><testcase name="a"><failure><![CDATA[${page}]]></failure></testcase></testsuite>`;
  expect(tests(xml)).toEqual([expect.objectContaining({ outcome: "failed", text: page })]);
});

test("a test may have the name of a property that every object has", () => {
  expect(tests('<testsuite><testcase name="__proto__"/><testcase name="constructor"/></testsuite>')).toHaveLength(2);
});

test("a failure's text is cut and holds no credential", () => {
  const [failed] = tests(
    `<testsuite><testcase name="a"><failure message="Bearer abc.def.ghi-jkl">${"x".repeat(10_000)}</failure></testcase></testsuite>`,
  );
  expect(failed!.text).toHaveLength(4000);
  expect(failed!.text).toMatch(/^Bearer \[masked\]\nx/);
});

test("nor does a test's name, in which its parameters stand", () => {
  const xml = `<testsuite><testcase classname="t" name="opens[wss://a/ws?token=hunter2&amp;x=1]"/></testsuite>`;
  expect(tests(xml).map(({ name }) => name)).toEqual(["t.opens[wss://a/ws?token=[masked]&x=1]"]);
});
