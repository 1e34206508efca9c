import { readFileSync } from "node:fs";
import { join } from "node:path";
import { trial } from "../fixture/trial";
import { PAGES, shellBlocks } from "../support/pages";
import { brokenByPaste, pasteFaults } from "../support/paste";
import { runbookOf } from "../support/runbook";
import { ROOT } from "../support/tracked-files";

/** Every block of a page can be pasted whole into a terminal. e2e/paste.e2e.ts does so in a real one, with the live pages. */

const blocks = [
  ...shellBlocks(runbookOf(trial)),
  ...PAGES.flatMap((page) => shellBlocks(readFileSync(join(ROOT, page), "utf8"))),
];

test("nothing in a block reads the lines behind it", () => {
  expect(blocks.length).toBeGreaterThan(100);
  expect(brokenByPaste(blocks)).toEqual([]);
});

test("no block has what spoils a paste", () => {
  expect(blocks.flatMap((block) => pasteFaults(block).map((fault) => `${fault}: ${block}`))).toEqual([]);
});

describe("what spoils a paste is noticed", () => {
  const BROKEN = [
    'read -rp "service: " service\n./netra rollback --service "$service"',
    "gcloud sql instances patch x --no-deletion-protection\ngcloud sql instances delete x",
    "git diff\ngh workflow enable deploy.yml",
  ];
  const WHOLE = [
    'read -rp "service: " service && read -rp "revision: " revision &&\n  gcloud run services update-traffic "$service" --to-revisions "$revision=100"',
    "./netra check\ngit --no-pager diff\ngh run list",
    "cat <<'END' >file\n$one\nEND\ngh run list",
  ];

  test("by running it", () => expect(brokenByPaste([...BROKEN, ...WHOLE])).toEqual(BROKEN));

  test.each([
    ["a \\ \n  b", "a blank behind a backslash"],
    ["$ ls", "a prompt"],
    ["a\tb", "a tab, which a terminal completes"],
    ['echo "a!b"', "an exclamation mark between double quotes, which an interactive shell expands"],
    ["cat <<END\na", "a here document without its END"],
    ["echo “a”", "a typographic sign"],
  ])("%j", (block, fault) => expect(pasteFaults(block)).toEqual([fault]));
});
