import type { TestResult } from "./test-result";

/** A test's result as it stands in a report, and what tells it from others of its name. */
export interface Case {
  /** The suites that it is in, its file, its class and its name. */
  readonly key: string;
  /** Its class and its name, as the report has them. */
  readonly place: readonly [classname: string, name: string];
  readonly result: TestResult;
}

/**
 * One result a test. One that stands there more than once was run again: the last time that it ran counts.
 *
 * @param isOnceUnlessRerun - whether the tool never writes a test twice but where it ran again, and hides how it failed
 *   first
 */
export function mergeReruns(cases: readonly Case[], isOnceUnlessRerun: boolean): readonly TestResult[] {
  const parents = silentParents(cases);
  const byKey = new Map<string, TestResult>();
  for (const each of cases) {
    if (!parents.has(each)) byKey.set(each.key, after(byKey.get(each.key), each.result, isOnceUnlessRerun));
  }
  return [...byKey.values()];
}

function after(before: TestResult | undefined, result: TestResult, isOnceUnlessRerun: boolean): TestResult {
  if (before === undefined) return result;
  if (result.outcome === "skipped") return before;
  const ranBefore =
    before.isTransient || before.outcome === "failed" || (isOnceUnlessRerun && before.outcome === "passed");
  return { ...result, isTransient: result.isTransient || (ranBefore && result.outcome === "passed") };
}

/** What Go's reporter says of a test that printed nothing. */
const SAYS_NOTHING = /^(?:Failed)?$/;

/** Tests of Go that failed because a test inside them did, and say nothing of their own: that one is counted. */
function silentParents(cases: readonly Case[]): ReadonlySet<Case> {
  const placeKey = (classname: string, name: string): string => JSON.stringify([classname, name]);
  const failedInside = new Set(
    cases
      .filter(({ result }) => result.outcome === "failed")
      .flatMap(({ place: [classname, name] }) => outerNames(name).map((outer) => placeKey(classname, outer))),
  );
  return new Set(
    cases.filter(
      ({ place, result }) =>
        result.outcome === "failed" && SAYS_NOTHING.test(result.text) && failedInside.has(placeKey(...place)),
    ),
  );
}

/** `A` and `A/b` of `A/b/c`. */
const outerNames = (name: string): readonly string[] =>
  [...name.matchAll(/\//g)].map(({ index }) => name.slice(0, index));
