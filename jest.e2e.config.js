const { commands, e2e } = require("./jest.projects");

module.exports = {
  projects: [commands, e2e],
  maxWorkers: 2,
  // A skipped test is one whose name, with the reason in it, is read.
  verbose: true,
  // Above the sum of the deadlines that one hook may wait for, so that the deadline speaks and not the test runner.
  testTimeout: 240_000,
};
