import { attribute, children, type Element } from "./xml-element";

/** What a suite declares and which elements of it have to be there. */
const DECLARED = [
  ["failures", ["failure"]],
  ["errors", ["error"]],
  // pytest before 9 counts a test that passed and whose clean-up failed as two.
  ["tests", ["testcase", "error"]],
] as const;

/**
 * What a well-formed report declares and does not hold: a reader would take the missing results for passed.
 *
 * @returns undefined where nothing is missing
 */
export function reportShortfall(root: Element, suites: readonly Element[]): string | undefined {
  const roots = children(root, "testsuites");
  const declaredSkips = roots.reduce((sum, each) => sum + declaredCount(each, "skipped"), 0);
  const skips = suites.reduce((sum, suite) => sum + countOf(suite, ["skipped"]), 0);
  // mocha's reporter counts skipped tests and writes none of them.
  return firstShortfall(suites, Math.max(0, declaredSkips - skips));
}

function firstShortfall(suites: readonly Element[], unwritten: number): string | undefined {
  return suites.map((suite) => suiteShortfall(suite, unwritten)).find((found) => found !== undefined);
}

function suiteShortfall(suite: Element, unwritten: number): string | undefined {
  for (const [name, elements] of DECLARED) {
    const [declared, found] = [declaredCount(suite, name), countOf(suite, elements)];
    if (declared > found + (name === "tests" ? unwritten : 0)) return `declares ${declared} ${name} and holds ${found}`;
  }
  return firstShortfall(children(suite, "testsuite"), unwritten);
}

const declaredCount = (suite: Element, name: string): number => Number(attribute(suite, name)) || 0;

/** Elements of some names inside a suite, those of suites in suites among them. */
function countOf(suite: Element, names: readonly string[]): number {
  const cases = children(suite, "testcase");
  const own = names.flatMap((name) =>
    name === "testcase" ? cases : cases.flatMap((element) => children(element, name)),
  );
  return children(suite, "testsuite").reduce((sum, inner) => sum + countOf(inner, names), own.length);
}
