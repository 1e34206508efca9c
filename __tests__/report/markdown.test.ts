import fc from "fast-check";
import { codeSpan, escapeMarkdown, foldedLines, linesApart, tableLines, tableRow } from "../../report/markdown";
import { oneLine } from "../../report/text";
import { anyText } from "../support/any-text";

test("what means something to Markdown or HTML is escaped, and what does not stays as it is", () => {
  expect(escapeMarkdown("<b> | `x` *y* ~z~ $m$ \\ a_b _c_ [l](u)")).toBe(
    "&lt;b&gt; &#124; &#96;x&#96; &#42;y&#42; &#126;z&#126; &#36;m&#36; &#92; a_b &#95;c&#95; [l]&#40;u)",
  );
});

test("nobody is notified, and nothing becomes a link", () => {
  expect(escapeMarkdown("@team #12 https://a.example www.a.example GH-7")).toBe(
    "@&#8203;team #&#8203;12 https:&#8203;//a.example www&#8203;.a.example GH&#8203;-7",
  );
});

test("no text leaves its code span or its cell", () =>
  fc.assert(
    fc.property(anyText(1), (text) => {
      const span = codeSpan(oneLine(text));
      expect(span).toMatch(/^<code>[^<>|`\n]*<\/code>$/);
      expect(tableRow([span, "b"]).split("|")).toHaveLength(4);
    }),
  ));

test("a bar of Markdown does not end its cell", () => {
  expect(tableLines(["a", "b"], [["x|y", "z"]])).toEqual(["| a | b |", "| --- | --- |", "| x\\|y | z |"]);
});

test("nothing is written around nothing", () => {
  expect([...tableLines(["a"], []), ...foldedLines("title", []), ...linesApart([])]).toEqual([]);
  expect(codeSpan("")).toBe("");
});

test("folded lines are Markdown again", () => {
  expect(foldedLines("title", ["- a"])).toEqual(["<details><summary>title</summary>", "", "- a", "", "</details>"]);
  expect(foldedLines("title", ["- a"], true)[0]).toBe("<details open><summary>title</summary>");
});
