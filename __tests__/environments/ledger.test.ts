import { environmentNames, problemText } from "../../environments";
import { ledgerProblems } from "../../environments/checks/ledger";
import { DRIFT_LEDGER, type AcceptedDrift } from "../../environments/drift-ledger";
import { allStacks } from "../../environments/stack-names";

const STACKS = environmentNames().flatMap((name) => allStacks({ name }));
const ENTRY: AcceptedDrift = {
  stack: "trial-services",
  address: "google_cloud_run_v2_service.frontend",
  path: "template[0].timeout",
  reason: "a load test",
  owner: "platform",
  expires: "2026-01-31",
};
const problemsOf = (...ledger: readonly AcceptedDrift[]) => ledgerProblems(ledger, STACKS).map(problemText);

test("the ledger of the repository has no problem", () => {
  expect(problemsOf(...DRIFT_LEDGER)).toEqual([]);
});

test("a whole entry has no problem, also when it has expired: it accepts nothing any more", () => {
  expect(problemsOf(ENTRY)).toEqual([]);
});

test.each<[change: Partial<AcceptedDrift>, problem: string]>([
  [{ expires: "never" }, 'DRIFT_LEDGER[0].expires: "never" found, a day YYYY-MM-DD allowed'],
  [{ expires: "2026-13-01" }, 'DRIFT_LEDGER[0].expires: "2026-13-01" found, a day YYYY-MM-DD allowed'],
  [{ expires: "2026-02-30" }, 'DRIFT_LEDGER[0].expires: "2026-02-30" found, a day YYYY-MM-DD allowed'],
  [{ owner: " " }, "DRIFT_LEDGER[0].owner: empty; name the team that answers for it"],
  [{ reason: "" }, "DRIFT_LEDGER[0].reason: empty; say why it is accepted"],
  [{ stack: "trial-service" }, `DRIFT_LEDGER[0].stack: "trial-service" found; allowed: ${STACKS.join(", ")}`],
  [{ path: "" }, "DRIFT_LEDGER[0]: no address or no path; copy both as ./netra drift prints them"],
])("%j", (change, problem) => {
  expect(problemsOf({ ...ENTRY, ...change })).toEqual([problem]);
});

test("every problem of every entry at once", () => {
  expect(problemsOf({ ...ENTRY, owner: "", expires: "soon" }, { ...ENTRY, stack: "" })).toHaveLength(3);
});
