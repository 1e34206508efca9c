import { countProgress, loggedProgressOn, terminalProgress } from "../../report/progress";

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

test("work that takes minutes leaves a line each half minute where there is no terminal", () => {
  const texts: string[] = [];
  let now = 0;
  const stream = { isTTY: false, write: (text: unknown) => texts.push(String(text)) > 0 };
  const progress = loggedProgressOn(stream, {}, () => now);
  const countCheck = countProgress(progress, 4, "check", "at most 9 minutes");
  for (const [seconds, id] of [
    [29, "dns/a"],
    [31, "dns/b"],
    [60, "dns/c"],
    [62, "dns/d"],
  ] as const) {
    now = seconds * 1000;
    countCheck(id);
  }
  progress.clearLine();
  expect(texts).toEqual([
    "2 of 4 checks, at most 9 minutes, last dns/b\n",
    "4 of 4 checks, at most 9 minutes, last dns/d\n",
  ]);
});

test("on a terminal it is one line all the time", () => {
  const texts: string[] = [];
  const stream = { isTTY: true, write: (text: unknown) => texts.push(String(text)) > 0 };
  loggedProgressOn(stream, {}, () => 0).showLine("1 of 4 checks");
  expect(texts).toEqual(["\r\u001b[2K1 of 4 checks"]);
});
