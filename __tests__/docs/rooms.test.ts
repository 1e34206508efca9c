import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/tracked-files";

/** A stranger reads a room's README first, and nothing longer than it has to be. */

const ROOMS = [
  ...["google", "report", "environments", "monitoring", "constructs", "stacks", "policy", "review", "verify"],
  ...["sandbox", "runbook", "cli", "tools", "policy/packs/google", "policy/packs/netra"],
];
const MOST_CHARACTERS = 500;

test.each(ROOMS)("%s says in a few lines what it is", (room) => {
  const file = join(ROOT, room, "README.md");
  expect(existsSync(file)).toBe(true);
  const text = readFileSync(file, "utf8");
  expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  for (const word of ["in", "out", "imports?", "never here"]) expect(text).toMatch(new RegExp(`\\b${word}\\b`, "i"));
});
