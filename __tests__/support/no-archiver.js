/** cdktf loads a zip library for assets, which takes more than half of its load time; no stack here has any. */
module.exports = () => {
  throw new Error("a stack has an asset: see __tests__/support/no-archiver.js");
};
