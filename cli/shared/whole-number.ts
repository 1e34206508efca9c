import { InvalidArgumentError } from "commander";

/** Reads a whole number, for commander. The environment says which range is allowed. */
export function parseWholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number is needed.");
}
