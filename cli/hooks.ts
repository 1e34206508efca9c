import { CommandLine, type ExitCode, type Subcommand } from "./shared/command";
import { removeHooks, setHooks } from "./shared/git-hooks";
import { ROOT } from "./shared/place";

const command = new CommandLine("hooks")
  .description(
    "Lets git run netra check before every commit, through core.hooksPath. Exit 0 done, 1 other hooks are in use and stay, 2 could not tell.",
  )
  .option("--remove", "take it back");

async function hooks(): Promise<ExitCode> {
  const { ok, lines } = await (command.opts<{ remove?: true }>().remove ? removeHooks(ROOT) : setHooks(ROOT));
  (ok ? process.stdout : process.stderr).write(`${lines.join("\n")}\n`);
  return ok ? 0 : 1;
}

/** `netra hooks`. */
export const subcommand: Subcommand = { command, action: hooks };
