import { Option } from "commander";
import { graphJson } from "../review/graph/json";
import { graphOf } from "../review/graph/graph";
import { graphPage } from "../review/graph/page";
import { countText } from "../report/text";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { judgedEnvironments } from "./shared/judged-environments";

const command = new CommandLine("graph")
  .description(
    "Draws an environment as it is declared: what needs what, as one page that stands alone. Exit 0, 2 could not tell.",
  )
  .neededOption("--environment <name>", "environment to draw")
  .addOption(
    new Option("--format <format>", "a page to open, or boxes and links").choices(["html", "json"]).default("html"),
  );

interface Options {
  readonly environment: string;
  readonly format: "html" | "json";
}

async function main(): Promise<ExitCode> {
  const { environment: name, format } = command.opts<Options>();
  const day = today();
  const [resolved] = resolveEnvironments(judgedEnvironments(day, name), day);
  if (!resolved) return 2;
  const { environment, estate } = resolved;
  const graph = graphOf({ estates: [estate], stacks: [] });
  const title = `${environment.name}: what stands`;
  const sentence = `${countText(estate.resources.length, "resource")} in ${countText(graph.areas.length, "stack")} of ${environment.project}, as they are declared on ${day}.`;
  printReport([format === "json" ? graphJson(graph) : await graphPage(graph, { title, sentence, lines: [] })]);
  return 0;
}

/** `netra graph`. */
export const subcommand: Subcommand = { command, action: main };
