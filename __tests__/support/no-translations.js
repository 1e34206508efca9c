// In place of the translations of a library: see moduleNameMapper in jest.projects.js.
module.exports = {};
