import { ACCESS_FAILURES } from "./access";
import { EXISTING_FAILURES } from "./existing";
import { NETWORK_FAILURES } from "./network";
import { PASSING_FAILURES } from "./passing";
import { REFUSED_FAILURES } from "./refused";
import type { FailureRow } from "./row";
import { RUN_FAILURES } from "./run";
import { TERRAFORM_FAILURES } from "./terraform";

/** Every known error, in the order in which they are looked for: the words of the later ones stand in the earlier ones too. */
export const FAILURES = {
  ...TERRAFORM_FAILURES,
  ...ACCESS_FAILURES,
  ...RUN_FAILURES,
  ...NETWORK_FAILURES,
  ...EXISTING_FAILURES,
  ...PASSING_FAILURES,
  ...REFUSED_FAILURES,
} as const satisfies Readonly<Record<string, FailureRow>>;

/** The id of a known error. */
export type FailureId = keyof typeof FAILURES;

/** A known error that a text is of. */
export interface KnownFailure {
  readonly id: FailureId;
  readonly row: FailureRow;
  /** The parts that may be shown, by the names of their groups. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Characters of an error that are looked at. */
const MOST_CHARACTERS = 20_000;

/** The text of an error as the patterns expect it: single spaces, straight quotes. */
const plainText = (text: string): string =>
  text
    .slice(0, MOST_CHARACTERS)
    .replace(/\s+/g, " ")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"');

/**
 * The known error that a text is of.
 *
 * @param text - summary and detail of an error of Terraform's
 * @returns undefined where no row has its form
 */
export function findFailure(text: string): KnownFailure | undefined {
  const plain = plainText(text);
  for (const [id, row] of Object.entries<FailureRow>(FAILURES)) {
    for (const pattern of row.patterns) {
      const found = pattern.exec(plain);
      if (found) return { id: id as FailureId, row, parts: definedParts(found.groups) };
    }
  }
  return undefined;
}

const definedParts = (groups: Readonly<Record<string, string | undefined>> = {}): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(groups).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));

/** A title or a remedy with its places filled. */
export const fillFailureText = (template: string, parts: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)(?:\|([^}]*))?\}/g, (_, name: string, words = "") => parts[name] ?? String(words));
