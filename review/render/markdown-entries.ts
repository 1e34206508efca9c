import { foldedLines } from "../../report/markdown";
import { countText, shortenText } from "../../report/text";
import { escapeMarkdown } from "../../report/markdown";
import type { Severity } from "../../report/severity";
import type { FindingEntry } from "../outline/entries";
import type { PathReport } from "../report";
import { entryWords, type EntryWords, type PlaceWords } from "./entry-words";
import { fittingLines, nameCode, sentenceText, textSize } from "./markdown-text";
import { NOT_SHOWN, changedText, hasShownValue, pendingMark } from "./words";

/** Most resources of one entry that stand below it; the others are folded. */
const MOST_PLACES = 5;

/** Most attributes of one resource that stand beside it. */
const MOST_PATHS = 3;

/** Lines of an entry, and those of the resources for which it has no room. */
export interface EntryBlock {
  readonly lines: readonly string[];
  readonly more: readonly string[];
}

/** `path before → after`, or `path changed` where the values may not be shown. */
export function pathText(change: PathReport): string {
  const { path, before, after } = change;
  const value = (side: string | undefined): string => nameCode(side ?? NOT_SHOWN);
  const sides = `${value(before)} → ${value(after)}${pendingMark(change)}`;
  return `${nameCode(path)} ${hasShownValue(change) ? sides : changedText(change)}`;
}

/** The attributes that stand beside their resource. */
const besideOf = (paths: readonly PathReport[]): readonly PathReport[] =>
  paths.filter(hasShownValue).slice(0, MOST_PATHS);

/** Whether all attributes of a resource stand beside it, so that no list of them is needed. */
export const isAllBeside = (paths: readonly PathReport[]): boolean => besideOf(paths).length === paths.length;

function placeLine({ action, address, place, note, paths }: PlaceWords, length: number): string {
  const shown = besideOf(paths).map(pathText);
  const where = [action, nameCode(address), place === "" ? "" : `(${sentenceText(place)})`].filter(Boolean).join(" ");
  const said = [length === 0 ? "" : escapeMarkdown(shortenText(note, length)), ...shown].filter(Boolean).join("; ");
  return said === "" ? where : `${where}: ${said}`;
}

const severityMark = (severity: Severity): string =>
  severity === "critical" || severity === "high" ? `**${severity}**` : severity;

/**
 * An entry of a list: the consequence, below it the resources, then what to do.
 *
 * @param length - longest message of a finding, in characters
 */
export function entryBlock(severity: Severity, words: EntryWords, length: number): EntryBlock {
  const places = words.places.map((place) => placeLine(place, length));
  const shown = places.length > MOST_PLACES ? places.slice(0, MOST_PLACES - 1) : places;
  const rest = places.slice(shown.length);
  const more = rest.length === 0 ? [] : [`and ${countText(rest.length, "more resource")}, listed below`];
  return {
    lines: [
      `- ${severityMark(severity)} ${sentenceText(shortenText(words.consequence, Math.max(length, SHORTEST)))}`,
      ...[
        ...shown,
        ...more,
        ...words.notes.map((note) => sentenceText(shortenText(note, Math.max(length, SHORTEST)))),
      ].map((line) => `  - ${line}`),
    ],
    more: rest.map((line) => `- ${line}`),
  };
}

/** What is left of a sentence where there is least room, in characters. */
const SHORTEST = 60;

/** A finding of which only the rule and the places are said. */
const bareWords = ({ rule }: FindingEntry, { places }: EntryWords): EntryWords => ({
  consequence: rule,
  notes: [],
  places,
});

/** Message lengths, tried in this order until everything fits; without a message it still says what and where. */
const LENGTHS = [4000, 400, 200, 120, 80, 40, 0] as const;

/** What rules find, each entry apart, and all resources that do not stand below theirs. */
export interface FindingBlocks {
  readonly blocks: readonly { readonly entry: FindingEntry; readonly lines: readonly string[] }[];
  readonly more: readonly string[];
}

const blocksSize = ({ blocks, more }: FindingBlocks): number =>
  textSize([...blocks.flatMap(({ lines }) => lines), ...more].join("\n"));

/**
 * Every finding, with messages as long as there is room. Where not even rule and address of each fit, they are counted
 * by rule.
 *
 * @param room - bytes that they should take, shortened if need be
 * @param most - bytes that they may take where shortening is not enough
 */
export function findingBlocks(entries: readonly FindingEntry[], room: number, most: number): FindingBlocks {
  const whole = entries.map((entry) => ({ entry, words: entryWords(entry) }));
  const bare = whole.map(({ entry, words }) => ({ entry, words: bareWords(entry, words) }));
  for (const length of LENGTHS) {
    const all = (length === 0 ? bare : whole).map(({ entry, words: own }) => ({
      entry,
      own,
      ...entryBlock(entry.severity, own, length),
    }));
    const more = all.flatMap(({ entry, own, more: rest }) =>
      rest.length === 0
        ? []
        : [`- ${nameCode(entry.rule)}, ${own.places.length} resources`, ...rest.map((line) => `  ${line}`)],
    );
    const found = {
      blocks: all.map(({ entry, lines }) => ({ entry, lines })),
      more: foldedLines("More resources of findings", more),
    };
    if (blocksSize(found) <= (length === 0 ? most : room)) return found;
  }
  return countedBlocks(entries, most);
}

function countedBlocks(entries: readonly FindingEntry[], most: number): FindingBlocks {
  const lines = entries.map(
    ({ severity, rule, subjects }) =>
      `- ${severityMark(severity)} ${nameCode(rule)}: ${countText(subjects.length, "resource")}`,
  );
  const { lines: kept, left } = fittingLines(lines, most - 200);
  const rest = left === 0 ? [] : [`- ${countText(left, "more rule")}`];
  const blocks = entries.slice(0, kept.length).map((entry, index) => ({ entry, lines: [kept[index] ?? ""] }));
  return { blocks, more: [...rest, "", "Too many findings to list: they are counted by rule."] };
}
