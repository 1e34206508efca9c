import { writeFileSync } from "node:fs";
import { Option } from "commander";
import type { StagingEnvironment } from "../environments/environment";
import type { Clock } from "../verify/clock";
import type { RunDependencies } from "../verify/e2e/follow";
import { FORMATS, renderDeadRun, renderReport, type Format } from "../verify/e2e/render";
import { runE2e } from "../verify/e2e/run";
import { googleApi } from "../verify/google-api";
import { CommandLine, CouldNotTell, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { interruptionSignal } from "./shared/interruption";
import { callerPath } from "./shared/place";
import { loggedProgress } from "./shared/progress";
import { checkWritable } from "./shared/options";

const command = new CommandLine("e2e")
  .description(
    "Runs the end-to-end tests in the environment, follows them and says what failed. Exit 0 passed, 1 failed, 2 could not tell.",
  )
  .neededOption("--environment <name>", "the environment")
  .addOption(new Option("--format <format>", "how the report is written").choices([...FORMATS]).default("text"))
  .option("--junit <file>", "keep the tests' own report there, secrets masked");

interface Options {
  readonly environment: string;
  readonly format: Format;
  readonly junit?: string;
}

/** The environment, where it can run tests: production's type has no field for a runner. */
function stagingEnvironment(name: string): StagingEnvironment {
  const [environment] = environmentsFor(today(), name);
  if (environment?.kind === "staging") return environment;
  throw new CouldNotTell(`${name}: end-to-end tests never run in production, which has no runner and no key for them`);
}

async function main(clock: Clock): Promise<ExitCode> {
  const { environment, format, junit } = command.opts<Options>();
  const tested = stagingEnvironment(environment);
  if (junit !== undefined) checkWritable(junit);
  const dependencies: RunDependencies = {
    clock,
    progress: loggedProgress.showLine,
    signal: interruptionSignal("Ending the run. Press Ctrl-C again to quit and leave it running."),
  };
  const ended = await runE2e(tested, googleApi(process.env, clock), dependencies).finally(loggedProgress.clearLine);
  for (const note of ended.notes) process.stderr.write(`${note}\n`);
  if (!ended.ok && ended.dead !== undefined) {
    printReport([renderDeadRun(ended.dead, format)]);
    return 2;
  }
  if (!ended.ok) throw new CouldNotTell(ended.reason);
  printReport([renderReport(ended.report, format)]);
  if (junit !== undefined) writeFileSync(callerPath(junit), ended.junit);
  return ended.report.failed === 0 ? 0 : 1;
}

/** `netra e2e`. */
export const subcommand: Subcommand = { command, action: main };
