import type { AllowedLicences } from "../../tools/packages/allowed-licences";
import { readLock } from "../../tools/packages/lock";
import { isAllowedExpression, licenceProblems } from "../../tools/packages/licences";

const isAllowed = (id: string): boolean => ["MIT", "ISC", "Apache-2.0"].includes(id);

test.each([
  "MIT",
  "(MIT OR GPL-3.0-or-later)",
  "GPL-3.0-only OR MIT",
  "Apache-2.0 AND MIT",
  "(MIT AND (GPL-2.0-only OR ISC))",
  "GPL-2.0-only AND MIT OR ISC",
])("%s is allowed", (expression) => expect(isAllowedExpression(expression, isAllowed)).toBe(true));

test.each([
  "GPL-3.0-only",
  "Apache-2.0 AND GPL-3.0-only",
  "GPL-3.0-only AND MIT",
  "MIT OR",
  "OR MIT",
  "(MIT",
  "MIT)",
  "MIT ISC",
  "()",
  "",
  "mit",
  "Apache-2.0 WITH LLVM-exception",
  "SEE LICENSE IN LICENSE",
  "UNLICENSED",
])('"%s" is not', (expression) => expect(isAllowedExpression(expression, isAllowed)).toBe(false));

const ALLOWED: AllowedLicences = { licences: { MIT: "m" }, packages: { odd: "o" } };
const text = (packages: Readonly<Record<string, object>>): string =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      "": { license: "UNLICENSED" },
      "node_modules/fine": { license: "MIT" },
      "node_modules/odd": {},
      ...packages,
    },
  });
const lock = (packages: Readonly<Record<string, object>>) => readLock(text(packages))!;

test.each(["", "{}", "[]", text({}).replace("3", "1")])("no lock file: %s", (other) => {
  expect(readLock(other)).toBeUndefined();
});

test("what is allowed, and what has a row of its own, is no problem; this repository is none of the packages", () => {
  expect(licenceProblems(lock({}), ALLOWED)).toEqual([]);
});

test.each([
  [
    "a licence that nobody has allowed",
    { license: "AGPL-3.0-only", version: "1.2.3" },
    'x/y 1.2.3: licence "AGPL-3.0-only"',
  ],
  ["none", { version: "1.2.3" }, "x/y 1.2.3: no licence"],
  ["an older form", { version: "1.2.3", license: { type: "MIT" } }, "x/y 1.2.3: no licence"],
  ["a name that every object has", { version: "1.2.3", license: "constructor" }, 'x/y 1.2.3: licence "constructor"'],
])("%s is a problem, and the package is named", (_, body, text) => {
  const [problem, ...others] = licenceProblems(lock({ "node_modules/fine/node_modules/@x/y": body }), ALLOWED);
  expect(others).toEqual([]);
  expect(problem).toContain(`@${text}`);
});

test("a row that nothing needs any more is a problem", () => {
  expect(licenceProblems({ lockfileVersion: 3, packages: {} }, ALLOWED).map((line) => line.split(":")[0])).toEqual([
    "MIT",
    "odd",
  ]);
});
