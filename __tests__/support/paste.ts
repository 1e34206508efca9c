import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * What a terminal does with a block of commands that is pasted into it. Without bracketed paste (bash 3.2 of macOS, a serial
 * console, some web terminals) the block is typed: whatever reads the keyboard takes the block's next line for an answer.
 */

/** Programs whose calls are written down instead of made. */
const PROGRAMS = [
  ...["gcloud", "gh", "git", "npm", "npx", "node", "terraform", "jq", "dig", "openssl", "curl", "sed", "cp", "mkdir"],
  ...["./netra", "leave_sandbox"],
];

/**
 * Calls that ask a person, as bash patterns of the whole call. That gcloud's are all of those on our pages is held against
 * gcloud's own source (e2e/gcloud-commands.e2e.ts).
 */
export const ASKING = [
  ...["gcloud auth login*", "gcloud auth application-default login*"],
  ...["gcloud sql instances @(patch|delete|failover|restart)*", "gcloud sql backups restore*"],
  ...["gcloud sql import *", "gcloud sql databases delete*"],
  ...["gcloud redis instances @(failover|update)*", "gcloud secrets versions destroy*"],
  ...["terraform*@( apply| destroy| force-unlock)*", "npx cdktf @(deploy|destroy)*"],
  ...["./netra @(deploy|destroy)*", "./netra sandbox*--exec bash*", "npm start*", "./netra start*"],
  // A pager reads the keyboard.
  ...["git diff*", "git log*"],
] as const;

/** Functions in the programs' places, which write each call to file 9: at once, because those of a pipe run together. */
export const STAND_INS = [
  "shopt -s extglob",
  `note() { local call; printf -v call '%s|' "$@"; printf '%s\\n' "$call" >&9; case "$*" in ${ASKING.join("|").replaceAll(" ", "\\ ")}) read -r _ ;; esac; }`,
  ...PROGRAMS.map((program) => `${program}() { note ${program} "$@"; }`),
].join("\n");

/** Answers that a person gives, more than any block asks for; none is a command. */
export const ANSWERS = "answer\n".repeat(6);

/** Calls that were written down, in no order: the programs of a pipe begin together. */
export const notesIn = (file: string): string => readFileSync(file, "utf8").split("\n").sort().join("\n");

/** Runs a script in a folder with the stand-ins and one file for each block, and reads what each has noted. */
function notedCalls(blocks: readonly string[], line: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "netra-paste-"));
  try {
    writeFileSync(join(folder, "stand-ins"), STAND_INS);
    writeFileSync(join(folder, "answers"), ANSWERS);
    blocks.forEach((block, index) => {
      writeFileSync(join(folder, `block-${index}`), block);
      writeFileSync(join(folder, `typed-${index}`), `${block}\n${ANSWERS}`);
    });
    const script = [
      'export BASH_ENV="$PWD/stand-ins" PATH=/nowhere',
      ". ./stand-ins",
      `for ((at = 0; at < $1; at++)); do ${line}; done`,
    ].join("\n");
    spawnSync("bash", ["-c", script, "bash", String(blocks.length)], { cwd: folder });
    return blocks.map((_block, at) => notesIn(join(folder, `calls-${at}`)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What each block calls in a shell that has read all of it before a person answers. */
export const meantCalls = (blocks: readonly string[]): readonly string[] =>
  notedCalls(blocks, '( eval "$(<"block-$at")" ) <answers 9>"calls-$at"');

/** Blocks of which a paste makes other calls: each is typed into a shell of its own, the answers behind it. */
export function brokenByPaste(blocks: readonly string[]): readonly string[] {
  const meant = meantCalls(blocks);
  const typed = notedCalls(blocks, '"$BASH" <"typed-$at" 9>"calls-$at"');
  return blocks.filter((_block, at) => typed[at] !== meant[at]);
}

/** What spoils a block whatever shell reads it, one line each. */
export const pasteFaults = (block: string): readonly string[] => [
  ...(/\\[ \t]+$/m.test(block) ? ["a blank behind a backslash"] : []),
  ...(/^\s*[$>] /m.test(block) ? ["a prompt"] : []),
  ...(/\t/.test(block) ? ["a tab, which a terminal completes"] : []),
  ...(/[‘’“”–\u00a0]/.test(block) ? ["a typographic sign"] : []),
  ...(/"[^"'\n]*![^"'\n]*"/.test(block)
    ? ["an exclamation mark between double quotes, which an interactive shell expands"]
    : []),
  ...[...block.matchAll(/<<-?\s*['"]?(\w+)['"]?/g)]
    .filter(([, end = ""]) => !new RegExp(`^${end}$`, "m").test(block))
    .map(([, end = ""]) => `a here document without its ${end}`),
];
