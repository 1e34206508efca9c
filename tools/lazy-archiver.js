// cdktf loads a zip library at start, which takes a third of its load time. It is for assets, and no stack here has any.
// This loads the library when something calls it.
const Module = require("node:module");

const load = Module._load;
Module._load = function (request, ...rest) {
  if (request !== "archiver") return load.call(this, request, ...rest);
  return (...args) => load.call(this, request, ...rest)(...args);
};
