import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { shellBlocks } from "../support/pages";
import { ASKING } from "../support/paste";
import { ROOT, trackedFiles } from "../support/tracked-files";
import { hasGcloud } from "./restore-steps";

/** Every command of gcloud that a page prints is one that the installed gcloud has, with flags that it takes. */

/** A command, or a group of commands, as gcloud completes it. */
interface Node {
  readonly commands: Readonly<Record<string, Node>>;
  /** Those of the released tracks; `--no-x` goes with a `bool` and is not listed. */
  readonly flags: Readonly<Record<string, unknown>>;
}

/** Where gcloud is installed. */
const sdkRoot = (): string =>
  execFileSync("gcloud", ["info", "--format", "value(installation.sdk_root)"], { encoding: "utf8" }).trim();

/** What gcloud completes from: a literal of Python that is JSON too. */
function readTree(): Node | undefined {
  if (!hasGcloud) return undefined;
  const file = join(sdkRoot(), "data/cli/gcloud_completions.py");
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  return JSON.parse(text.slice(text.indexOf("= {") + 2)) as Node;
}

const tree = readTree();
const check = (name: string, body: () => void): void => {
  if (tree !== undefined) test(name, body);
  else test.skip(`${name} (skipped: gcloud is not installed with its completions)`, body);
};

/** What of a command line gcloud does not know; undefined where it knows all of it. */
function unknownPart(line: string, root: Node): string | undefined {
  const words = line.split(/\s+/);
  let node = root;
  let depth = 0;
  for (; node.commands[words[depth] ?? ""] !== undefined; depth += 1) node = node.commands[words[depth]!]!;
  const name = words.slice(0, depth).join(" ");
  if (Object.keys(node.commands).length > 0) return `gcloud ${name}: no command ${words[depth]}`;
  const flags = { ...root.flags, ...node.flags };
  const unknown = words
    .slice(depth)
    .map((word) => /^--[a-z][a-z-]*/.exec(word)?.[0])
    .find((flag) => flag !== undefined && !(flag in flags) && flags[flag.replace("--no-", "--")] !== "bool");
  return unknown && `gcloud ${name}: no flag ${unknown}`;
}

/** Commands of gcloud within shell blocks, each up to where the shell ends it. */
const commands = trackedFiles(/\.md$/)
  .flatMap((page) => shellBlocks(readFileSync(join(ROOT, page), "utf8")))
  .flatMap((block) => [...block.replace(/\\\n/g, " ").matchAll(/\bgcloud ([a-z][^\n|;&)<>]*)/g)])
  .map(([, line = ""]) => line.trim());

check("all of them", () => {
  expect(commands.length).toBeGreaterThan(100);
  expect([...new Set(commands.map((line) => unknownPart(line, tree!)))].filter(Boolean)).toEqual([]);
});

/** Whether gcloud's own source of a command asks the person, itself and not in a library. */
function asksItself(line: string, root: string): boolean {
  const words = line.split(/\s+/);
  const at = words.findIndex((word) => word.startsWith("-") || /^["'$]/.test(word));
  const named = words.slice(0, at < 0 ? undefined : at).map((word) => word.replaceAll("-", "_"));
  for (let depth = named.length; depth > 0; depth -= 1) {
    const file = join(root, "lib/surface", ...named.slice(0, depth));
    const source = [`${file}.py`, `${file}.yaml`].find((path) => existsSync(path));
    if (source !== undefined)
      return /Prompt(Continue|WithDefault|Response)|confirmation_prompt/.test(readFileSync(source, "utf8"));
  }
  return false;
}

check("those that ask a person are known as such: what is pasted behind them would be the answer", () => {
  const root = sdkRoot();
  const asking = commands.filter((line) => asksItself(line, root)).map((line) => `gcloud ${line}`);
  expect(asking.length).toBeGreaterThan(5);
  const known = ASKING.map(
    (pattern) => new RegExp(`^${pattern.replace(/@(\([^)]*\))/g, "$1").replaceAll("*", ".*")}$`),
  );
  expect(asking.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
});

check("one that it does not know is told", () => {
  expect(unknownPart("sql instances clone a b --allocated-ip-range-name x --project y", tree!)).toBe(
    "gcloud sql instances clone: no flag --allocated-ip-range-name",
  );
  expect(unknownPart("sql instances copy a", tree!)).toBe("gcloud sql instances: no command copy");
  expect(unknownPart("sql instances patch a --no-deletion-protection --project=y", tree!)).toBeUndefined();
});
