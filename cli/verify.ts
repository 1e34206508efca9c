import { existsSync } from "node:fs";
import { InvalidArgumentError, Option } from "commander";
import type { Clock } from "../verify/clock";
import { AREAS, type Check, type Outcome } from "../verify/engine/check";
import { longestRunMinutes } from "../verify/engine/longest-run";
import { liveEngine, runChecks, type CheckEngine } from "../verify/engine/run";
import { googleApi } from "../verify/google-api";
import { appendRun, readHistory } from "../verify/history/history-file";
import { liveChecks, type Sources } from "../verify/live-checks";
import { tellNotApplied } from "../verify/not-applied";
import type { Mask } from "../verify/masking";
import { countProgress } from "../report/progress";
import { publishRun } from "../verify/history/publish";
import { recordOf, type RunRecord } from "../verify/history/record";
import { FORMATS, renderReport, type Format } from "../verify/render";
import { reportOf, type Report } from "../verify/report";
import { selectChecks } from "../verify/engine/selection";
import { BYPASS_KEY_VARIABLE } from "../environments/end-to-end";
import { DEFAULT_HOLD_SECONDS, LONGEST_HOLD_SECONDS } from "../verify/checks/socket/terms";
import { PUBLIC_TARGET, type Target } from "../verify/http/target";
import { trendsOf } from "../verify/history/trends";
import { CommandLine, CouldNotTell, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentAt } from "./shared/applied";
import { parseConnection, readAuthorities } from "./shared/options";
import { environmentsFor } from "./shared/environments";
import { maskedAction } from "./shared/masked";
import { ROOT, callerPath } from "./shared/place";
import { loggedProgress } from "./shared/progress";
import { checkUserFile } from "./shared/user-file";
import { countText, errorReason } from "../report/text";

const command = new CommandLine("verify")
  .description(
    "Asks a live environment whether it answers as declared. Exit 0 all passed, 1 something failed, 2 could not tell.",
  )
  .neededOption("--environment <name>", "the environment")
  .option("--only <area...>", `areas (${AREAS.join(", ")}) or beginnings of checks' ids`)
  .option("--hold <seconds>", "how long each socket is held open", holdSeconds, DEFAULT_HOLD_SECONDS)
  .option("--connect-to <address>", "ADDRESS[:HTTPS_PORT[:HTTP_PORT]] to ask instead of what DNS says", parseConnection)
  .option("--ca <file>", "PEM certificates of the authorities to trust, instead of the well-known ones")
  .option(
    "--record <file>",
    "add the run to a history, one JSON line each, and print its trends and the last values of the plan's criteria",
  )
  .option(
    "--applied <commit>",
    "the commit that was deployed last: what is as it declares is not applied yet, and no drift",
  )
  .option("--publish", "write what was measured to Cloud Monitoring")
  .addOption(new Option("--format <format>", "report format").choices([...FORMATS]).default("text"))
  .addHelpText(
    "after",
    `
Where something failed and something else could not be told the exit code is 1: a failure is certain.
What --record or --publish cannot write is said in a line of its own, after Monitoring was tried four times: the exit
code is 2 then where all passed, and stays 1 where something failed.
Sockets with a token need the bypass key: in ${BYPASS_KEY_VARIABLE}, or in Secret Manager where this account may read it.`,
  );

interface Options {
  readonly environment: string;
  readonly only?: readonly string[];
  readonly hold: number;
  readonly connectTo?: Target;
  readonly ca?: string;
  readonly record?: string;
  readonly applied?: string;
  readonly publish?: true;
  readonly format: Format;
}

const EXIT_CODES: Readonly<Record<Report["verdict"], ExitCode>> = { passed: 0, failed: 1, unknown: 2 };

function holdSeconds(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_HOLD_SECONDS) return seconds;
  throw new InvalidArgumentError(`Whole seconds from 1 to ${LONGEST_HOLD_SECONDS}; Cloud Run ends a socket at 3600.`);
}

async function historyOf({ record, environment }: Options): Promise<readonly RunRecord[]> {
  if (record === undefined) return [];
  const file = callerPath(record);
  if (existsSync(file)) checkUserFile(record, "history");
  const history = await readHistory(file, environment);
  if (!history.ok) throw new CouldNotTell(history.problem);
  return history.runs;
}

async function verify(mask: Mask, clock: Clock): Promise<ExitCode> {
  const options = command.opts<Options>();
  const [environment] = environmentsFor(today(), options.environment);
  if (!environment) throw new CouldNotTell(`${options.environment}: no such environment`);
  // Before anything is asked: an hour of holding sockets would be lost to a broken line.
  const earlier = await historyOf(options);
  const google = googleApi(process.env, clock);
  const sources: Sources = {
    target: {
      ...(options.connectTo ?? PUBLIC_TARGET),
      ...(options.ca !== undefined && { authorities: readAuthorities(options.ca) }),
    },
    google,
    key: process.env[BYPASS_KEY_VARIABLE],
    mask,
    holdSeconds: options.hold,
    clock,
  };
  const all = liveChecks(environment, sources);
  const selection = selectChecks(all, options.only ?? []);
  if (!selection.ok) throw new CouldNotTell(selection.problem);
  const at = clock.date().toISOString();
  const engine = liveEngine(mask, clock, options.hold);
  const most = `at most ${countText(longestRunMinutes(selection.checks, engine), "minute")}`;
  const countCheck = countProgress(loggedProgress, selection.checks.length, "check", most);
  const found = await runChecks(selection.checks, engine, ({ id }) => countCheck(id));
  const { outcomes, problem } = await comparedWithApplied(options, found, engine, sources);
  loggedProgress.clearLine();
  const record = recordOf(environment.name, at, outcomes);
  const trends = options.record === undefined ? undefined : trendsOf([...earlier, record]);
  const report = reportOf(environment, at, outcomes, trends);
  printReport([renderReport(report, options.format)]);
  const problems = [
    ...problem,
    ...(options.record === undefined
      ? []
      : await problemsOf("--record", appendRun(callerPath(options.record), record))),
    ...(options.publish
      ? await problemsOf(
          "--publish",
          publishRun(environment, { outcomes, isWhole: selection.checks.length === all.length }, google, clock),
        )
      : []),
  ];
  for (const problem of problems) process.stderr.write(`${mask.text(problem)}\n`);
  // The report stands: what could not be written makes no failure less certain.
  return problems.length > 0 && report.verdict === "passed" ? 2 : EXIT_CODES[report.verdict];
}

/** The outcomes, with what is not applied yet told apart; without a change where the applied commit cannot be read. */
async function comparedWithApplied(
  { applied, environment }: Options,
  outcomes: readonly Outcome[],
  engine: CheckEngine,
  sources: Sources,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly problem: readonly string[] }> {
  if (applied === undefined) return { outcomes, problem: [] };
  const readApplied = async (): Promise<readonly Check[]> =>
    liveChecks(await environmentAt(ROOT, applied, environment, today()), sources);
  try {
    return { outcomes: await tellNotApplied(outcomes, readApplied, engine), problem: [] };
  } catch (error) {
    if (!(error instanceof CouldNotTell)) throw error;
    return { outcomes, problem: [`${error.message}; what is not applied yet is told as a difference`] };
  }
}

/** Why something was not written, in one line; none where it was. */
const problemsOf = (option: string, written: Promise<void>): Promise<readonly string[]> =>
  written.then(
    () => [],
    (error: unknown) => [`${option}: ${errorReason(error)}`],
  );

/** `netra verify`. */
export const subcommand: Subcommand = { command, action: maskedAction(verify) };
