import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SnapshotFiles, type SnapshotMode } from "./snapshot-files";

/** Snapshots of one file each obey jest's options as its own do. */

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-snapshots-"));
  writeFileSync(join(folder, "known.json"), "stored");
});
afterEach(() => rmSync(folder, { recursive: true }));

const files = (mode: SnapshotMode) => new SnapshotFiles(folder, mode, "npx jest -u here");
const onDisk = (name: string) => readFileSync(join(folder, name), "utf8");

test.each<[mode: SnapshotMode, known: string]>([
  ["none", "stored"],
  ["new", "stored"],
  ["all", "found"],
])("%s: what is stored and differs", (mode, known) => {
  expect(files(mode).stored("known.json", "found")).toBe(known);
  expect(onDisk("known.json")).toBe(known);
});

test("none: what is missing fails with the command that writes it, and is not written", () => {
  expect(() => files("none").stored("new.json", "found")).toThrow(
    `${join(folder, "new.json")} is missing; write it with npx jest -u here, and read it before you commit it`,
  );
  expect(readdirSync(folder)).toEqual(["known.json"]);
});

test.each<SnapshotMode>(["new", "all"])("%s: what is missing is written", (mode) => {
  expect(files(mode).stored("new.json", "found")).toBe("found");
  expect(onDisk("new.json")).toBe("found");
});

test.each<[mode: SnapshotMode, obsolete: readonly string[], left: readonly string[]]>([
  ["none", ["known.json"], ["known.json", "other.snap"]],
  ["new", ["known.json"], ["known.json", "other.snap"]],
  ["all", [], ["other.snap"]],
])("%s: what nothing has any more", (mode, obsolete, left) => {
  writeFileSync(join(folder, "other.snap"), "jest's own");
  expect(files(mode).obsolete(["new.json"])).toEqual(obsolete);
  expect(readdirSync(folder)).toEqual(left);
});
