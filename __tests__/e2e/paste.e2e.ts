import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shellBlocks } from "../support/pages";
import { ANSWERS, STAND_INS, meantCalls, notesIn } from "../support/paste";
import { ROOT, trackedFiles } from "../support/tracked-files";

/**
 * Every block of every page, pasted into a terminal: a real one, with an interactive bash that has history and no bracketed
 * paste, as bash 3.2 of macOS. commands/runbook-paste.test.ts does the same without a terminal.
 */

const hasTerminal = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;
const check = (name: string, body: () => void): void => {
  if (hasTerminal) test(name, body);
  else test.skip(`${name} (skipped: there is no script of util-linux, which opens a terminal)`, body);
};

/** What is typed into a terminal, and what it calls; the shell ends with what is typed. */
function typedCalls(typed: string): string {
  const folder = mkdtempSync(join(tmpdir(), "netra-terminal-"));
  try {
    writeFileSync(join(folder, "stand-ins"), `PATH=/nowhere\n${STAND_INS}\n`);
    const shell = 'exec bash --noprofile --noediting --rcfile stand-ins -i 9>"calls"';
    spawnSync("script", ["-qec", shell, "/dev/null"], { cwd: folder, input: `${typed}\nexit\n`, timeout: 20_000 });
    return notesIn(join(folder, "calls"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const blocks = [
  ...new Set(trackedFiles(/\.md$/).flatMap((page) => shellBlocks(readFileSync(join(ROOT, page), "utf8")))),
];

check("every block makes the calls that it shows", () => {
  const meant = meantCalls(blocks);
  expect(blocks.length).toBeGreaterThan(150);
  expect(meant.filter((calls) => calls.trim() !== "").length).toBeGreaterThan(150);
  expect(blocks.filter((block, at) => typedCalls(`${block}\n${ANSWERS}`) !== meant[at])).toEqual([]);
});

check("one whose question takes its next line is noticed, and so is an exclamation mark", () => {
  const broken = ['read -rp "service: " service\ngcloud run services list', 'gcloud a "b!c"'];
  const meant = meantCalls(broken);
  expect(broken.filter((block, at) => typedCalls(`${block}\n${ANSWERS}`) !== meant[at])).toEqual(broken);
});
