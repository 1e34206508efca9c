import { NAMED_ROWS } from "../../google/hardened/table";
import { plainPath } from "../../google/paths";
import type { SpecRule } from "../../policy/core/rule";
import { meantInstead } from "../../policy/packs/google/spelling";
import { RULES } from "../../policy/packs";
import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import type { EnvironmentEstate } from "../../stacks/policy-validation";
import { explainRow, explainValue, valuePlaces, type ExplainedValue } from "./explained-value";

/** What a word may name, with a text that tells more of it. */
interface Known {
  readonly word: string;
  readonly title: string;
}

/** Suggestions for an unknown word. */
const MOST_SUGGESTIONS = 8;

/** Shorter words are part of too many others. */
const LEAST_LETTERS = 4;

/** A rule of that id; undefined where there is none. */
export const findRule = (id: string): SpecRule | undefined => RULES.find((rule) => rule.id === id);

const lastMember = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** Whether a word is a path, with or without indexes, its last member, or the name of the item that it stands in. */
const namesPath = (word: string, path: string): boolean =>
  [path, plainPath(path), lastMember(plainPath(path)), /\[name=([^\]]+)\]/.exec(path)?.[1]].includes(word);

/**
 * The hardened values that a word names: the id of one, or the name or the path of an argument.
 *
 * @returns none where it names none
 */
export function explainedValuesOf(word: string, estates: readonly EnvironmentEstate[]): readonly ExplainedValue[] {
  const named = HARDENED_VALUES.find(({ id }) => id === word);
  if (named) return [explainValue(named, estates)];
  const rows = NAMED_ROWS.filter(([name, { path }]) => name === word || namesPath(word, path));
  const values = HARDENED_VALUES.filter((value) =>
    valuePlaces(value, estates).some(
      ({ resource, path, title }) =>
        namesPath(word, title) && !rows.some(([, row]) => row.type === resource.type && row.path === path),
    ),
  );
  return [...rows.map((row) => explainRow(row, estates)), ...values.map((value) => explainValue(value, estates))];
}

const KNOWN: readonly Known[] = [
  ...HARDENED_VALUES.map(({ id, title }) => ({ word: id, title })),
  ...NAMED_ROWS.map(([name, { reason }]) => ({ word: name, title: reason })),
  ...RULES.map(({ id, title }) => ({ word: id, title })),
  ...NAMED_ROWS.map(([, { path }]) => ({ word: lastMember(path), title: "" })),
];

/** Words that were most probably meant: a misspelt one, or else those that hold the text, then those whose title does. */
export function similarWords(word: string): readonly string[] {
  if (word === "") return [];
  const words = KNOWN.map((known) => known.word);
  const meant = meantInstead(word, words);
  if (meant !== undefined) return [meant];
  const text = word.toLowerCase();
  const orders: readonly ((known: Known) => boolean)[] = [
    (known) => known.word.toLowerCase().startsWith(text),
    (known) => known.word.toLowerCase().includes(text),
    (known) => known.word.length >= LEAST_LETTERS && text.includes(known.word.toLowerCase()),
    (known) => known.title.toLowerCase().includes(text),
  ];
  const similar = orders.flatMap((isSimilar) => KNOWN.filter(isSimilar).map((known) => known.word));
  return [...new Set(similar)].slice(0, MOST_SUGGESTIONS);
}
