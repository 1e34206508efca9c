import type { AllowedLicences } from "./allowed-licences";
import type { Lock } from "./lock";

/** Whether every package may be used: its licence by what the lock file says of it. */

/** The words of an SPDX expression, brackets among them (https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/). */
const wordsOf = (expression: string): string[] => expression.match(/[()]|[^\s()]+/g) ?? [];

/**
 * Whether an SPDX expression is allowed: of `A OR B` one side, of `A AND B` both. What has another form is not.
 *
 * @param isAllowed - whether one licence is, by its SPDX id
 */
export function isAllowedExpression(expression: string, isAllowed: (id: string) => boolean): boolean {
  const words = wordsOf(expression);
  let faults = 0;
  const single = (): boolean => {
    const word = words.shift();
    if (word !== "(") {
      if (word === undefined || ["AND", "OR", ")"].includes(word)) faults += 1;
      return word !== undefined && isAllowed(word);
    }
    const inner = either();
    if (words.shift() !== ")") faults += 1;
    return inner;
  };
  const both = (): boolean => {
    let answer = single();
    while (words[0] === "AND") {
      words.shift();
      answer = single() && answer;
    }
    return answer;
  };
  const either = (): boolean => {
    let answer = both();
    while (words[0] === "OR") {
      words.shift();
      answer = both() || answer;
    }
    return answer;
  };
  const answer = either();
  return answer && faults + words.length === 0;
}

/** `node_modules/a/node_modules/@b/c` → `@b/c`. */
const packageName = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/**
 * What is wrong with the licences of a lock file, one line each: packages that nothing allows, and rows that no package
 * needs any more.
 */
export function licenceProblems(
  { packages }: Lock,
  { licences, packages: exceptions }: AllowedLicences,
): readonly string[] {
  const locked = Object.entries(packages).filter(([path]) => path !== "");
  const used = new Set<string>();
  const isAllowed = (id: string): boolean => {
    const isKnown = Object.hasOwn(licences, id);
    if (isKnown) used.add(id);
    return isKnown;
  };
  const refused = locked.flatMap(([path, { license, version = "" }]): string[] => {
    if (typeof license === "string" && isAllowedExpression(license, isAllowed)) return [];
    const name = packageName(path);
    if (Object.hasOwn(exceptions, name)) {
      used.add(name);
      return [];
    }
    const found = typeof license === "string" ? `licence "${license}"` : "no licence in package-lock.json";
    return [
      `${name} ${version}: ${found}; allowed is what stands in tools/packages/allowed-licences.ts: ` +
        "use another package, or add a row with its reason",
    ];
  });
  const unused = [...Object.keys(licences), ...Object.keys(exceptions)].filter((name) => !used.has(name));
  return [
    ...new Set(refused),
    ...unused.map(
      (name) => `${name}: no package needs this row any more; take it out of tools/packages/allowed-licences.ts`,
    ),
  ];
}
