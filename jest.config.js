/** Most tests read the JSON of one synthesis, made once for the run by globalSetup. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/"],
  modulePathIgnorePatterns: ["<rootDir>/cdktf.out/"],
  globalSetup: "<rootDir>/__tests__/support/global-setup.ts",
  globalTeardown: "<rootDir>/__tests__/support/global-teardown.ts",
  // Two workers carry the files of two cores; on more, start-up eats the gain.
  sandboxInjectedGlobals: ["Array", "Object", "Reflect", "JSON", "Map", "Set", "Proxy"],
  maxWorkers: 2,
  setupFilesAfterEnv: ["<rootDir>/tools/no-creation-stack.js"],
  // A deadline for what hangs: a busy machine is slow, and no failure.
  testTimeout: 30_000,
  transform: { "^.+\\.ts$": "@swc/jest" },
};
