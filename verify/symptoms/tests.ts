import type { Symptom } from "./symptom";

/** Why a run of tests says nothing of the environment. */
export const TESTS_SYMPTOMS = {
  "key-missing": {
    class: "test-setup",
    severity: "ticket",
    title: "no bypass key",
    means: "Neither the variable nor the secret gave a key, so what needs a token was not tested.",
    next: "set the variable from `./netra settings`, or run as an account that may read the secret",
    retry: false,
  },
  "token-expired": {
    class: "test-setup",
    severity: "ticket",
    title: "the token's time was over",
    means:
      "A token that was accepted at first is refused because it has expired: the run took longer than a token lives.",
    next: "ask for a new token before the old one ends (docs/e2e-runner.md)",
    retry: false,
  },
  "import-failed": {
    class: "test-dependencies",
    severity: "ticket",
    title: "an import failed",
    means: "A module or a name that the tests import is not there: nothing was asked of the environment.",
    next: "tell the test framework's team: install the package or repair the import, then build the image anew",
    retry: false,
  },
  "version-conflict": {
    class: "test-dependencies",
    severity: "ticket",
    title: "versions do not fit",
    means: "A package is there in a version that another one cannot work with.",
    next: "tell the test framework's team: pin the versions that fit, then build the image anew",
    retry: false,
  },
  "test-setup": {
    class: "test-setup",
    severity: "ticket",
    title: "the tests could not begin",
    means: "A fixture or a setting failed before the environment was asked anything.",
    next: "tell the test framework's team",
    retry: false,
  },
} as const satisfies Readonly<Record<string, Symptom>>;
