import { isOpen } from "../../policy/core/finding";
import { SEVERITIES, type Severity } from "../../report/severity";
import { countText } from "../../report/text";
import { NOTHING_ELSE, isFailing, type Entry } from "../outline/entries";
import type { PathReport, StackReport } from "../report";
import { entryWords } from "./entry-words";
import { entryBlock, isAllBeside, pathText } from "./markdown-entries";
import { fittingLines, nameCode, sentenceText } from "./markdown-text";
import { noiseText } from "./words";

/** Something that is shown as a whole or left out. */
export interface Item {
  readonly place: "failing" | "entries" | "details";
  readonly severity: Severity;
  /** The higher, the sooner it is left out. */
  readonly rank: number;
  /** Folded at first: a reader who is in a hurry has seen what is worse. */
  readonly isFolded: boolean;
  /** It is never left out. */
  readonly isKept: boolean;
  readonly lines: readonly string[];
}

/** How much lighter than its severity a detail weighs. */
const LIGHTER = 1.5;

/** Bytes that the attributes of one resource may take, so that one resource does not push out the others. */
const ROOM_OF_DETAILS = 4000;

/** Longest note of a change, in characters. */
const LONGEST_NOTE = 400;

const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);

/**
 * An entry, and what is folded of it.
 *
 * @param written - a finding's lines, which are never left out
 */
export function entryItem(entry: Entry, written?: readonly string[]): readonly Item[] {
  const { severity } = entry;
  const place = isFailing(entry) ? "failing" : "entries";
  if (entry.kind === "finding") {
    const isWaived = !isOpen(entry);
    const rank = isWaived ? SEVERITIES.length : rankOf(severity);
    const isFolded = isWaived || severity === "low";
    return written === undefined ? [] : [{ place, severity, rank, isFolded, isKept: true, lines: written }];
  }
  const words = entryWords(entry);
  const { lines, more } = entryBlock(severity, words, LONGEST_NOTE);
  const members =
    entry.kind === "new"
      ? entry.members.map((member) => {
          const said = member.reports[0]?.consequence ?? "";
          const where = `${nameCode(member.address)}${member.place === "" ? "" : ` (${sentenceText(member.place)})`}`;
          return said === NOTHING_ELSE ? where : `${where}: ${sentenceText(said)}`;
        })
      : [];
  return [
    { place, severity, rank: rankOf(severity), isFolded: severity === "low", isKept: false, lines },
    ...detailItem(
      severity,
      `- more resources: ${sentenceText(words.consequence)}`,
      more.map((line) => line.slice(2)),
    ),
    ...(entry.kind === "new" ? detailItem(severity, `- with ${nameCode(entry.head.address)}`, members) : []),
    ...words.places.flatMap(({ address, place: where, paths }) =>
      detailItem(
        severity,
        `- ${nameCode(address)}${where === "" ? "" : ` (${sentenceText(where)})`}`,
        isAllBeside(paths) ? [] : pathLines(paths),
      ),
    ),
  ];
}

const pathLines = (paths: readonly PathReport[]): readonly string[] => paths.map(pathText);

function detailItem(severity: Severity, title: string, details: readonly string[]): readonly Item[] {
  if (details.length === 0) return [];
  const { lines, left } = fittingLines(details, ROOM_OF_DETAILS);
  const rest = left === 0 ? [] : [`and ${left} more`];
  return [
    {
      place: "details",
      severity,
      rank: rankOf(severity) + LIGHTER,
      isFolded: true,
      isKept: false,
      lines: [title, ...[...lines, ...rest].map((line) => `  - ${line}`)],
    },
  ];
}

/** What is said of each stack alone: its outputs, what Google changed by itself, its digest. */
export const detailItems = (stacks: readonly StackReport[]): readonly Item[] =>
  stacks.flatMap(({ name, outputs, noise, digest }) => {
    const noisy = noiseText(noise);
    return detailItem("low", `- stack ${sentenceText(name)}`, [
      ...(outputs.length === 0 ? [] : [countText(outputs.length, "output")]),
      ...outputs.map((output) => `output ${nameCode(output.name)}: ${output.actions.join(", ")}`),
      ...(noisy === undefined ? [] : [noisy]),
      ...(digest === null ? [] : [`digest ${nameCode(digest)}`]),
    ]);
  });
