import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyLockFile } from "../../stacks/lock-file";

describe("copyLockFile", () => {
  let root: string;
  let stack: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "lock-file-"));
    stack = join(root, "stack");
    mkdirSync(stack);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test("puts the kept file where Terraform reads it", () => {
    writeFileSync(join(root, "terraform.lock.hcl"), "kept");
    expect(copyLockFile(root, stack)).toBe(true);
    expect(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8")).toBe("kept");
  });

  test("replaces what an earlier init wrote", () => {
    writeFileSync(join(root, "terraform.lock.hcl"), "kept");
    writeFileSync(join(stack, ".terraform.lock.hcl"), "earlier");
    copyLockFile(root, stack);
    expect(readFileSync(join(stack, ".terraform.lock.hcl"), "utf8")).toBe("kept");
  });

  test("leaves the folder alone where none is kept", () => {
    expect(copyLockFile(root, stack)).toBe(false);
    expect(existsSync(join(stack, ".terraform.lock.hcl"))).toBe(false);
  });

  test("says so when the stack has not been synthesized", () => {
    writeFileSync(join(root, "terraform.lock.hcl"), "kept");
    expect(() => copyLockFile(root, join(root, "missing"))).toThrow(/ENOENT/);
  });
});
