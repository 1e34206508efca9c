import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentNames } from "../../environments";
import { commandHere } from "../support/command-here";

/** A file that a person names is asked for its type and size before it is read: nobody waits for a pipe. */

const [environment = ""] = environmentNames();

/** Each command that reads a file, with what stands in front of the file's name. */
const READERS: Readonly<Record<string, readonly string[]>> = {
  "review --plan": [],
  "drift --plan": ["--environment", environment],
  "adopt --live": ["--environment", environment],
  "drift-checked --report": ["--environment", environment],
  "verify --ca": ["--environment", environment, "--only", "dns"],
  "verify --record": ["--environment", environment, "--only", "dns"],
  "load --ca": ["--environment", environment],
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "netra-files-"));
  mkdirSync(join(folder, "folder"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  writeFileSync(join(folder, "large"), "");
  // One GiB that takes no room on the disk.
  truncateSync(join(folder, "large"), 1024 ** 3);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FILES: Readonly<Record<string, readonly [file: () => string, said: RegExp]>> = {
  "a folder": [() => join(folder, "folder"), /: a folder; name a file in it$/],
  "a pipe": [() => join(folder, "pipe"), /: a pipe or a device; write its content to a file and name that$/],
  "/dev/zero": [() => "/dev/zero", /: a pipe or a device; write its content to a file and name that$/],
  "a gigabyte": [() => join(folder, "large"), /: 1024 MiB found, at most \d+ MiB allowed; name another file$/],
};

const missing = [() => join(folder, "missing"), /: not readable \(ENOENT\)$/] as const;

test.each(
  Object.entries(READERS).flatMap(([reader, args]) =>
    Object.entries({ ...FILES, ...(reader !== "verify --record" && { "no file": missing }) }).map(
      ([what, [file, said]]) => [reader, what, args, file, said] as const,
    ),
  ),
)("%s with %s: exit 2, one line that names the file", async (reader, _what, args, file, said) => {
  const [name = "", option = ""] = reader.split(" ");
  const { code, stdout, stderr } = await commandHere(name)([...args, option, file()]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trim().startsWith(file())).toBe(true);
  expect(stderr.trim()).toMatch(said);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("sandbox --data with a device in its file's place: exit 2", async () => {
  execFileSync("mkfifo", [join(folder, "folder", "sandbox.json")]);
  const { code, stderr } = await commandHere("sandbox")(["--data", join(folder, "folder")]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/sandbox\.json: a pipe or a device; .*\n$/)]);
});
