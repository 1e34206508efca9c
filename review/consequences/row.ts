import type { Severity } from "../../report/severity";
import { isRecord, member } from "../../policy/core/json";
import type { AttributeChange } from "../attribute-changes";
import type { Change } from "../change";
import type { AttributeRow, Consequence, Undo } from "../consequence";
import { valueAtPath } from "../../policy/core/path";

/** A consequence as the tables give it. `weighConsequence` lowers its severity outside production. */
export interface UnweighedConsequence extends Consequence {
  /** Something is exposed or unprotected: its severity is the same in every environment. */
  readonly everywhere?: true;
  /** As in {@link AttributeRow.choiceAbroad}. */
  readonly choiceAbroad?: true;
}

/** Whether a row applies to a change of an attribute. */
export type ChangePredicate = (attribute: AttributeChange, change: Change) => boolean;

/** One line of a table: what a change of some paths means. */
export interface ConsequenceRow {
  /** Paths as in {@link AttributeRow.paths}. */
  readonly paths: readonly string[];
  /** @default every change of the paths */
  readonly when?: ChangePredicate;
  readonly severity: Severity;
  /** As in {@link Consequence.text}. */
  readonly text: string | ((attribute: AttributeChange, change: Change) => string);
  readonly undo: Undo;
  /** As in {@link UnweighedConsequence.everywhere}. */
  readonly everywhere?: true;
  /** As in {@link AttributeRow.choiceAbroad}. */
  readonly choiceAbroad?: true;
}

/** The rows of one Terraform type, or of several that have the same arguments: of a region, of version 1 and 2. */
export const attributeRows = (
  types: string | readonly string[],
  parts: readonly ConsequenceRow[],
): readonly AttributeRow[] => [types].flat().flatMap((type) => parts.map((part) => attributeRow(type, part)));

function attributeRow(
  type: string,
  { paths, when, severity, text, undo, everywhere, choiceAbroad }: ConsequenceRow,
): AttributeRow {
  return {
    type,
    paths,
    ...(everywhere && { everywhere }),
    ...(choiceAbroad && { choiceAbroad }),
    consequenceOf: (attribute, change): UnweighedConsequence | undefined => {
      if (when && !when(attribute, change)) return undefined;
      const sentence = typeof text === "string" ? text : text(attribute, change);
      return {
        ...{ severity, text: sentence, undo },
        ...(everywhere && { everywhere }),
        ...(choiceAbroad && { choiceAbroad }),
      };
    },
  };
}

/** The row of a switch that stands between a resource and its deletion. @param text - what is lost without it */
export const unprotected = (paths: readonly string[], severity: Severity, text: string): ConsequenceRow => ({
  ...{ paths, severity, text },
  when: isSwitchedOff,
  undo: "instant",
  everywhere: true,
});

const NUMBER = /^\d+(\.\d+)?s?$/;

/** 3600, "3600" and "3600s" as a number; undefined where it is none. */
export function parseNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? parseFloat(value) : undefined;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

// A value that is known only after apply may be anything, so every predicate that warns holds for it.

/** Whether the resource exists already: what a rule opens when it is made is another matter than what opens later. */
export const isExisting: ChangePredicate = (_, { before }) => isRecord(before) && Object.keys(before).length > 0;

/** Whether a switch that was on is off or no longer declared. */
export const isSwitchedOff: ChangePredicate = ({ before, after }) => before === true && after !== true;

/** Whether a switch is on now. */
export const isSwitchedOn: ChangePredicate = ({ after, unknownAfter }) => after === true || unknownAfter;

/** Whether a number falls, or is left to Google. */
export const isLowered: ChangePredicate = ({ before, after }) => {
  const [from, to] = [parseNumber(before), parseNumber(after)];
  return from !== undefined && (to === undefined || to < from);
};

/** Whether a number rises, or is declared for the first time. */
export const isRaised: ChangePredicate = ({ before, after }) => {
  const [from, to] = [parseNumber(before), parseNumber(after)];
  return to !== undefined && (from === undefined || to > from);
};

/** Whether there was a value, and now there is none. */
export const isRemoved: ChangePredicate = ({ before, after, unknownAfter }) =>
  !unknownAfter && !isEmpty(before) && isEmpty(after);

/** Whether there was no value, and now there is one. */
export const isAdded: ChangePredicate = ({ before, after, unknownAfter }) =>
  isEmpty(before) && (unknownAfter || !isEmpty(after));

/** Whether the value is one of these words now. */
export const isSetTo =
  (...words: readonly string[]): ChangePredicate =>
  ({ after, unknownAfter }) =>
    unknownAfter || (typeof after === "string" && words.includes(after));

function numberText(value: unknown, unit: string): string {
  const number = parseNumber(value);
  if (number !== undefined) return `${number}${unit}`;
  return isEmpty(value) ? "Google's default" : "another value";
}

/** `300 s instead of 3600 s`. It quotes numbers only, so that no secret text can leak. */
export const numberChangeText = ({ before, after, unknownAfter, sensitive }: AttributeChange, unit = ""): string => {
  if (sensitive) return "another value";
  return `${unknownAfter ? "a number known only after apply" : numberText(after, unit)} instead of ${numberText(before, unit)}`;
};

/**
 * `version REDIS_7_2 instead of REDIS_6_X`, or `another version` where a side does not match.
 *
 * @param words - the form of both words, narrow enough that no secret matches it
 */
export const wordChangeText = (noun: string, { before, after, sensitive }: AttributeChange, words: RegExp): string =>
  !sensitive && [before, after].every((value) => typeof value === "string" && words.test(value))
    ? `${noun} ${String(after)} instead of ${String(before)}`
    : `another ${noun}`;

/** An item of a list that changes; undefined on the side where it is missing. */
export interface ChangedItem {
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * The innermost item of a block that holds the attribute: for block `env` and path `…containers[0].env[name=PORT].value`
 * the variable PORT. Undefined where the path does not go through the block.
 */
export function findChangedItem(block: string, { path }: AttributeChange, change: Change): ChangedItem | undefined {
  const [place] = new RegExp(`^(.*\\.)?${block}\\[[^\\]]*\\]`, "s").exec(path) ?? [];
  if (place === undefined) return undefined;
  const side = (root: unknown): unknown => valueAtPath(root, place);
  return { before: side(change.before), after: side(change.after) };
}

/** The name of an item if it looks like a name, else `otherwise`: anything else might be a secret in the wrong place. */
export const itemName = ({ before, after }: ChangedItem, otherwise: string): string => {
  const name = member(after, "name") ?? member(before, "name");
  return typeof name === "string" && /^[A-Za-z_][\w.]{0,63}$/.test(name) ? name : otherwise;
};
