import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { keepError } from "../../cli/shared/kept-files";
import { ROOT } from "../support/tracked-files";

const given = { ...process.env };
let home: string;
// The temporary folder is within too, so that one removal takes all that a test has made, and nothing else.
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "netra-kept-files-"));
  mkdirSync(join(home, "tmp"));
  Object.assign(process.env, { XDG_STATE_HOME: home, TMPDIR: join(home, "tmp") });
});
afterEach(() => {
  process.env = { ...given };
  rmSync(home, { recursive: true, force: true });
});

const NOW = new Date("2026-11-29T14:00:00.123Z");
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1000);
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const errors = (): readonly string[] => readdirSync(join(home, "netra", "errors")).sort();

test("an error is kept below the user's state, for the user alone", () => {
  const path = keepError("trial-services-apply", "text\n", NOW)!;
  expect(path).toBe(join(home, "netra", "errors", `2026-11-29T14-00-00-123Z-trial-services-apply-${process.pid}.txt`));
  expect([mode(path), mode(dirname(path)), mode(join(home, "netra"))]).toEqual(["600", "700", "700"]);
  expect(readFileSync(path, "utf8")).toBe("text\n");
});

test("a folder that others could read is closed", () => {
  mkdirSync(join(home, "netra", "errors"), { recursive: true, mode: 0o755 });
  keepError("a", "text", NOW);
  expect(mode(join(home, "netra", "errors"))).toBe("700");
});

test("the newest twenty are kept, and what is no error of ours is left alone", () => {
  mkdirSync(join(home, "netra", "errors"), { recursive: true });
  writeFileSync(join(home, "netra", "errors", "notes.txt"), "mine");
  for (let second = 0; second < 25; second += 1) keepError("a", "text", later(second));
  expect(errors()).toHaveLength(21);
  expect(errors()).toContain("notes.txt");
  expect(errors()[0]).toContain("2026-11-29T14-00-05");
});

test("the one that was just written stays, even where the clock was ahead", () => {
  for (let second = 100; second < 125; second += 1) keepError("a", "text", later(second));
  const path = keepError("a", "text", NOW)!;
  expect(existsSync(path)).toBe(true);
  expect(errors()).toHaveLength(20);
});

test("nothing is kept in the checkout", () => {
  process.env.XDG_STATE_HOME = join(ROOT, "cdktf.out", "state");
  const path = keepError("a", "text", NOW);
  expect(path?.startsWith(ROOT)).toBe(false);
  expect(existsSync(join(ROOT, "cdktf.out", "state", "netra", "errors"))).toBe(false);
  rmSync(join(ROOT, "cdktf.out", "state"), { recursive: true });
});

test("a home that cannot be written, and a path that is not absolute, lose nothing", () => {
  writeFileSync(join(home, "file"), "");
  process.env.XDG_STATE_HOME = join(home, "file");
  const path = keepError("a", "text", NOW)!;
  expect([mode(path), path.startsWith(tmpdir())]).toEqual(["600", true]);
});

test("where nothing can be written there is no path, and no other error", () => {
  writeFileSync(join(home, "file"), "");
  process.env.XDG_STATE_HOME = join(home, "file");
  const os = jest.requireActual<{ tmpdir: () => string }>("node:os");
  const temporary = jest.spyOn(os, "tmpdir").mockReturnValue(join(home, "file"));
  expect(keepError("a", "text", NOW)).toBeUndefined();
  temporary.mockRestore();
});
