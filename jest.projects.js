const { join } = require("node:path");

// Tests compare reports without colours, also where something else says that there are some: a terminal, or CI=true.
process.env.NO_COLOR = "1";
// They put a `terraform` of their own on PATH.
delete process.env.TERRAFORM_BINARY_NAME;

/** What all tests have in common. Most of them read the JSON of one synthesis, which globalSetup makes for the run. */
const shared = {
  rootDir: __dirname,
  // The packages and the pure rooms are loaded once for a worker, and not once for a test file.
  testEnvironment: "<rootDir>/__tests__/support/worker/environment.js",
  runtime: "<rootDir>/__tests__/support/worker/runtime.js",
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  setupFilesAfterEnv: ["<rootDir>/tools/no-creation-stack.js"],
  moduleNameMapper: {
    "^archiver$": "<rootDir>/__tests__/support/no-archiver.js",
    // zod's sixty translations of its messages, which every test file would load and none reads.
    "^\\.\\./locales/index\\.cjs$": "<rootDir>/__tests__/support/no-translations.js",
  },
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  transform: { "^.+\\.ts$": "@swc/jest" },
};

/** Their product is the frozen fixture: no number of a live environment breaks them. */
const onFixture = {
  ...shared,
  resolver: join(__dirname, "__tests__/fixture/resolver.js"),
  globalSetup: "<rootDir>/__tests__/fixture/global-setup.ts",
};

/** Tests of the machinery. */
const unit = {
  ...onFixture,
  displayName: "unit",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/(commands|e2e|live)/"],
};

/**
 * Tests of whole commands and scripts, which start processes, evaluate or synthesize a whole environment many times, write
 * thousands of lines, or lay out pictures.
 */
const commands = { ...onFixture, displayName: "commands", testMatch: ["<rootDir>/__tests__/commands/*.test.ts"] };

/** Tests of staging and production as they are declared. */
const live = {
  ...shared,
  displayName: "live",
  testMatch: ["<rootDir>/__tests__/live/**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/live/global-setup.ts",
};

/** The real provider's word, and what takes long by nature. What cannot be asked is skipped by name. */
const e2e = {
  displayName: "e2e",
  rootDir: __dirname,
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/e2e/**/*.e2e.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  setupFilesAfterEnv: ["<rootDir>/__tests__/e2e/checked-answers.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/e2e/global-teardown.ts",
};

module.exports = { unit, commands, live, e2e };
