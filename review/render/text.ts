import { PAINT, SEVERITY_PAINT } from "../../report/colour";
import { countText, indentLines, oneLineTexts, sentenceCase } from "../../report/text";
import { entriesOf, isFailing, type Entry } from "../outline/entries";
import type { Report, StackReport } from "../report";
import { entryWords, type PlaceWords } from "./entry-words";
import { SEVERITY_COLUMN, severityText } from "./finding-lines";
import { capacityLines, statusText } from "./overall";
import { UNPLANNED_TITLE, pendingWords, unplannedPlaces } from "./pending-words";
import { budgetText, earlierLines, incompleteText, isExceeded, isNews, noiseText, pathLine } from "./words";

/** Most attributes that are shown of one resource, and most resources of one entry: JSON has all. */
const MOST_PATHS = 8;
const MOST_PLACES = 10;

/** A report for a terminal: what it comes to, what makes the apply fail, then what happens, worst first. */
export function reportText(report: Report): string {
  const { sentence, severity, stacks, digest } = oneLineTexts(report);
  const incomplete = stacks.flatMap((stack) => {
    const text = incompleteText(stack);
    return text === undefined ? [] : [`${stack.name}: ${text}`];
  });
  // Nothing found in half a plan is no good news.
  const paint = SEVERITY_PAINT[severity === "none" && incomplete.length > 0 ? "high" : severity];
  const entries = entriesOf(stacks);
  const failing = entries.filter(isFailing);
  const pending = pendingWords(stacks);
  const parts: readonly (readonly string[])[] = [
    [
      paint(sentenceCase(sentence)),
      PAINT.quiet(statusText({ ...report, stacks })),
      ...incomplete.map(SEVERITY_PAINT.high),
    ],
    section("The apply will fail", failing.flatMap(entryLines)),
    section("Worst first", entries.filter((entry) => !isFailing(entry)).flatMap(entryLines)),
    section(pending.title, pending.entries.flatMap(entryLines)),
    section(
      UNPLANNED_TITLE,
      unplannedPlaces(stacks).map(({ actions, address, stack }) => `${actions} ${PAINT.strong(address)} (${stack})`),
    ),
    section("Capacity, before → after", capacityLines(stacks)),
    section("Budgets", stacks.flatMap(budgetLines)),
    earlierLines(stacks.flatMap(({ earlier }) => earlier)).map(PAINT.quiet),
    ...stacks.map(stackLines),
    digest === null ? [] : [PAINT.quiet(`digest ${digest}`)],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [PAINT.strong(title), ...indentLines(2, lines)];

function entryLines(entry: Entry): readonly string[] {
  const { consequence, notes, places } = entryWords(entry);
  const shown = places.slice(0, MOST_PLACES);
  const rest = places.length - shown.length;
  return [
    `${severityText(entry.severity)} ${consequence}`,
    ...indentLines(SEVERITY_COLUMN, [
      ...shown.flatMap(placeLines),
      ...(rest === 0 ? [] : [`and ${countText(rest, "more resource", "more resources")}`]),
      ...notes.map(PAINT.quiet),
    ]),
  ];
}

function placeLines({ action, address, place, note, paths }: PlaceWords): readonly string[] {
  const where = [action, PAINT.strong(address), place === "" ? "" : `(${place})`].filter(Boolean).join(" ");
  const rest = paths.length - MOST_PATHS;
  return [
    note === "" ? where : `${where}: ${note}`,
    ...indentLines(2, [
      ...paths.slice(0, MOST_PATHS).map(pathLine),
      ...(rest > 0 ? [`and ${countText(rest, "more attribute")}`] : []),
    ]),
  ];
}

const budgetLines = ({ name, budgets }: StackReport): readonly string[] =>
  budgets.filter(isNews).map((budget) => {
    const text = `${budgetText(budget)} (${name})`;
    return isExceeded(budget) ? SEVERITY_PAINT.high(text) : text;
  });

/** What is said of a stack alone: its outputs, what Google changed by itself, its digest. */
function stackLines({ name, outputs, noise, digest }: StackReport): readonly string[] {
  const noisy = noiseText(noise);
  return section(name, [
    ...outputs.map((output) => `output ${output.name}: ${output.actions.join(", ")}`),
    ...(noisy === undefined ? [] : [PAINT.quiet(noisy)]),
    ...(digest === null ? [] : [PAINT.quiet(`digest ${digest}`)]),
  ]);
}
