import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readAudit } from "./advisories";
import { ALLOWED_LICENCES } from "./allowed-licences";
import { KNOWN_ADVISORIES } from "./known-advisories";
import { licenceProblems } from "./licences";
import { readLock } from "./lock";

/**
 * Says of the locked packages whether they may be used: `judge.ts licences`, or `judge.ts advisories FILE` of what
 * `npm audit --json` printed. Exit 0 they may, 1 one may not, 2 could not tell.
 */

const LOCK = join(__dirname, "../../package-lock.json");

function problems([task, file]: readonly string[]): readonly string[] {
  if (task === "licences" && file === undefined) {
    const lock = readLock(readFileSync(LOCK, "utf8"));
    if (!lock) throw new Error("package-lock.json: no lock file of version 3; npm install writes it");
    return licenceProblems(lock, ALLOWED_LICENCES);
  }
  if (task !== "advisories" || file === undefined) throw new Error("say licences, or advisories FILE");
  const reading = readAudit(readFileSync(file, "utf8"), KNOWN_ADVISORIES);
  if (!reading.ok) throw new Error(reading.problem);
  return reading.problems;
}

try {
  const found = problems(process.argv.slice(2));
  for (const problem of found) console.log(problem);
  process.exitCode = found.length === 0 ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
