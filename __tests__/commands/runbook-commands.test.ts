import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { COMMANDS, loadSubcommand } from "../../cli/commands";
import type { Environment } from "../../environments/environment";
import { routedHosts } from "../../environments/hosts";
import { runbookFolder } from "../../environments/runbook-links";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { PAGES, mentionedCommands, printedCommands, type PageCommand } from "../support/pages";
import { runbookOf } from "../support/runbook";
import { estateOf } from "../support/synthesized";

/** Every command of a runbook is for this environment, runs as it is printed, and names what is declared. */

const ROOT = resolve(__dirname, "../..");

interface Fence {
  readonly language: string;
  readonly text: string;
}

/** Fenced blocks, also those indented under a step. */
const fencesOf = (text: string): readonly Fence[] =>
  [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)\n\1```$/gm)].map(([, indent = "", language = "", body = ""]) => ({
    language,
    text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));

/** Commands with their continuation lines, loops and pipes apart. */
const commandsOf = (script: string): readonly string[] =>
  script
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.trim());

/** Prints the scripts that cannot be read: each becomes a function's body, of which nothing runs. */
const READ_EACH = 'for script; do eval "f() { $script\n:\n}" 2>/dev/null || printf "%s\\n" "$script"; done';

/** What a shell cannot read of some scripts. One shell reads them all: starting it takes longer than reading. */
const unreadable = (texts: readonly string[]): string =>
  spawnSync("bash", ["-c", READ_EACH, "bash", ...texts], { encoding: "utf8" }).stdout;

/** Every `netra-<environment>-…` that some resource of the environment is called, or is part of. */
function declaredNames(environment: Environment): ReadonlySet<string> {
  const json = JSON.stringify(estateOf(environment.name as "trial" | "prd").resources);
  return new Set([environment.project, ...(json.match(/netra-(trial|prd)(-[a-z0-9]+)*/g) ?? [])]);
}

describe.each([trial, prd])("$name", (environment) => {
  const text = runbookOf(environment);
  const scriptsHere = fencesOf(text).filter(({ language }) => language === "bash");
  const commands = scriptsHere.flatMap((fence) => commandsOf(fence.text));
  const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);

  test("there are commands at all", () => {
    expect(scriptsHere.length).toBeGreaterThan(30);
    expect(commands.filter((command) => command.includes("gcloud")).length).toBeGreaterThan(50);
  });

  test("a shell can read every block", () => {
    expect(unreadable([...scriptsHere.map((fence) => fence.text), "if true; then"])).toBe("if true; then\n");
  });

  test("every gcloud command names this project, and none takes a default or all of something", () => {
    const whole = commands.filter((command) => /\bgcloud (?!auth |--version)/.test(command));
    for (const command of whole) {
      // Billing knows a project by its place alone.
      const projects = [...command.matchAll(/(?:--project|billing projects describe) (\S+)/g)].map(
        ([, project]) => project,
      );
      expect(projects).toEqual([...command.matchAll(/\bgcloud /g)].map(() => environment.project));
      expect(command).not.toMatch(/--all\b|--quiet|config set/);
    }
  });

  test("every netra command exists with its options, and works on this environment", () => {
    const netra = [...commands, ...inline].flatMap((line) => [...line.matchAll(/\.\/netra ([\w-]+)([^&|#`]*)/g)]);
    expect(netra.length).toBeGreaterThan(20);
    for (const [whole, name, rest = ""] of netra) {
      const row = COMMANDS.find((command) => command.name === name);
      expect({ whole, isKnown: row !== undefined }).toEqual({ whole, isKnown: true });
      const { unknown } = loadSubcommand(row!).command.exitOverride().parseOptions(rest.trim().split(/\s+/));
      expect({ whole, unknown }).toEqual({ whole, unknown: [] });
      const [, named] = /--environment (\S+)/.exec(rest) ?? [];
      if (named !== undefined) expect({ whole, named }).toEqual({ whole, named: environment.name });
      const [, stack] = /--stack (\S+)/.exec(rest) ?? [];
      if (stack !== undefined) expect(existsSync(join(ROOT, "stacks", `${stack.split("-")[1]}.ts`))).toBe(true);
    }
  });

  test("what works on one environment is told which", () => {
    const guessing = [...commands, ...inline].filter(
      (line) =>
        /\.\/netra (verify|e2e|drift|settings|load|deploy|adopt)\b/.test(line) && !line.includes("--environment"),
    );
    // Said of the command itself, not as one to type.
    expect(guessing.filter((line) => !/^\.\/netra (verify|e2e)$/.test(line))).toEqual([]);
  });

  test("every path exists", () => {
    const paths = [...commands, ...inline].flatMap((line) => [
      ...line.matchAll(/(?<![\w/.:-])((?:\.github|environments|docs|cli|policy|constructs|stacks)\/[\w./-]+\w)/g),
    ]);
    // The fixture's own file stands elsewhere, and nobody writes its pages.
    const own = [`environments/${environment.name}.ts`, runbookFolder(environment)];
    const missing = paths
      .map(([, path = ""]) => path)
      .filter((path) => !own.includes(path) && !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
    expect(paths.length).toBeGreaterThan(5);
  });

  test("every host is routed, and every name declared", () => {
    const hosts = new Set([...routedHosts(environment), environment.domain]);
    const named = [...text.matchAll(/(?<![@\w.-])[\w.-]*chat\.example/g)].map(([host]) => host);
    expect(named.filter((host) => !hosts.has(host))).toEqual([]);
    const declared = declaredNames(environment);
    const names = [...text.matchAll(/netra-(?:trial|prd)(?:-[a-z0-9]+)*/g)].map(([name]) => name);
    // A clone exists only while something is restored.
    expect([...new Set(names)].filter((name) => !declared.has(name.replace(/-restored$/, "")))).toEqual([]);
  });

  test("no command prints the value of a variable or a secret", () => {
    for (const command of commands) {
      expect(command).not.toMatch(
        /versions access|get-auth-string|env\[\]\.value\b|\.env\[\] \| select\(.*\) \| \.value/,
      );
    }
  });
});

