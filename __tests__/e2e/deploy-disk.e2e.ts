import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../support/tracked-files";
import { openDeployable, type Deployable, type Ended } from "./deployable";
import { makeReadOnly, mountTiny, onTinyDisk, skipReason, unmount } from "./mounts";
import { marked, until } from "./processes";

/** A deploy whose disk is full, or whose checkout nobody may write to: what is applied is said, and nothing is lost. */

const FOUNDATION = { "foundation.first": "whole", "foundation.second": "whole", "foundation.third": "whole" };
const WHOLE = { ...FOUNDATION, "services.first": "whole" };

const BLOCK = Buffer.alloc(4096);

/** Writes to a disk until it is full. */
function fill(folder: string): void {
  for (let blocks = 0; blocks < 100_000; blocks += 1) {
    try {
      appendFileSync(join(folder, "ballast"), BLOCK);
    } catch {
      return;
    }
  }
  throw new Error(`${folder}: still not full`);
}

describe("a full disk", () => {
  let site: Deployable;
  let disk: string;
  let isMounted = false;
  beforeEach(async () => {
    site = await openDeployable();
    disk = site.inHome("tmp");
    isMounted = mountTiny(disk, "16m");
  });
  afterEach(async () => {
    if (isMounted) unmount(disk);
    await site.close();
  });

  /** With some space the next deploy makes the rest. */
  async function expectWayOn(): Promise<void> {
    rmSync(join(disk, "ballast"));
    const { code, stderr } = await site.deploy(await site.digest()).ended;
    expect([code, stderr]).toEqual([0, ""]);
    expect([site.live(), await site.state(), site.locks()]).toEqual([WHOLE, WHOLE, []]);
    expect(readdirSync(disk)).toEqual([]);
  }

  onTinyDisk(`before the deploy: nothing is applied, and that is said${skipReason}`, async () => {
    const digest = await site.digest();
    fill(disk);
    const { code, stdout, stderr } = await site.deploy(digest).ended;
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no space left on device/)]);
    expect(stdout).toContain("applied: nothing; not applied: trial-foundation, trial-services\n");
    expect([site.live(), readdirSync(disk)]).toEqual([{}, ["ballast"]]);
    await expectWayOn();
  });

  /** Deploys, and fills the disk while the second resource is made. */
  async function filledWhileApplying(
    variables: NodeJS.ProcessEnv,
    then: (deploy: Deploying) => Promise<void>,
  ): Promise<Ended> {
    const running = site.deploy(await site.digest(), { TF_VAR_second: "20", ...variables });
    await until(() => site.live()["foundation.second"] === "half", 60);
    // What a deploy removes is space too.
    const filling = setInterval(() => fill(disk), 20);
    await then(running);
    const ended = await running.ended;
    clearInterval(filling);
    await until(() => marked(running.mark).length === 0);
    return ended;
  }
  type Deploying = ReturnType<Deployable["deploy"]>;

  onTinyDisk(`while a stack is applied: it is applied as a whole, the next is not begun${skipReason}`, async () => {
    const { code, stdout, stderr } = await filledWhileApplying({}, async () => Promise.resolve());
    expect(code).toBe(2);
    expect(stdout).toContain("trial-foundation: applied\n");
    expect(stdout).toContain("applied: trial-foundation; not applied: trial-services\n");
    expect(stderr).toMatch(/^trial-services: terraform \w+: /);
    expect([site.live(), await site.state(), site.locks()]).toEqual([FOUNDATION, FOUNDATION, []]);
    expect(readdirSync(disk)).toEqual(["ballast"]);
    await expectWayOn();
  });

  onTinyDisk(`while a stack is applied that then fails: what is not known is not claimed${skipReason}`, async () => {
    const { code, stdout } = await filledWhileApplying({ TF_VAR_third: "600" }, async ({ child }) => {
      await until(() => site.live()["foundation.third"] === "half", 60);
      child.kill("SIGINT");
    });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^trial-foundation: at least [12] of 3 changes (is|are) applied$/m);
    expect(stdout).toContain("is the disk full? The next review shows what is left\n");
    expect(stdout).not.toContain("not begun");
    expect(stdout).toContain("applied: nothing; in part: trial-foundation; not applied: trial-services\n");
    const half = { ...FOUNDATION, "foundation.third": "half" };
    expect([site.live(), await site.state(), site.locks()]).toEqual([half, half, []]);
    await expectWayOn();
  });
});

describe("a checkout that nobody may write to", () => {
  let checkout: string;
  beforeEach(() => (checkout = mkdtempSync(join(tmpdir(), "netra-read-only-"))));
  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  onTinyDisk(`is deployed from as any other${skipReason}`, async () => {
    mountTiny(checkout, "64m");
    try {
      execFileSync("sh", ["-c", 'git ls-files -z | xargs -0 cp --parents -t "$0"', checkout], { cwd: ROOT });
      symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
      makeReadOnly(checkout);
      expect(() => mkdirSync(join(checkout, "cdktf.out"))).toThrow(/EROFS/);
      const site = await openDeployable({ checkout });
      try {
        const { code, stderr } = await site.deploy(await site.digest()).ended;
        expect([code, stderr]).toEqual([0, ""]);
        expect([site.live(), await site.state(), site.locks()]).toEqual([WHOLE, WHOLE, []]);
        expect(readdirSync(site.inHome("tmp"))).toEqual([]);
      } finally {
        await site.close();
      }
    } finally {
      unmount(checkout);
    }
  });
});
