import { Option } from "commander";
import { testSettings } from "../environments/settings";
import { CommandLine, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { SETTINGS_FORMATS, settingsText, type SettingsFormat } from "./shared/settings-format";

const command = new CommandLine("settings")
  .description(
    "Prints what end-to-end tests need to know of an environment: no secret's value. Exit 0, 2 could not tell.",
  )
  .neededOption("--environment <name>", "the environment")
  .addOption(new Option("--format <format>", "how it is written").choices([...SETTINGS_FORMATS]).default("dotenv"));

function settings(): ExitCode {
  const { environment, format } = command.opts<{ environment: string; format: SettingsFormat }>();
  printReport(environmentsFor(today(), environment).map((found) => settingsText(testSettings(found), format)));
  return 0;
}

/** `netra settings`. */
export const subcommand: Subcommand = { command, action: settings };