/** What is wrong with a call of one of our commands; undefined where nothing is. */
function faultOf(name: string, rest: string): string | undefined {
  const row = COMMANDS.find((command) => command.name === name);
  if (row === undefined) return "no such command";
  const { command, handsOver } = loadSubcommand(row);
  const words = rest.trim().split(/\s+/).filter(Boolean);
  // What follows is another program's.
  const own = handsOver !== undefined && words.includes(handsOver) ? words.slice(0, words.indexOf(handsOver)) : words;
  try {
    const { unknown } = command
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseOptions(own.filter((word) => word !== "--help"));
    return unknown.length > 0 ? unknown.join(" ") : undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

test("every command of ours on a page exists with its options", () => {
  const faults = (commands: readonly PageCommand[], isMeant: (fault: string) => boolean): readonly string[] =>
    commands.flatMap(({ page, text }) =>
      [...text.matchAll(/\.\/netra ([a-z][\w-]*)([^&|;>]*)/g)].flatMap(([whole, name = "", rest = ""]) => {
        const fault = faultOf(name, rest);
        return fault === undefined || isMeant(fault) ? [] : [`${page}: ${whole}: ${fault}`];
      }),
    );
  const mentioned = PAGES.flatMap(mentionedCommands);
  expect(mentioned.length + printedCommands().length).toBeGreaterThan(100);
  expect(faults(printedCommands(), () => false)).toEqual([]);
  // A sentence may speak of an option without its value.
  expect(faults(mentioned, (fault) => fault.endsWith("argument missing"))).toEqual([]);
  const wrong = [
    "./netra chek",
    "./netra check --enviroment x",
    "./netra check --format yaml",
    "./netra review --plan",
  ];
  expect(
    faults(
      wrong.map((text) => ({ page: "page", text })),
      () => false,
    ),
  ).toHaveLength(wrong.length);
});
