/** The real provider's word: needs Terraform and the google provider; skips by name where they cannot be had. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/e2e/**/*.e2e.ts"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  transform: { "^.+\\.ts$": "@swc/jest" },
  setupFilesAfterEnv: ["<rootDir>/__tests__/e2e/checked-answers.ts"],
  globalSetup: "<rootDir>/__tests__/e2e/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/e2e/global-teardown.ts",
  maxWorkers: 2,
  // A skipped test is one whose name, with the reason in it, is read.
  verbose: true,
  // Above the sum of the deadlines that one hook may wait for, so that the deadline speaks and not the test runner.
  testTimeout: 240_000,
};
