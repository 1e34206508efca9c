import { Command, Option } from "commander";
import { testSettings } from "../environments/settings";
import { print, run, today, type ExitCode } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { FORMATS, settingsText, type Format } from "./shared/settings-format";

const command = new Command("settings")
  .description(
    "Prints what end-to-end tests need to know of an environment: no secret's value. Exit 0, 2 could not tell.",
  )
  .requiredOption("--environment <name>", "the environment")
  .addOption(new Option("--format <format>", "how it is written").choices([...FORMATS]).default("dotenv"));

function settings(): ExitCode {
  const { environment, format } = command.opts<{ environment: string; format: Format }>();
  print(environmentsFor(today(), environment).map((found) => settingsText(testSettings(found), format)));
  return 0;
}

void run(command, settings);
