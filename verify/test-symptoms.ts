import type { Symptom } from "./symptoms";

/** The rows of the symptoms' table that only a run of the end-to-end tests, or what prepares one, can name. */
export const TEST_SYMPTOMS = {
  "test-failed": {
    class: "application",
    title: "a test failed on what the product did",
    means: "An assertion of the end-to-end tests did not hold, and nothing else explains it.",
    next: "read the test's message, and tell the team of the code under test",
    retry: false,
  },
  "key-missing": {
    class: "test-setup",
    title: "no bypass key",
    means: "Neither the variable nor the secret gave a key, so what needs a token was not tested.",
    next: "set the variable from `./netra settings`, or run as an account that may read the secret",
    retry: false,
  },
  "test-setup": {
    class: "test-setup",
    title: "the tests could not begin",
    means: "An import, a fixture or a setting failed before the environment was asked anything.",
    next: "tell the test framework's team",
    retry: false,
  },
} as const satisfies Readonly<Record<string, Symptom>>;
