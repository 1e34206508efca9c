// Every entry point stops here first where package.json does not allow this Node: elsewhere things fail late and
// unreadably. npm asks the same when it installs. The range has two forms of parts, "^20.19.0" and ">=24.0.0", and
// .nvmrc names the version that the workflows install.
// This is old JavaScript (ES5), because the wrong Node has to parse it too.
var allowed = require("../package.json").engines.node;
var version = process.versions.node;

function numbers(text) {
  return text.replace(/^\D+/, "").split(".").map(Number);
}

function isOlder(mine, other) {
  for (var at = 0; at < 3; at += 1) if (mine[at] !== other[at]) return mine[at] < other[at];
  return false;
}

function isAllowedBy(part) {
  var mine = numbers(version);
  var least = numbers(part);
  return !isOlder(mine, least) && (part.charAt(0) !== "^" || mine[0] === least[0]);
}

if (!allowed.split(" || ").some(isAllowedBy)) {
  var named = require("fs").readFileSync(require("path").join(__dirname, "../.nvmrc"), "utf8");
  var advice = "install Node " + named.split(".")[0] + " and run npm ci again";
  process.stderr.write("Node " + version + " found, " + allowed + " needed; " + advice + ".\n");
  process.exit(2);
}
