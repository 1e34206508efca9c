// In place of the translations of a library: see moduleNameMapper in jest.config.js.
module.exports = {};
