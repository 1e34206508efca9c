import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a report says of the program that made it. */
export interface Tool {
  readonly version: string;
  /** The page of the program. */
  readonly homepage: string;
}

/** This program, as package.json describes it. */
export function readTool(): Tool {
  const { version, homepage } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as Tool;
  return { version, homepage };
}
