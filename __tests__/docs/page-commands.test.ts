import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { liftProtections } from "../../cli/shared/lift-protections";
import { PAGES, blockCommands, mentionedCommands, printedCommands, shellBlocks } from "../support/pages";
import { stackNames, stackText } from "../support/synthesized";
import { ROOT } from "../support/tracked-files";
import * as Lists from "./page-commands";

/**
 * What a page tells people to type is run by a test, or named here with the reason why not. That our commands have the
 * options which pages name is looked at beside those of the runbooks (commands/runbook-commands.test.ts).
 */

const printed = printedCommands();
const README = "README.md";

describe("commands are read from a page as a shell would read them", () => {
  test.each<[string, readonly string[]]>([
    ["a   # first\n# nothing\nb", ["a", "b"]],
    ["a --b \\\n  --c", ["a --b --c"]],
    ["x='1\n2'\ny", ["x='1\n2'", "y"]],
    ["a |\n  b; c", ["a |\nb; c"]],
    ["for x in y; do\n  z\ndone\nq", ["for x in y; do\nz\ndone", "q"]],
    ["a    # it's a comment\nb", ["a", "b"]],
  ])("%j", (block, commands) => expect(blockCommands(block)).toEqual(commands));

  test("also under a step of a list", () => {
    expect(shellBlocks("1. Do\n\n   ```bash\n   a\n   ```\n\n```bash\nb\n```\n")).toEqual(["a", "b"]);
  });

  test("one that never ends is refused", () => expect(() => blockCommands("x='1")).toThrow("never ends"));
});

test("every shell block can be read by a shell", () => {
  const blocks = PAGES.flatMap((page) => shellBlocks(readFileSync(join(ROOT, page), "utf8")));
  expect(blocks.length).toBeGreaterThan(40);
  const all = blocks.map((block, at) => `f${at}() {\n${block}\n:\n}`).join("\n");
  expect(spawnSync("bash", ["-n"], { input: all, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

const steps: readonly Lists.Step[] = [
  ...Lists.RUN_IN_A_COPY,
  ...Lists.RUN_BEFORE_THE_SANDBOX,
  ...Lists.RUN_FIRST_DEPLOY,
  ...Lists.RUN_SECOND_HALF,
  ...Lists.RUN_AFTER_DEPLOY,
];
const listed: readonly string[] = [
  ...Lists.RUN_HERE,
  ...steps.map(([command]) => command),
  ...Object.keys(Lists.RUN_ELSEWHERE),
  ...Object.values(Lists.NOT_RUN).flat(),
];

/** The bare name of a command in a sentence stands for the command, and not for a call of it. */
const isCall = ({ text }: { readonly text: string }): boolean =>
  !/^(\.\/netra [\w-]+|npx cdktf|npm run -s)$/.test(text);

/** A text that is kept for later; what it does is compared below. */
const isRun = ({ text }: { readonly text: string }): boolean => !text.startsWith("lift=");

test("every command of a page is run by a test, or is named with the reason why not", () => {
  const called = [...printed.filter(isRun), ...mentionedCommands(README).filter(isCall)];
  expect(called.length).toBeGreaterThan(90);
  expect(called.filter(({ text }) => !listed.includes(text))).toEqual([]);
});

test("every command in these lists stands on a page, and none is run and excused at once", () => {
  const texts = [...printed, ...mentionedCommands(README)].map(({ text }) => text);
  expect(listed.filter((text) => !texts.includes(text))).toEqual([]);
  const run = [...Lists.RUN_HERE, ...steps.map(([command]) => command), ...Object.keys(Lists.RUN_ELSEWHERE)];
  const excused = Object.values(Lists.NOT_RUN).flat();
  expect(excused.filter((text) => run.includes(text))).toEqual([]);
});

test.each(Object.entries(Lists.RUN_ELSEWHERE))("%s is run elsewhere", (_command, [file, words]) => {
  expect(readFileSync(join(ROOT, file), "utf8")).toContain(words);
});

const everywhere = [...printed, ...PAGES.flatMap(mentionedCommands)];

test("every npm script on a page exists, and cdktf is asked for what it has", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object };
  const texts = everywhere.map(({ text }) => text);
  const npm = texts.flatMap((text) => [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)/g)]);
  expect(npm.map(([, name]) => name).filter((name = "") => !(name in scripts))).toEqual([]);
  const cdktf = texts.flatMap((text) => [...text.matchAll(/npx cdkt[fn] (\w+)/g)].map(([, verb]) => verb));
  expect([...new Set(cdktf)].sort()).toEqual(["deploy", "destroy", "diff", "synth"]);
  const options = texts.filter((text) => /npx cdktf/.test(text)).flatMap((text) => text.match(/--[a-z-]+/g) ?? []);
  expect([...new Set(options)].sort()).toEqual([
    "--hcl",
    "--ignore-missing-stack-dependencies",
    "--skip-provider-lock",
  ]);
});

test("the page that destroys lifts exactly the protections that the sandbox lifts", () => {
  const lift = printed.find(({ text }) => text.startsWith("lift='"))!.text.slice("lift='".length, -1);
  const folder = mkdtempSync(join(tmpdir(), "netra-lift-"));
  const file = join(folder, "cdk.tf.json");
  try {
    for (const stack of stackNames()) {
      writeFileSync(file, stackText(stack));
      liftProtections(folder);
      const { stdout, stderr } = spawnSync("jq", [lift], { input: stackText(stack), encoding: "utf8" });
      expect([stack, stderr, JSON.parse(stdout)]).toEqual([stack, "", JSON.parse(readFileSync(file, "utf8"))]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
