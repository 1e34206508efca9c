// cdktf loads a zip library at start, a third of its own load time, for assets that no stack here has.
// It is loaded all the same when something calls it.
const Module = require("node:module");

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request !== "archiver") return load.call(this, request, ...rest);
  return (...args) => load.call(this, request, ...rest)(...args);
};
