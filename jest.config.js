const { join } = require("node:path");

// Tests compare reports without colours, also where something else says that there are some: a terminal, or CI=true.
process.env.NO_COLOR = "1";
// They put a `terraform` of their own on PATH.
delete process.env.TERRAFORM_BINARY_NAME;

/** What all tests have in common. Most of them read the JSON of one synthesis, which globalSetup makes for the run. */
const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  setupFilesAfterEnv: ["<rootDir>/tools/no-creation-stack.js"],
  // The global object of a test's sandbox is a proxy: each use of its Array or Object costs more than what it does.
  sandboxInjectedGlobals: ["Array", "Object", "Reflect", "JSON", "Map", "Set", "Proxy"],
  moduleNameMapper: {
    "^archiver$": "<rootDir>/__tests__/support/no-archiver.js",
    // zod's sixty translations of its messages, which every test file would load and none reads.
    "^\\.\\./locales/index\\.cjs$": "<rootDir>/__tests__/support/no-translations.js",
  },
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  transform: { "^.+\\.ts$": "@swc/jest" },
};

/** Tests of the machinery. Their product is the frozen fixture: no number of a live environment breaks them. */
const unit = {
  ...shared,
  displayName: "unit",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/", "<rootDir>/__tests__/live/"],
  resolver: join(__dirname, "__tests__/fixture/resolver.js"),
  globalSetup: "<rootDir>/__tests__/fixture/global-setup.ts",
};

/** Tests of staging and production as they are declared. */
const live = {
  ...shared,
  displayName: "live",
  testMatch: ["<rootDir>/__tests__/live/**/*.test.ts"],
  globalSetup: "<rootDir>/__tests__/live/global-setup.ts",
};

module.exports = {
  projects: [unit, live],
  // Two workers carry the files of two cores; on more, start-up eats the gain.
  maxWorkers: 2,
  // A deadline for what hangs: a busy machine is slow, and no failure.
  testTimeout: 30_000,
};
