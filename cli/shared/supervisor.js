// node supervisor.js ORDER: runs one program for a process that may die. It is plain JavaScript, because it starts with
// every call of Terraform, and it has no parent that waits for it: whoever kills netra's tree of processes, as a runner
// of GitHub does ten seconds after a cancellation, does not kill an apply that is about to save its state.
//
// Standard input is a pipe that netra holds: `interrupt` asks the program to stop, `kill` ends it, and its end means that
// netra is gone. Standard output tells netra, a line of JSON each: the process ids, then how the program has ended.
const { spawn } = require("node:child_process");
const { openSync } = require("node:fs");
const { setTimeout } = require("node:timers");

const { command, args, cwd, stdout, stderr, deadlineSeconds, stop, umask } = JSON.parse(process.argv[2]);

/** Seconds that a program which has been asked to stop at its deadline has left. */
const GRACE_SECONDS = 60;

// A terminal's Ctrl-C and its end are netra's business.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
// Nobody reads any more where netra is gone.
process.stdout.on("error", () => undefined);
const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

let isDeadline = false;
let wasInterrupted = false;

function end(event) {
  tell({ ...event, isDeadline });
  process.exit(0);
}

/** The program alone is asked: what it has started is its own to stop. Terraform takes a second time for haste. */
function interrupt() {
  if (wasInterrupted) return;
  wasInterrupted = true;
  child.kill("SIGINT");
  if (stop.graceSeconds !== undefined) setTimeout(kill, stop.graceSeconds * 1000);
}

/** With everything that it has started. */
function kill() {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** Where nothing can be written down, as on a full disk, nothing is begun. */
function openOutput(path) {
  try {
    return openSync(path, "w", 0o600);
  } catch ({ message }) {
    tell({ failure: message });
    process.exit(0);
  }
}

if (umask !== undefined) process.umask(umask);
// Files and not pipes: a write into a pipe that nobody reads ends the writer.
const stdio = ["ignore", ...[stdout, stderr].map(openOutput)];
const child = spawn(command, args, { cwd, stdio, detached: true });
child.once("error", ({ message }) => end({ failure: message }));
child.once("exit", (status, signal) => end({ status, signal }));
if (child.pid !== undefined) tell({ pid: child.pid, supervisor: process.pid });

const endChild = stop.how === "kill" ? kill : interrupt;
process.stdin
  .setEncoding("utf8")
  .on("data", (text) => {
    if (text.includes("interrupt")) interrupt();
    if (text.includes("kill")) kill();
  })
  .on("error", endChild)
  .on("end", endChild);

setTimeout(() => {
  isDeadline = true;
  endChild();
  setTimeout(kill, GRACE_SECONDS * 1000);
}, deadlineSeconds * 1000);
