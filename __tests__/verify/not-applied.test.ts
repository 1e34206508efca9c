import { failed, passed, unknown, type Attempt } from "../../verify/engine/attempt";
import type { Check, Outcome } from "../../verify/engine/check";
import type { CheckEngine } from "../../verify/engine/run";
import { tellNotApplied } from "../../verify/not-applied";
import { testClock } from "../support/test-clock";

/** What a merge that waits for its deploy looks like, and what a hand edit looks like beside it. */

const ENGINE: CheckEngine = { clock: testClock(), random: () => 0, mask: { text: (text) => text }, parallel: 1 };

const check = (id: string, attempt: Attempt): Check => ({
  id,
  area: "health",
  title: id,
  deadlineSeconds: 1,
  attempts: 1,
  attempt: () => Promise.resolve(attempt),
});
const outcome = (id: string, last: Attempt): Outcome => ({
  ...{ id, area: "health", title: id, last, attempts: 1, recoveredFrom: [], milliseconds: 1 },
});

const DIFFERS = failed("not-as-declared", "maximum: 10", "maximum: 9");

/** The symptom of a check's outcome, once the applied commit was asked. */
async function told(found: Attempt, applied: readonly Check[]): Promise<string> {
  const [result] = await tellNotApplied([outcome("health/a", found)], () => Promise.resolve(applied), ENGINE);
  return result!.last.verdict === "failed" ? result!.last.symptom : result!.last.verdict;
}

test.each<[what: string, found: Attempt, applied: readonly Check[], symptom: string]>([
  ["as the applied commit declares", DIFFERS, [check("health/a", passed("maximum: 10"))], "not-applied"],
  ["as neither declares: drift", DIFFERS, [check("health/a", DIFFERS)], "not-as-declared"],
  ["the applied commit's check cannot tell", DIFFERS, [check("health/a", unknown("no access"))], "not-as-declared"],
  [
    "a variable that is declared and not applied",
    failed("variable-missing", "A", "B"),
    [check("health/a", passed("A"))],
    "not-applied",
  ],
  // Another question would be answered by chance.
  [
    "no comparison: a failure, whatever is declared",
    failed("bad-gateway", "503", "200"),
    [check("health/a", passed("200"))],
    "bad-gateway",
  ],
  ["of a service that the applied commit does not know", failed("not-ready", "404", "it is there"), [], "not-applied"],
  ["passed", passed("as declared"), [], "passed"],
])("%s", async (_, found, applied, symptom) => {
  expect(await told(found, applied)).toBe(symptom);
});

test("what was found stays, and the applied commit is asked only where something failed", async () => {
  const applied = () => Promise.resolve([check("health/a", passed("maximum: 10"))]);
  const [result] = await tellNotApplied([outcome("health/a", DIFFERS)], applied, ENGINE);
  expect(result!.last).toEqual(failed("not-applied", "maximum: 10", "maximum: 9"));
  const never = () => Promise.reject(new Error("nothing is to be told"));
  const good = [outcome("health/a", passed("as declared"))];
  expect(await tellNotApplied(good, never, ENGINE)).toBe(good);
});
