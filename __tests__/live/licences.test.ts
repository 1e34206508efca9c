import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ALLOWED_LICENCES } from "../../tools/packages/allowed-licences";
import { licenceProblems } from "../../tools/packages/licences";
import { readLock } from "../../tools/packages/lock";
import { ROOT } from "../support/tracked-files";

test("every locked package has a licence that may be used", () => {
  const lock = readLock(readFileSync(join(ROOT, "package-lock.json"), "utf8"))!;
  expect(Object.keys(lock.packages).length).toBeGreaterThan(500);
  expect(licenceProblems(lock, ALLOWED_LICENCES)).toEqual([]);
});
