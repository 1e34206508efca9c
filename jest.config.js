const { live, unit } = require("./jest.projects");

const globalSetup = "<rootDir>/__tests__/support/both-setups.ts";

module.exports = {
  projects: [unit, live].map((project) => ({ ...project, globalSetup })),
  // Two workers carry the files of two cores; on more, start-up eats the gain.
  maxWorkers: 2,
  // A deadline for what hangs: a busy machine is slow, and no failure.
  testTimeout: 30_000,
};
