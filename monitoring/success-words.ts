import type { PlanHeading, SuccessCriterion } from "./success-criteria";

/** The plan's heading, what is promised there, and what there is instead of a measure. Links lead from docs/. */
const ROWS: readonly (readonly [heading: PlanHeading, promise: string, words: string])[] = [
  [
    "Phase 2",
    "test files compile without import errors",
    "Belongs to the application's repository. A run that fails by it is told as test dependencies",
  ],
  [
    "Phase 2",
    "the authentication helper works in all tests",
    "Belongs to the application's repository. Here stands what it has to know: `./netra settings`, [the tests' runner](e2e-runner.md)",
  ],
  [
    "Phase 2",
    "test dependencies resolve",
    "Belongs to the application's repository. A run that fails by it is told as test dependencies",
  ],
  [
    "Phase 4",
    "no Pydantic errors in the tests",
    "Belongs to the application's repository. One in a run is told as test set-up (`verify/e2e/classify.ts`)",
  ],
  [
    "Monitoring and alerting",
    "import errors found in CI",
    "Belongs to the application's repository. In a run they are told as test dependencies",
  ],
  [
    "Monitoring and alerting",
    "conflicts of dependency versions",
    "Belongs to the application's repository. In a run they are told as test dependencies",
  ],
  [
    "Process improvements",
    "impact assessment",
    "Nothing measures it: a review of every plan, and its severity ([change control](change-control.md#impact-assessment))",
  ],
  [
    "Process improvements",
    "automatic rollback",
    "Nothing measures it: the workflow takes back a deploy that fails ([change control](change-control.md#rollback))",
  ],
  [
    "Process improvements",
    "notification of the test team",
    "Nothing measures it: deploys, roll backs and drift are told ([change control](change-control.md#notification))",
  ],
  ["Process improvements", "import validation in CI", "Belongs to the application's repository"],
  ["Process improvements", "approval of dependency updates", "Belongs to the application's repository"],
  [
    "Process improvements",
    "regular health checks of the tests",
    "Belongs to the application's repository. Here the tests run after each deploy of staging (`.github/workflows/e2e.yml`)",
  ],
  [
    "Documentation and training",
    "troubleshooting guides",
    "Nothing measures it: generated from what is declared ([staging](runbooks/staging/night.md), [production](runbooks/production/night.md))",
  ],
  [
    "Documentation and training",
    "emergency response",
    "Nothing measures it: severities, roles, decision tree, review ([incident response](incident-response.md))",
  ],
  [
    "Documentation and training",
    "dependency maps",
    "Nothing measures it: generated from what is declared ([staging](runbooks/staging/reference.md#service-dependency-map), [production](runbooks/production/reference.md#service-dependency-map))",
  ],
  ["Documentation and training", "import patterns", "Belongs to the application's repository"],
  [
    "Documentation and training",
    "use of the authentication helper",
    "Belongs to the application's repository. What it has to know: `./netra settings`, [the tests' runner](e2e-runner.md)",
  ],
  ["Documentation and training", "good practice of tests", "Belongs to the application's repository"],
];

/** Criteria that nothing here measures: only words answer them. */
export const WORDS_ONLY: readonly SuccessCriterion[] = ROWS.map(([heading, promise, words]) => ({
  heading,
  promise,
  answer: { words },
}));
