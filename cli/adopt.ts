import { Option } from "commander";
import { findAdoptions, outcomeOf } from "../review/adopt/adoption";
import { readLive, type LiveResource } from "../review/adopt/live";
import { FORMATS, renderAdoptions, type Format } from "../review/adopt/render";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, CouldNotTell, today, type ExitCode, type Subcommand } from "./shared/command";
import { judgedEnvironments } from "./shared/judged-environments";
import { ROOT } from "./shared/place";
import { readProject } from "./shared/project";
import { readUserFile } from "./shared/user-file";

const command = new CommandLine("adopt")
  .description(
    "Prints how hand-made resources come under the program. Exit 0 nothing would be replaced, 1 something, 2 could not tell.",
  )
  .neededOption("--environment <name>", "whose resources")
  .option("--live <file...>", "current attributes: Terraform states, as stored or as terraform show -json prints them")
  .addOption(new Option("--format <format>", "report format").choices([...FORMATS]).default("text"));

interface Options {
  readonly environment: string;
  readonly live?: readonly string[];
  readonly format: Format;
}

function readLiveFile(file: string): readonly LiveResource[] {
  const reading = readLive(readUserFile(file, "terraform"));
  if (!reading.ok) throw new CouldNotTell(`${file}: ${reading.problem}`);
  return reading.resources;
}

function main(): ExitCode {
  const { environment, live: files, format } = command.opts<Options>();
  readProject(ROOT);
  const live = files?.flatMap(readLiveFile);
  const day = today();
  const [resolved] = resolveEnvironments(judgedEnvironments(day, environment), day);
  if (!resolved) throw new CouldNotTell(`${environment}: declares no stack`);
  const all = findAdoptions(resolved.estate, live);
  process.stdout.write(`${renderAdoptions(environment, all, live !== undefined, format)}\n`);
  const outcome = outcomeOf(all);
  if (outcome === "unknown") throw new CouldNotTell("some resources could not be told: the report names them");
  return outcome === "replaces" ? 1 : 0;
}

/** `netra adopt`. */
export const subcommand: Subcommand = { command, action: main };
