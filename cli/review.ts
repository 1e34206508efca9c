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
import { reviewPage } from "./shared/review-page";
import { reviewFiles, reviewOwnStacks, reviewPlanned, tellApart, type Reviewed } from "./shared/reviewed";

const command = new CommandLine("review")
  .description("Says what a Terraform plan does. Exit 0 nothing at or above --fail-on, 1 something, 2 could not tell.")
  .option("--plan <file...>", "plans as terraform show -json prints them, of one environment")
  .option("--stack <name>", "synthesize and plan one stack")
  .option("--environment <name>", "synthesize and plan all stacks of an environment, in order")
  .option(
    "--base <ref>",
    "compare the code with another commit's: alone it needs no Terraform; with plans it tells what was pending before",
  )
  .option("--all", "count what was so before and what was pending before --base too")
  .option("--baseline <file>", "known findings, which fail nothing until they expire or get another value")
  .option("--write-baseline <file>", "write the open findings to a baseline, with --owner")
  .option("--owner <name>", "who answers for the findings in a written baseline")
  .addOption(
    new Option("--format <format>", "report format; html is a page to open")
      .choices([...FORMATS, "html"])
      .default("text"),
  )
  .addOption(new Option("--fail-on <severity>", "least severity that fails").choices([...SEVERITIES]).default("high"));

interface Options extends FindingOptions {
  readonly plan?: readonly string[];
  readonly stack?: string;
  readonly environment?: string;
  readonly base?: string;
  readonly format: Format | "html";
  readonly failOn: Severity;
}

async function reviewSource({ plan: files, stack, environment, base }: Options): Promise<Reviewed> {
  const plans = [files, stack, environment].filter((source) => source !== undefined).length;
  if (plans > 1 || (plans === 0 && base === undefined)) {
    throw new CouldNotTell(
      "name one source: --plan FILE…, --stack NAME or --environment NAME, each with --base REF or without, or --base REF alone",
    );
  }
  const code = base === undefined ? undefined : await changesSince(ROOT, base);
  if (code !== undefined && plans === 0) return reviewPlanned({ inputs: code, problems: [] });
  const reviewed = await reviewPlans(files, stack, environment);
  return code === undefined ? reviewed : tellApart(reviewed, code);
}

async function reviewPlans(
  files: readonly string[] | undefined,
  stack: string | undefined,
  environment: string | undefined,
): Promise<Reviewed> {
  if (files) return reviewFiles(files);
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
  const name = inputs.map((input) => input.name).join(",");
  const { plan: files, base, format } = options;
  const sources = format === "sarif" ? await reportSources({ ...(files && { files }), ...(base && { base }) }) : {};
  printReport(
    format === "html" ? [await reviewPage(report, inputs)] : renderReportParts(report, format, name, sources),
  );
  const unknown = [...problems, ...stoppedStacks(report)];
  if (unknown.length > 0) throw new CouldNotTell(unknown.join("\n"));
  const { severity } = report;
  return severity !== "none" && isAtLeast(severity, options.failOn) ? 1 : 0;
}

/** `netra review`. */
export const subcommand: Subcommand = { command, action: main };
