import { join } from "node:path";
import { ROOT } from "../support/tracked-files";

interface SharedModules {
  readonly isShared: (path: string) => boolean;
  readonly isSharedOfJest: (path: string) => boolean;
}

const { isShared, isSharedOfJest } = jest.requireActual<SharedModules>("../support/worker/shared-modules");
const at = (path: string): string => join(ROOT, path);

test.each([
  ["policy/core/evaluate.ts", true],
  ["google/provider/versions.ts", true],
  ["node_modules/zod/index.cjs", true],
  ["node_modules/@cdktf/provider-google/lib/provider/index.js", true],
  ["cli/shared/interruption.ts", false],
  ["tools/bench/checkov.ts", false],
  ["__tests__/support/spec.ts", false],
  ["__tests__/policy/evaluate.test.ts", false],
  ["main.ts", false],
  ["policy.ts", false],
])("%s is loaded once for a worker: %s", (path, shared) => {
  expect(isShared(at(path))).toBe(shared);
});

test.each([
  ["node_modules/pretty-format/build/index.js", true],
  ["node_modules/@jest/expect-utils/build/index.js", true],
  ["node_modules/jest-circus/node_modules/chalk/source/index.js", true],
  ["node_modules/jest-circus/build/index.js", false],
  ["node_modules/@jest/expect/build/index.js", false],
  ["node_modules/expect/build/index.js", false],
  ["tools/register.js", false],
])("of jest's own, %s is loaded once for a worker: %s", (path, shared) => {
  expect(isSharedOfJest(at(path))).toBe(shared);
});
