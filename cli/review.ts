import { Option } from "commander";
import { environmentNames } from "../environments";
import { SEVERITIES, isAtLeast, type Severity } from "../report/severity";
import { FORMATS, renderReportParts, type Format } from "../review/render";
import { changesSince } from "./shared/base";
import { CommandLine, CouldNotTell, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { bootstrapStack, stacksInOrder } from "../environments/stack-names";
import { ROOT } from "./shared/place";
import { reportSources } from "./shared/report-sources";
import { stoppedStacks } from "./shared/review-context";
import { reportedFindings, type FindingOptions } from "./shared/reported-findings";
import { reviewFiles, reviewOwnStacks, reviewPlanned, type Reviewed } from "./shared/reviewed";

const command = new CommandLine("review")
  .description("Says what a Terraform plan does. Exit 0 nothing at or above --fail-on, 1 something, 2 could not tell.")
  .option("--plan <file...>", "plans as terraform show -json prints them, of one environment")
  .option("--stack <name>", "synthesize and plan one stack")
  .option("--environment <name>", "synthesize and plan all stacks of an environment, in order")
  .option("--base <ref>", "compare the code with another commit's: needs no Terraform, provider or account")
  .option("--all", "count what was so before too, on resources that the plan does not touch")
  .option("--baseline <file>", "known findings, which fail nothing until they expire or get another value")
  .option("--write-baseline <file>", "write the open findings to a baseline, with --owner")
  .option("--owner <name>", "who answers for the findings in a written baseline")
  .addOption(new Option("--format <format>", "report format").choices([...FORMATS]).default("text"))
  .addOption(new Option("--fail-on <severity>", "least severity that fails").choices([...SEVERITIES]).default("high"));

interface Options extends FindingOptions {
  readonly plan?: readonly string[];
  readonly stack?: string;
  readonly environment?: string;
  readonly base?: string;
  readonly format: Format;
  readonly failOn: Severity;
}

async function reviewSource({ plan: files, stack, environment, base }: Options): Promise<Reviewed> {
  if ([files, stack, environment, base].filter((source) => source !== undefined).length !== 1) {
    throw new CouldNotTell("name one source: --plan FILE…, --stack NAME, --environment NAME or --base REF");
  }
  if (files) return reviewFiles(files);
  if (base !== undefined) return reviewPlanned({ inputs: await changesSince(ROOT, base), problems: [] });
  const known = environmentsFor(today(), environment).flatMap(stacksInOrder);
  const named = [...known, ...environmentNames().map((name) => bootstrapStack({ name }))];
  if (stack !== undefined && !named.includes(stack)) {
    throw new CouldNotTell(`unknown stack "${stack}"; known: ${named.join(", ")}`);
  }
  return reviewOwnStacks(stack === undefined ? known : [stack]);
}

async function main(): Promise<ExitCode> {
  const options = command.opts<Options>();
  const { inputs, problems, report: whole } = await reviewSource(options);
  const report = reportedFindings(whole, options, today());
  const { plan: files, base, format } = options;
  const sources = format === "sarif" ? await reportSources({ ...(files && { files }), ...(base && { base }) }) : {};
  printReport(renderReportParts(report, format, inputs.map(({ name }) => name).join(","), sources));
  const unknown = [...problems, ...stoppedStacks(report)];
  if (unknown.length > 0) throw new CouldNotTell(unknown.join("\n"));
  const { severity } = report;
  return severity !== "none" && isAtLeast(severity, options.failOn) ? 1 : 0;
}

/** `netra review`. */
export const subcommand: Subcommand = { command, action: main };
