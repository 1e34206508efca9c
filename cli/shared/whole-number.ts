import { InvalidArgumentError } from "commander";

/** Reads a count, for commander; what range is allowed, its environment says. */
export function parseWholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number is needed.");
}
