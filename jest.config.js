const { live, unit } = require("./jest.projects");

module.exports = {
  projects: [unit, live],
  // Two workers carry the files of two cores; on more, start-up eats the gain.
  maxWorkers: 2,
  // A deadline for what hangs: a busy machine is slow, and no failure.
  testTimeout: 30_000,
};
