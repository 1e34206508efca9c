import { Option } from "commander";
import { GithubApiError, TOKEN_VARIABLES, githubReader } from "../verify/github/api";
import { GITHUB_FORMATS, renderGithubReport, type GithubFormat } from "../verify/github/render";
import { examineRepository, githubReportOf, type GithubReport } from "../verify/github/report";
import { wantedStates } from "../verify/github/wanted";
import type { Clock } from "../verify/clock";
import type { Mask } from "../verify/masking";
import { CommandLine, CouldNotTell, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { maskedAction } from "./shared/masked";

const command = new CommandLine("doctor")
  .description(
    "Says what around this program is not set up as it has to be, and prints the commands that would set it. Exit 0 all as wanted, 1 something differs, 2 could not tell.",
  )
  .neededOption("--github", "the repository on GitHub: branch, environments, secrets' names, Actions, code owners")
  .addOption(new Option("--format <format>", "report format").choices([...GITHUB_FORMATS]).default("text"))
  .addHelpText(
    "after",
    `
It reads, by GET alone, and runs none of the commands that it prints. The token is taken from ${TOKEN_VARIABLES.join(" or ")},
of somebody who administers the repository:
  GH_TOKEN=$(gh auth token) ./netra doctor --github
Where something differs and something else could not be told the exit code is 1: a difference is certain.`,
  );

const EXIT_CODES: Readonly<Record<GithubReport["verdict"], ExitCode>> = { "as wanted": 0, differs: 1, unknown: 2 };

async function examineGithub(clock: Clock): Promise<GithubReport> {
  const wanted = wantedStates(environmentsFor(today(), undefined));
  const github = githubReader(process.env, clock);
  const repositories = [];
  for (const state of wanted) repositories.push(await examineRepository(github, state));
  return githubReportOf(repositories);
}

async function doctor(mask: Mask, clock: Clock): Promise<ExitCode> {
  const { format } = command.opts<{ format: GithubFormat }>();
  for (const name of TOKEN_VARIABLES) mask.hide(process.env[name] ?? "");
  const report = await examineGithub(clock).catch((error: unknown) => {
    throw error instanceof GithubApiError ? new CouldNotTell(error.message) : error;
  });
  printReport([mask.text(renderGithubReport(report, format))]);
  return EXIT_CODES[report.verdict];
}

/** `netra doctor`. */
export const subcommand: Subcommand = { command, action: maskedAction(doctor) };
