import { closestWords, meantText } from "../report/spelling";
import { readTool } from "../report/tool";
import { SYSTEM_CLOCK } from "../verify/clock";
import { COMMANDS, loadSubcommand } from "./commands";
import { endUnread, runCommand } from "./shared/command";

const WIDTH = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;

const INDEX = [
  "Usage: netra COMMAND [options]",
  "",
  ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(WIDTH)}${summary}`),
  "",
  "netra COMMAND --help says more of one, netra --version which version this is.",
  "Exit codes: 0 clean, 1 findings or refused, 2 could not tell; by a signal, as the signal ends it.",
].join("\n");

function unknownText(name: string): string {
  const kind = name.startsWith("-") ? "option" : "command";
  const meant = closestWords(
    name,
    COMMANDS.map((command) => command.name),
  );
  return `unknown ${kind} "${name}"; ${meantText(meant, "netra --help lists all commands")}`;
}

function endWithProblem(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 2;
}

/** What is answered without a subcommand; undefined where one is named. */
function answerText(word: string): string | undefined {
  if (["--help", "-h", "help"].includes(word)) return INDEX;
  return ["--version", "-V"].includes(word) ? readTool().version : undefined;
}

/** Runs the subcommand that the arguments name. Only its own modules are loaded. */
export async function main(args: readonly string[]): Promise<void> {
  process.stdout.on("error", endUnread);
  // `netra help check` is what people type who come from git or npm.
  const [first, ...rest] = args[0] === "help" && args[1] !== undefined ? [args[1], "--help"] : args;
  const answer = first === undefined ? undefined : answerText(first);
  const found = COMMANDS.find(({ name }) => name === first);
  if (answer !== undefined) process.stdout.write(`${answer}\n`);
  else if (found !== undefined) await runCommand(loadSubcommand(found), rest, SYSTEM_CLOCK);
  else endWithProblem(first === undefined ? INDEX : unknownText(first));
}
