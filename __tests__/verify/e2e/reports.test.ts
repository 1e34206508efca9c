import { readFileSync } from "node:fs";
import { join } from "node:path";
import { symptomOf } from "../../../verify/e2e/classify";
import { readJunit } from "../../../verify/e2e/junit";
import { redactXml } from "../../../verify/e2e/redact-xml";
import type { TestResult } from "../../../verify/e2e/test-result";

/** What the tools themselves wrote (reports/README.md), and what it was about. */

const readReport = (name: string): string => readFileSync(join(__dirname, "reports", `${name}.xml`), "utf8");

function verdictOf({ outcome, isTransient, text }: TestResult): string {
  if (outcome === "failed") return symptomOf(text, []);
  return isTransient ? "transient" : outcome;
}

const PREFIX = /^(?:tests\.|libs\.|test_\w+\.|chat\.(?:spec|test)\.m?js\.|e2e\.\w+\.|example\.com\/\w+\.)+/;

/** Each test without its file, and what it came to; a name that comes twice has both. */
function verdictsOf(name: string): Readonly<Record<string, string>> {
  const reading = readJunit(readReport(name));
  if (!reading.ok) throw new Error(reading.problem);
  const verdicts: Record<string, string> = {};
  for (const test of reading.tests) {
    const short = test.name.replace(PREFIX, "");
    const before = verdicts[short] === undefined ? "" : `${verdicts[short]}, `;
    verdicts[short] = `${before}${verdictOf(test)}`;
  }
  return verdicts;
}

/** Suites of JavaScript's tools have the same tests. */
const JAVASCRIPT = {
  "signs in": "passed",
  "lists threads, where 401 Unauthorized is no answer": "bad-gateway",
  "counts events": "test-failed",
  "shows the page": "bad-gateway",
  refuses: "refused",
  waits: "timeout",
};

const PLAYWRIGHT = {
  ...JAVASCRIPT,
  "reads the status": "bad-gateway",
  "is flaky": "passed",
  "is for later": "skipped",
};

const twice = (verdicts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(verdicts).map(([name, verdict]) => [name, `${verdict}, ${verdict}`]));

test.each<[report: string, verdicts: Readonly<Record<string, string>>]>([
  [
    "pytest",
    {
      test_agents: "import-failed",
      test_signs_in: "passed",
      test_counts_events: "test-failed",
      test_keeps_the_session: "test-failed",
      test_reconnects: "test-failed",
      test_lists_threads: "bad-gateway",
      test_raises_for_status: "bad-gateway",
      test_refuses: "refused",
      test_has_a_token: "unauthorized",
      test_has_a_token_still: "token-expired",
      test_says_why: "refused",
      test_falls_back: "test-failed",
      test_imports_late: "import-failed",
      test_with_account: "test-setup",
      test_with_fixture: "test-setup",
      test_later: "skipped",
      test_flaky: "internal-error-close",
      test_versions: "import-failed",
    },
  ],
  [
    "pytest-short",
    {
      test_raises_for_status: "bad-gateway",
      test_refuses: "refused",
      test_streams: "internal-error-close",
      test_reads_an_answer: "test-failed",
      test_reads_a_tool: "test-setup",
    },
  ],
  ["pytest-native", { test_says_why: "refused", test_falls_back: "test-failed" }],
  [
    "pytest-rerunfailures",
    {
      test_signs_in: "passed",
      test_counts_events: "test-failed",
      test_with_account: "test-setup",
      test_flaky: "transient",
    },
  ],
  ["pytest-xdist", { test_signs_in: "passed", test_flaky: "transient" }],
  ["playwright", PLAYWRIGHT],
  ["playwright-retries", { ...PLAYWRIGHT, "is flaky": "transient" }],
  [
    "jest",
    {
      // Two files have tests of the same titles, and jest's reporter names neither file.
      ...twice({ ...JAVASCRIPT, "loads late": "import-failed", "is for later": "skipped" }),
      "is flaky": "passed, test-failed",
      "only here": "passed",
      "Test suite failed to run.agents.test.js": "import-failed",
    },
  ],
  [
    "vitest",
    {
      ...JAVASCRIPT,
      "agents.test.mjs": "import-failed",
      "loads late": "import-failed",
      "is flaky": "passed",
      "is for later": "skipped",
    },
  ],
  ["mocha", { ...JAVASCRIPT, "loads late": "import-failed", "is flaky": "passed" }],
  [
    "go",
    {
      TestSignsIn: "passed",
      TestListsThreads: "bad-gateway",
      TestCountsEvents: "test-failed",
      // The test around it says nothing of its own, and is not counted beside it.
      "TestRefuses/HTTP_401": "refused",
      "TestRefuses/counts": "passed",
      TestPanics: "test-failed",
    },
  ],
  ["go-build", { "[setup failed]": "import-failed" }],
  [
    "surefire",
    {
      signsIn: "passed",
      listsThreads: "bad-gateway",
      countsEvents: "test-failed",
      refuses: "refused",
      loadsLate: "import-failed",
      breaksOnVersions: "version-conflict",
      isFlaky: "transient",
      isForLater: "skipped",
    },
  ],
  ["playwright-nothing", {}],
])("%s", (report, verdicts) => {
  expect(verdictsOf(report)).toEqual(verdicts);
});

test("what is kept of each holds all that it held", () => {
  for (const name of ["playwright", "go", "surefire"]) {
    expect(redactXml(readReport(name))).toEqual({ ok: true, xml: readReport(name) });
  }
});
