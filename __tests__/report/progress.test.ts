import { countProgress, terminalProgress } from "../../report/progress";

function written(isTTY: boolean, environment: Readonly<Record<string, string>> = {}): readonly string[] {
  const texts: string[] = [];
  const stream = { isTTY, write: (text: unknown) => texts.push(String(text)) > 0 };
  const progress = terminalProgress(stream, environment);
  const countCheck = countProgress(progress, 2, "check");
  countCheck("dns/a");
  countCheck("dns/b");
  progress.clearLine();
  return texts.map((text) => text.replace("\r\u001b[2K", ">"));
}

test("is one line on a terminal, and gone at the end", () => {
  expect(written(true)).toEqual([">0 of 2 checks", ">1 of 2 checks, last dns/a", ">2 of 2 checks, last dns/b", ">"]);
});

test.each<[string, boolean, Readonly<Record<string, string>>]>([
  ["without a terminal", false, {}],
  ["in CI", true, { CI: "true" }],
])("is nothing %s", (_, isTTY, environment) => {
  expect(written(isTTY, environment)).toEqual([]);
});
