// cdktf-cli ships its terminal binary for Node 17-22 only, and ESLint asks for 20.19: outside
// that range things fail late and unreadably, so every entry point stops here first.
// This is old JavaScript (ES5), because the wrong Node has to parse it too.
var version = process.versions.node;
var parts = version.split(".").map(Number);
if (!((parts[0] === 20 && parts[1] >= 19) || parts[0] === 21 || parts[0] === 22)) {
  process.stderr.write("Node " + version + " found, Node >=20.19 <23 needed; install Node 22 and run npm ci again.\n");
  process.exit(2);
}
