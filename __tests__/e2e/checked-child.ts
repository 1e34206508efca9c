import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runDirectory } from "./run";
import { ROOT } from "./terraform";

/** A child process whose sandbox is checked: its variables, and what was found when it has ended. */
export interface CheckedChild {
  readonly variables: Readonly<Record<string, string>>;
  readonly expectNothing: () => void;
}

/** Prepares a child process whose sandbox is held against Google's discovery documents. */
export function checkedChild(): CheckedChild {
  const file = join(mkdtempSync(join(runDirectory(), "checked-")), "answers");
  return {
    variables: {
      NODE_OPTIONS: `--require "${join(ROOT, "__tests__/support/checked-child.js")}"`,
      CHECKED_ANSWERS: file,
    },
    expectNothing: () => {
      // An ended sandbox has written, if only that there was nothing.
      expect(existsSync(file)).toBe(true);
      expect(readFileSync(file, "utf8")).toBe("");
    },
  };
}
