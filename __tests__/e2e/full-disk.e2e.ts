import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const mountTiny = (target: string, more = ""): boolean =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=64k${more}`, "tmpfs", target]).status === 0;

/** Only an administrator may mount, and not in every container. */
function mayMount(): boolean {
  const target = mkdtempSync(join(tmpdir(), "netra-mount-"));
  try {
    return mountTiny(target) && spawnSync("umount", [target]).status === 0;
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

const [onTinyDisk, reason] = mayMount() ? [test, ""] : [test.skip, ": skipped, no disk may be mounted here"];

onTinyDisk.each(["synth", "start"])(`%s to a disk of 64 KiB${reason}`, (command) => {
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
    execFileSync("umount", [disk]);
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
])(`main.ts to %s${reason}`, (_, option, said) => {
  const disk = mkdtempSync(join(folder, "disk-"));
  expect(mountTiny(disk, option)).toBe(true);
  try {
    const { status, stderr } = mainAlone(disk);
    expect([status, stderr]).toEqual([2, expect.stringMatching(said)]);
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    execFileSync("umount", [disk]);
  }
});

onTinyDisk.each(["synth", "start"])(`%s to a disk that may only be read${reason}`, (command) => {
  const disk = join(folder, `read-only disk of ${command}`);
  mkdirSync(disk);
  expect(mountTiny(disk, ",ro")).toBe(true);
  try {
    const { status, stderr } = netra([command], "pipe", { CDKTF_OUTDIR: disk });
    expect([status, stderr]).toEqual([
      2,
      `output folder read-only disk of ${command}: not writable; choose another folder with CDKTF_OUTDIR or output in cdktf.json\n`,
    ]);
  } finally {
    execFileSync("umount", [disk]);
  }
});
