import fc from "fast-check";
import { SEVERITIES, compareSeverity, isAtLeast, worstFirst } from "../../report/severity";
import { countText, errorReason, indentLines, oneLine, oneLineTexts, shortenText } from "../../report/text";
import { anyText } from "../support/any-text";

test("a line break and an escape sequence stay readable, and act no more", () => {
  expect(oneLine("a\nb\u001b[31mc\u2028\ud800\u202e\uffff")).toBe("a\\nb\\u001b[31mc\\u2028\\ud800\\u202e\\uffff");
});

test("any text is one line that XML takes", () =>
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(oneLine(text)).not.toMatch(/[^\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
      expect(oneLine(oneLine(text))).toBe(oneLine(text));
    }),
  ));

test("every text of a report is on one line, however deep", () => {
  expect(oneLineTexts({ a: "x\ny", b: [{ c: "\t", d: 1 }] })).toEqual({ a: "x\\ny", b: [{ c: "\\u0009", d: 1 }] });
});

test("a shortened text is never longer, and never ends within a character", () =>
  fc.assert(
    fc.property(anyText(), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const short = shortenText(text, length);
      expect(short.length).toBeLessThanOrEqual(length);
      if (!/\p{Cs}/u.test(text)) expect(short).not.toMatch(/\p{Cs}/u);
    }),
  ));

test.each([
  [countText(0, "finding"), "0 findings"],
  [countText(1, "finding"), "1 finding"],
  [countText(2, "finding"), "2 findings"],
  [countText(1, "entry", "entries"), "1 entry"],
  [countText(3, "entry", "entries"), "3 entries"],
])("%s", (text, expected) => expect(text).toBe(expected));

test("lines are indented one by one", () => {
  expect(indentLines(2, ["a", "b"])).toEqual(["  a", "  b"]);
});

test("the worst severity comes first, and equal ones keep their order", () => {
  const items = ["low", "high", "critical", "high"].map((severity, index) => ({
    severity: severity as (typeof SEVERITIES)[number],
    index,
  }));
  expect(worstFirst(items).map(({ index }) => index)).toEqual([2, 1, 3, 0]);
  expect([...SEVERITIES].reverse().sort(compareSeverity)).toEqual(SEVERITIES);
  expect(SEVERITIES.filter((severity) => isAtLeast(severity, "high"))).toEqual(["critical", "high"]);
});

test("why something failed is one line, and never a piece of the JSON that could not be read", () => {
  const thrown = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      return error;
    }
  };
  for (const text of ["canary", '{"a": canary}', '{"a": "canary', "[canary"]) {
    expect(errorReason(thrown(text))).toBe("a text that is no JSON");
  }
  expect(errorReason(new SyntaxError("Unexpected identifier"))).toBe("Unexpected identifier");
  expect(errorReason(new Error("one\n  at two"))).toBe("one");
  expect(errorReason("one\ntwo")).toBe("one");
});
