/** The real provider's word: needs Terraform and the google provider; skips by name where they cannot be had. */
module.exports = {
  ...require("./jest.config"),
  testMatch: ["<rootDir>/__tests__/e2e/**/*.e2e.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  globalSetup: "<rootDir>/__tests__/e2e/global-setup.ts",
  // Two terraform processes at once are what two cores carry; a create-only plan takes seconds.
  testTimeout: 180_000,
};
