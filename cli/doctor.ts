import { Option } from "commander";
import { GithubApiError, TOKEN_VARIABLES, githubReader } from "../verify/github/api";
import { GITHUB_FORMATS, renderGithubReport, type GithubFormat } from "../verify/github/render";
import { examineRepository, githubReportOf, type GithubReport } from "../verify/github/report";
import { wantedStates } from "../verify/github/wanted";
import { renderMachineReport } from "../verify/machine/render";
import { machineReport, type MachineReport } from "../verify/machine/report";
import type { Clock } from "../verify/clock";
import type { Mask } from "../verify/masking";
import { CommandLine, CouldNotTell, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { inTemporaryFolder } from "./shared/interruption";
import { readMachine } from "./shared/machine-facts";
import { maskedAction } from "./shared/masked";
import { ROOT } from "./shared/place";

const command = new CommandLine("doctor")
  .description(
    "Says what of this program works on this machine, and what the rest needs; or, of GitHub, what is not set up as it has to be. It changes nothing. Exit 0 all is as wanted, 1 something is missing or differs, 2 could not tell.",
  )
  .option("--github", "the repository on GitHub instead: branch, environments, secrets' names, Actions, code owners")
  .addOption(new Option("--format <format>", "report format").choices([...GITHUB_FORMATS]).default("text"))
  .addHelpText(
    "after",
    `
Of this machine it looks at Node, the packages, git, Terraform or OpenTofu (TERRAFORM_BINARY_NAME names it), the
providers, which it installs into a passing folder, and whether a token can be made with the credentials.

Of GitHub it reads, by GET alone, and runs none of the commands that it prints. The token is taken from
${TOKEN_VARIABLES.join(" or ")}, of somebody who administers the repository:
  GH_TOKEN=$(gh auth token) ./netra doctor --github
Where something differs and something else could not be told the exit code is 1: a difference is certain.`,
  );

interface Options {
  readonly github?: true;
  readonly format: GithubFormat;
}

const EXIT_CODES: Readonly<Record<GithubReport["verdict"] | MachineReport["verdict"], ExitCode>> = {
  "as wanted": 0,
  works: 0,
  differs: 1,
  missing: 1,
  unknown: 2,
};

async function examineGithub(clock: Clock): Promise<GithubReport> {
  const wanted = wantedStates(environmentsFor(today(), undefined));
  const github = githubReader(process.env, clock);
  const repositories = [];
  for (const state of wanted) repositories.push(await examineRepository(github, state));
  return githubReportOf(repositories);
}

async function reportGithub(mask: Mask, clock: Clock, format: GithubFormat): Promise<ExitCode> {
  for (const name of TOKEN_VARIABLES) mask.hide(process.env[name] ?? "");
  const report = await examineGithub(clock).catch((error: unknown) => {
    throw error instanceof GithubApiError ? new CouldNotTell(error.message) : error;
  });
  printReport([mask.text(renderGithubReport(report, format))]);
  return EXIT_CODES[report.verdict];
}

async function doctor(mask: Mask, clock: Clock): Promise<ExitCode> {
  const { github, format } = command.opts<Options>();
  if (github) return reportGithub(mask, clock, format);
  const facts = await inTemporaryFolder("netra-doctor-", (scratch) => readMachine(ROOT, scratch));
  const report = machineReport(facts);
  printReport([mask.text(renderMachineReport(report, format))]);
  return EXIT_CODES[report.verdict];
}

/** `netra doctor`. */
export const subcommand: Subcommand = { command, action: maskedAction(doctor) };
