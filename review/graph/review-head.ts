import { countText, sentenceCase } from "../../report/text";
import { entriesOf, isFailing } from "../outline/entries";
import { capacityLines, statusText } from "../render/overall";
import { entryWords } from "../render/entry-words";
import { incompleteText } from "../render/words";
import type { Report } from "../report";
import type { PageHead } from "./page";

/** More stacks than this are counted in the title. */
const MOST_NAMED = 3;

/** What stands above the picture of a review: the report's sentence, then what makes the apply fail, counts and capacity. */
export function reviewHead(report: Report): PageHead {
  const { stacks, sentence } = report;
  const names = stacks.map(({ name }) => name);
  return {
    title: `Review of ${names.length > MOST_NAMED ? countText(names.length, "stack") : names.join(", ")}`,
    sentence: sentenceCase(sentence),
    lines: [
      ...stacks.flatMap((stack) => {
        const text = incompleteText(stack);
        return text === undefined ? [] : [`${stack.name}: ${text}`];
      }),
      ...entriesOf(stacks)
        .filter(isFailing)
        .map((entry) => `The apply will fail: ${entryWords(entry).consequence}`),
      statusText(report),
      ...capacityLines(stacks),
    ],
  };
}
