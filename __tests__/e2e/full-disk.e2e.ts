import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mountTiny, onTinyDisk, skipReason, unmount } from "./mounts";
import { ROOT } from "./terraform";

/** A disk that is full, or may only be read: one line, exit code 2, nothing left behind. */

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-disk-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const netra = (args: readonly string[], stdout: number | "pipe", env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [join(ROOT, "netra"), ...args], {
    cwd: folder,
    stdio: ["ignore", stdout, "pipe"],
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
  });

test.each(["check", "check --format json", "explain", "environments", "--help", "sandbox --env"])(
  "%s into /dev/full",
  (line) => {
    const { status, stderr } = netra(line.split(" "), openSync("/dev/full", "w"));
    expect([status, stderr]).toEqual([2, expect.stringMatching(/ENOSPC: no space left on device, write\n$/)]);
    expect(
      stderr
        .trim()
        .split("\n")
        .filter((line) => !line.startsWith("Serving at")),
    ).toHaveLength(1);
  },
);

onTinyDisk.each(["synth", "start"])(`%s to a disk of 64 KiB${skipReason}`, (command) => {
  const disk = join(folder, `disk of ${command}`);
  mkdirSync(disk);
  expect(mountTiny(disk)).toBe(true);
  try {
    const { status, stderr } = netra([command], "pipe", { CDKTF_OUTDIR: disk });
    expect([status, stderr]).toEqual([
      2,
      `output folder disk of ${command}: ENOSPC: no space left on device, write; what it held before is still there\n`,
    ]);
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    unmount(disk);
  }
});

/** As the cdktf command starts it, which prints what is thrown. */
const mainAlone = (output: string) =>
  spawnSync(process.execPath, ["--require", "./tools/register.js", "main.ts"], {
    ...{ cwd: ROOT, encoding: "utf8", env: { ...process.env, NO_COLOR: "1", CDKTF_OUTDIR: output } },
  });

onTinyDisk.each([
  ["a disk of 64 KiB", "", /^ENOSPC: [^\n]*\n$/],
  ["a disk that may only be read", ",ro", /^EROFS: [^\n]*\n$/],
])(`main.ts to %s${skipReason}`, (_, option, said) => {
  const disk = mkdtempSync(join(folder, "disk-"));
  expect(mountTiny(disk, "64k", option)).toBe(true);
  try {
    const { status, stderr } = mainAlone(disk);
    expect([status, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    unmount(disk);
  }
});

onTinyDisk.each(["synth", "start"])(`%s to a disk that may only be read${skipReason}`, (command) => {
  const disk = join(folder, `read-only disk of ${command}`);
  mkdirSync(disk);
  expect(mountTiny(disk, "64k", ",ro")).toBe(true);
  try {
    const { status, stderr } = netra([command], "pipe", { CDKTF_OUTDIR: disk });
    expect([status, stderr]).toEqual([
      2,
      `output folder ${disk}: not writable; choose another folder with CDKTF_OUTDIR or output in cdktf.json\n`,
    ]);
  } finally {
    unmount(disk);
  }
});
