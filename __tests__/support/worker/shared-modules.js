const { join, sep } = require("node:path");

const root = join(__dirname, "../../..");
const PACKAGES = `${sep}node_modules${sep}`;

/** Rooms of pure functions and tables. What they remember follows from what they were asked, so no test sees another's. */
const ROOMS = [
  "google",
  "report",
  "environments",
  "monitoring",
  "constructs",
  "stacks",
  "policy",
  "review",
  "verify",
  "sandbox",
  "runbook",
];

/** Packages of jest that keep something of the test file that runs. */
const OF_ONE_FILE = ["jest-circus", "expect", "@jest/expect", "jest-snapshot", "source-map-support"];

function packageName(path) {
  const [first, second] = path.slice(path.lastIndexOf(PACKAGES) + PACKAGES.length).split(sep);
  return first.startsWith("@") ? `${first}/${second}` : first;
}

const isInRoom = (path) => ROOMS.some((room) => path.startsWith(join(root, room) + sep));

module.exports = {
  /** Whether a module of the program or of a package is loaded once for all test files of a worker. Absolute path. */
  isShared: (path) => path.includes(PACKAGES) || isInRoom(path),

  /** Whether a module of jest's own is. Absolute path. */
  isSharedOfJest: (path) => path.includes(PACKAGES) && !OF_ONE_FILE.includes(packageName(path)),
};
