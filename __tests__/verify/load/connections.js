// Loaded before everything else into a process of the load engine: tells its parent where it connects to and what it
// asks DNS.
const dns = require("node:dns");
const net = require("node:net");

const tell = (kind, value) => process.send?.({ kind, value });

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  tell("connection", `${options.host}:${options.port}`);
  return connect.apply(this, args);
};
for (const api of [dns, dns.promises]) {
  for (const name of Object.keys(api).filter((key) => /^(lookup|resolve|reverse)/.test(key))) {
    const original = api[name];
    api[name] = function (...args) {
      // An address needs no server to be looked up.
      if (net.isIP(String(args[0])) === 0) tell("name", args[0]);
      return original.apply(this, args);
    };
  }
}
