import { Option } from "commander";
import { allStacks } from "../environments/stack-names";
import { CommandLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";

const command = new CommandLine("environments")
  .description("Lists the environments, in the order in which changes reach them. Exit 0, 2 could not tell.")
  .addOption(new Option("--format <format>", "how they are listed").choices(["text", "json"]).default("text"))
  .addHelpText(
    "after",
    `
JSON is one line. .github/scripts/environment-names.sh takes the names from it, for the
matrices of the workflows.`,
  );

interface Row {
  readonly name: string;
  readonly kind: string;
  readonly project: string;
  readonly region: string;
  /** In the order in which they are deployed. */
  readonly stacks: readonly string[];
}

const rowText = ({ name, kind, project, region, stacks }: Row): string =>
  [`${name}: ${kind}, project ${project}, ${region}`, ...stacks.map((stack) => `  ${stack}`)].join("\n");

function list(): ExitCode {
  const { format } = command.opts<{ format: "text" | "json" }>();
  const environments = environmentsFor(today(), undefined).map((environment): Row => ({
    name: environment.name,
    kind: environment.kind,
    project: environment.project,
    region: environment.region,
    stacks: allStacks(environment),
  }));
  const text =
    format === "json" ? JSON.stringify({ formatVersion: 1, environments }) : environments.map(rowText).join("\n");
  process.stdout.write(`${text}\n`);
  return 0;
}

/** `netra environments`. */
export const subcommand: Subcommand = { command, action: list };
