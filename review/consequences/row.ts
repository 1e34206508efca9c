import type { Severity } from "../../report/severity";
import { member } from "../../policy/core/json";
import type { AttributeChange, Change } from "../change";
import type { AttributeRow, Consequence, Undo } from "../consequence";
import { valueAtPath } from "../../policy/core/path";

/** A consequence as the tables give it, before the environment weighs it. */
export interface Judged extends Consequence {
  /** Something is exposed or unprotected: that weighs the same in every environment. */
  readonly everywhere?: true;
}

/** Whether a meaning applies. */
export type When = (attribute: AttributeChange, change: Change) => boolean;

/** What a change of some paths means: one line of a table. */
export interface Meaning {
  readonly paths: readonly string[];
  /** Left out: every change of the path. */
  readonly when?: When;
  readonly severity: Severity;
  readonly text: string | ((attribute: AttributeChange, change: Change) => string);
  readonly undo: Undo;
  readonly everywhere?: true;
}

/** The rows of one type. */
export const rows = (type: string, meanings: readonly Meaning[]): readonly AttributeRow[] =>
  meanings.map(({ paths, when, severity, text, undo, everywhere }) => ({
    type,
    paths,
    ...(everywhere && { everywhere }),
    judge: (attribute, change): Judged | undefined => {
      if (when && !when(attribute, change)) return undefined;
      const sentence = typeof text === "string" ? text : text(attribute, change);
      return { severity, text: sentence, undo, ...(everywhere && { everywhere }) };
    },
  }));

/** Whether the resource is destroyed and made again. */
export const isReplacement = ({ actions }: Change): boolean => actions.some((action) => action.startsWith("replace"));

const NUMBER = /^\d+(\.\d+)?s?$/;

/** 3600, "3600" and "3600s" as a number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? parseFloat(value) : undefined;
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

// What is known only after apply may be anything: every predicate that warns says yes to it.

/** Switched off, or no longer declared on. */
export const off: When = ({ before, after }) => before === true && after !== true;

/** Switched on. */
export const on: When = ({ after, unknownAfter }) => after === true || unknownAfter;

/** Less than before, or left to Google. */
export const lower: When = ({ before, after }) => {
  const [from, to] = [numberOf(before), numberOf(after)];
  return from !== undefined && (to === undefined || to < from);
};

/** More than before, or declared for the first time. */
export const higher: When = ({ before, after }) => {
  const [from, to] = [numberOf(before), numberOf(after)];
  return to !== undefined && (from === undefined || to > from);
};

/** There was something, and now there is nothing. */
export const removed: When = ({ before, after, unknownAfter }) => !unknownAfter && !isEmpty(before) && isEmpty(after);

/** There was nothing, and now there is something. */
export const added: When = ({ before, after, unknownAfter }) => isEmpty(before) && (unknownAfter || !isEmpty(after));

/** Becomes one of these words. */
export const becomes =
  (...words: readonly string[]): When =>
  ({ after, unknownAfter }) =>
    unknownAfter || (typeof after === "string" && words.includes(after));

function shown(value: unknown, unit: string): string {
  const number = numberOf(value);
  if (number !== undefined) return `${number}${unit}`;
  return isEmpty(value) ? "Google's default" : "another value";
}

/** `300 s instead of 3600 s`: numbers only, so that no text can leak. */
export const instead = ({ before, after, unknownAfter, sensitive }: AttributeChange, unit = ""): string => {
  if (sensitive) return "another value";
  return `${unknownAfter ? "a number known only after apply" : shown(after, unit)} instead of ${shown(before, unit)}`;
};

/** `version REDIS_7_2 instead of REDIS_6_X` where both are words of that form, which no secret is; else `another version`. */
export const wordInstead = (noun: string, { before, after, sensitive }: AttributeChange, words: RegExp): string =>
  !sensitive && [before, after].every((value) => typeof value === "string" && words.test(value))
    ? `${noun} ${String(after)} instead of ${String(before)}`
    : `another ${noun}`;

/** One item of a list that an attribute belongs to. */
export interface Item {
  readonly before: unknown;
  readonly after: unknown;
}

/** The innermost item of the block that the attribute is in: of `env` for `…containers[0].env[name=PORT].value`. */
export function itemOf(block: string, { path }: AttributeChange, change: Change): Item | undefined {
  const [place] = new RegExp(`^(.*\\.)?${block}\\[[^\\]]*\\]`, "s").exec(path) ?? [];
  if (place === undefined) return undefined;
  const side = (root: unknown): unknown => valueAtPath(root, place);
  return { before: side(change.before), after: side(change.after) };
}

/** Names in capitals, digits, dots and underscores are shown; anything else might be a value in the wrong place. */
export const nameOf = ({ before, after }: Item, otherwise: string): string => {
  const name = member(after, "name") ?? member(before, "name");
  return typeof name === "string" && /^[A-Za-z_][\w.]{0,63}$/.test(name) ? name : otherwise;
};
