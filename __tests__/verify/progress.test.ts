import { passed } from "../../verify/engine/attempt";
import type { Outcome } from "../../verify/engine/check";
import { progressOn } from "../../verify/progress";

const outcome = (id: string): Outcome => ({
  id,
  area: "dns",
  title: `${id} holds`,
  last: passed("ok"),
  attempts: 1,
  recoveredFrom: [],
  milliseconds: 1,
});

function written(isTTY: boolean): readonly string[] {
  const texts: string[] = [];
  const progress = progressOn({ isTTY, write: (text: unknown) => texts.push(String(text)) > 0 }, 2);
  progress.step(outcome("dns/a"));
  progress.step(outcome("dns/b"));
  progress.end();
  return texts.map((text) => text.replace("\r\u001b[2K", ">"));
}

test("is one line on a terminal, and gone at the end", () => {
  expect(written(true)).toEqual([">0 of 2 checks", ">1 of 2 checks, last dns/a", ">2 of 2 checks, last dns/b", ">"]);
});

test("is nothing elsewhere", () => {
  expect(written(false)).toEqual([]);
});
