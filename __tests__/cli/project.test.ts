import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CouldNotTell } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { writableOutput } from "../../cli/shared/project";

const VALID = { language: "typescript", app: "ts-node main.ts" };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "netra-project-"));
  delete process.env.CDKTF_OUTDIR;
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (content: unknown): void =>
  writeFileSync(join(root, "cdktf.json"), typeof content === "string" ? content : JSON.stringify(content));

test("the output folder is the file's, or cdktf's default", () => {
  write({ ...VALID, output: "out" });
  expect(writableOutput(root)).toBe(join(root, "out"));
  write(VALID);
  expect(writableOutput(root)).toBe(join(root, "cdktf.out"));
});

test("CDKTF_OUTDIR goes first, as in cdktf itself", () => {
  write(VALID);
  process.env.CDKTF_OUTDIR = join(root, "elsewhere");
  expect(writableOutput(root)).toBe(join(root, "elsewhere"));
  // Whoever sets the variable stands somewhere else than the checkout, perhaps.
  process.env.CDKTF_OUTDIR = "elsewhere";
  expect(writableOutput(root)).toBe(join(process.cwd(), "elsewhere"));
});

test.each<[what: string, content: unknown, line: RegExp]>([
  ["broken JSON", "{ not json", /^cdktf\.json: not readable as JSON \(.*\); repair it$/],
  ["an empty file", "", /^cdktf\.json: not readable as JSON/],
  ["a list", [], /^cdktf\.json: content: \[\] found, an object expected; repair it$/],
  [
    "another language",
    { ...VALID, language: "python" },
    /^cdktf\.json: language: "python" found, "typescript" expected; repair it$/,
  ],
  ["no app", { language: "typescript" }, /^cdktf\.json: app: nothing found, a text expected; repair it$/],
  ["an empty output", { ...VALID, output: "" }, /^cdktf\.json: output: "" found, a text expected; repair it$/],
  [
    "a folder whose parent is missing",
    { ...VALID, output: "a/b" },
    /^output folder a\/b: its parent folder does not exist; choose/,
  ],
])("%s is one clear line", (_what, content, line) => {
  write(content);
  expect(() => writableOutput(root)).toThrow(CouldNotTell);
  expect(() => writableOutput(root)).toThrow(line);
});

test("no file, and a file where the output folder should be", () => {
  expect(() => writableOutput(root)).toThrow(`cdktf.json: not found in ${root}; restore it from git`);
  write({ ...VALID, output: "out" });
  writeFileSync(join(root, "out"), "");
  expect(() => writableOutput(root)).toThrow(/^output folder out: not a folder; choose another folder/);
  rmSync(join(root, "out"));
  mkdirSync(join(root, "out"));
  expect(writableOutput(root)).toBe(join(root, "out"));
});

test("environments are validated on the way, and an unknown one names the known", () => {
  expect(environmentsFor("2026-01-01", "trial").map(({ name }) => name)).toEqual(["trial"]);
  expect(() => environmentsFor("2026-01-01", "qa")).toThrow(
    new CouldNotTell('unknown environment "qa"; known: trial, prd'),
  );
});
