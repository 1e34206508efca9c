import { Option } from "commander";
import { environmentNames, problemText } from "../environments";
import { ledgerProblems } from "../environments/checks/ledger";
import { DRIFT_LEDGER } from "../environments/drift-ledger";
import { driftReport, isOutsideEntry } from "../review/drift-report";
import { FORMATS, renderReport, type Format } from "../review/render";
import { CommandLine, CouldNotTell, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { allStacks } from "../environments/stack-names";
import { stoppedStacks } from "./shared/review-context";
import { reviewFiles, reviewOwnStacks, type Reviewed } from "./shared/reviewed";

const command = new CommandLine("drift")
  .description(
    "Tells what was changed outside from code that is not applied yet. Exit 0 nothing outside, 1 something, 2 could not tell.",
  )
  .option("--environment <name>", "the environment; needed unless --plan names somebody else's plans")
  .option("--plan <file...>", "plans as terraform show -json prints them, instead of making them")
  .addOption(new Option("--format <format>", "report format").choices([...FORMATS]).default("text"));

interface Options {
  readonly environment?: string;
  readonly plan?: readonly string[];
  readonly format: Format;
}

async function reviewPlans({ environment, plan: files }: Options): Promise<Reviewed> {
  if (environment === undefined) {
    if (files === undefined) throw new CouldNotTell("say what to look at: --environment NAME, or --plan FILE…");
    return reviewFiles(files);
  }
  const stacks = environmentsFor(today(), environment).flatMap(allStacks);
  return files ? reviewFiles(files) : reviewOwnStacks(stacks);
}

/** Before anything is planned: an entry without a last day would accept a change for ever. */
function checkLedger(): void {
  const stacks = environmentNames().flatMap((name) => allStacks({ name }));
  const wrong = ledgerProblems(DRIFT_LEDGER, stacks).map(problemText);
  if (wrong.length > 0) throw new CouldNotTell(wrong.join("\n"));
}

async function main(): Promise<ExitCode> {
  const options = command.opts<Options>();
  checkLedger();
  const { report: review, problems } = await reviewPlans(options);
  // Somebody else's plans are named by their files.
  const name = options.environment ?? review.stacks.map((stack) => stack.name).join(", ");
  const report = driftReport(review, options.environment, DRIFT_LEDGER, today());
  process.stdout.write(`${renderReport(report, options.format, `drift-${name}`)}\n`);
  const unknown = [...problems, ...stoppedStacks(report)];
  if (unknown.length > 0) throw new CouldNotTell(unknown.join("\n"));
  return report.stacks.some(({ drift }) => drift.some(isOutsideEntry)) ? 1 : 0;
}

/** `netra drift`. */
export const subcommand: Subcommand = { command, action: main };
