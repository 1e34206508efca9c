import { join } from "node:path";
import { isRecord } from "../../policy/core/json";
import { SnapshotFiles, type SnapshotMode } from "./snapshot-files";
import { LIVE } from "./synthesized";

/** What changed in a stack, whole. Read it before it is accepted; what may not change is in hardened.test.ts. */

const FILES = new SnapshotFiles(
  join(__dirname, "__snapshots__"),
  process.env.NETRA_SNAPSHOTS as SnapshotMode,
  "npx jest -u live/snapshots",
);

/**
 * A stack as it is compared: members in order, so that only what it says can differ; a text of several lines as a list
 * of them, so that a changed word is one line; and without cdktf's own metadata, which repeats paths and versions.
 */
function textOf(stack: string): string {
  const json: unknown = JSON.parse(LIVE.stackText(stack), (key, value: unknown) => {
    if (key === "//") return undefined;
    if (typeof value === "string" && value.includes("\n")) return { lines: value.split("\n") };
    return isRecord(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  });
  return `${JSON.stringify(json, null, 2)}\n`;
}

test.each(LIVE.stackNames())("%s (npx jest -u live/snapshots writes it anew)", (stack) => {
  const text = textOf(stack);
  expect(text).toBe(FILES.stored(`${stack}.json`, text));
});

test("no snapshot outlives its stack (npx jest -u live/snapshots removes it)", () => {
  expect(FILES.obsolete(LIVE.stackNames().map((stack) => `${stack}.json`))).toEqual([]);
});
