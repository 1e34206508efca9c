import { Option } from "commander";
import { mapTexts } from "../report/text";
import type { StagingEnvironment } from "../environments/environment";
import type { Clock } from "../verify/clock";
import { runAlone } from "../verify/e2e/alone";
import { googleApi } from "../verify/google-api";
import type { LoadRun } from "../verify/load/offer";
import { ARRIVALS_PER_SECOND, DURATION_SECONDS, SOCKETS, planLoad, type LoadPlan } from "../verify/load/plan";
import { LOAD_FORMATS, renderLoad, type LoadFormat } from "../verify/load/render";
import { exitCodeOf } from "../verify/load/report";
import { runLoad } from "../verify/load/run";
import { LOAD_TIMES, longestLoadSeconds } from "../verify/load/times";
import { attemptText } from "../verify/engine/attempt";
import type { Mask } from "../verify/masking";
import { obtainAccessToken } from "../verify/credentials/access-token";
import { keySourceFor } from "../verify/credentials/bypass-key";
import { BYPASS_KEY_VARIABLE } from "../environments/end-to-end";
import { PUBLIC_TARGET, type Target } from "../verify/http/target";
import { CommandLine, CouldNotTell, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { parseConnection, parseWholeNumber, readAuthorities } from "./shared/options";
import { environmentsFor } from "./shared/environments";
import { interruptionSignal } from "./shared/interruption";
import { maskedAction } from "./shared/masked";
import { callerPath } from "./shared/place";
import { loggedProgress } from "./shared/progress";

const rangeText = ({ min, max }: { readonly min: number; readonly max: number }): string => `${min} to ${max}`;

const command = new CommandLine("load")
  .description(
    "Loads the environment for some minutes and says whether it scales, answers, keeps within its pools and cleans up. " +
      "Exit 0 yes to all, 1 no to one, 2 could not tell.",
  )
  .neededOption("--environment <name>", "the environment; never one of production's kind")
  .option(
    "--duration <seconds>",
    `of the whole load, ${rangeText(DURATION_SECONDS)}`,
    parseWholeNumber,
    DURATION_SECONDS.default,
  )
  .option(
    "--arrivals <rate>",
    `requests a second, ${rangeText(ARRIVALS_PER_SECOND)}`,
    parseWholeNumber,
    ARRIVALS_PER_SECOND.default,
  )
  .option(
    "--sockets <count>",
    `held at once on each socket service, ${rangeText(SOCKETS)}; by default more than its minimum instances hold`,
    parseWholeNumber,
  )
  .option("--token", "open sockets with a token for the e2e bypass key")
  .option("--connect-to <address>", "ADDRESS[:HTTPS_PORT] to load instead of what DNS says", parseConnection)
  .option("--ca <file>", "PEM certificates of authorities to trust besides the well-known ones")
  .addOption(new Option("--format <format>", "report format").choices([...LOAD_FORMATS]).default("text"))
  .addHelpText(
    "after",
    `
Levels are watched for up to 20 minutes after the load. Ctrl-C closes every socket and reports what was seen.
The bypass key is read from ${BYPASS_KEY_VARIABLE}, or from Secret Manager where this account may read it.`,
  );

interface Options {
  readonly environment: string;
  readonly duration: number;
  readonly arrivals: number;
  readonly sockets?: number;
  readonly token?: true;
  readonly connectTo?: Target;
  readonly ca?: string;
  readonly format: LoadFormat;
}

function stagingEnvironment(name: string): StagingEnvironment {
  const [environment] = environmentsFor(today(), name);
  if (environment?.kind === "staging") return environment;
  throw new CouldNotTell(`${name}: its users are no test load; name an environment of staging's kind`);
}

function loadPlanOf(environment: StagingEnvironment, { duration, arrivals, sockets }: Options): LoadPlan {
  const planned = planLoad(environment, {
    durationSeconds: duration,
    arrivalsPerSecond: arrivals,
    ...(sockets !== undefined && { sockets }),
  });
  if (!planned.ok) throw new CouldNotTell(planned.problems.join("\n"));
  return planned.plan;
}

async function load(mask: Mask, clock: Clock): Promise<ExitCode> {
  const options = command.opts<Options>();
  const environment = stagingEnvironment(options.environment);
  const { ca, connectTo: address = PUBLIC_TARGET } = options;
  const target = ca === undefined ? address : { ...address, authorities: readAuthorities(ca) };
  const [plan, api, signal] = [
    loadPlanOf(environment, options),
    googleApi(process.env, clock),
    interruptionSignal("closing every socket; a second time leaves the lock where it is"),
  ];
  const source = keySourceFor(environment, api, target, process.env[BYPASS_KEY_VARIABLE]);
  const token = options.token ? await obtainAccessToken(environment, target, source, mask, signal) : undefined;
  if (token?.ok === false) throw new CouldNotTell(`no token: ${attemptText(token.attempt)}`);
  const loadRun: LoadRun = {
    ...{ environment, plan, api, target, signal, progress: loggedProgress.showLine, times: LOAD_TIMES, clock },
    ...(ca !== undefined && { ca: callerPath(ca) }),
    ...(token && { token: token.secret }),
  };
  const terms = { clock, signal, mostSeconds: longestLoadSeconds(plan, LOAD_TIMES) };
  const done = await runAlone(api, environment, terms, () => runLoad(loadRun)).finally(loggedProgress.clearLine);
  for (const note of done.notes) process.stderr.write(`${mask.text(note)}\n`);
  if (!done.ok) throw new CouldNotTell(done.reason);
  // Before it is written: Markdown writes some characters of a key in another way, and a mask would not know it again.
  printReport([renderLoad(mapTexts(done.value, mask.text), options.format)]);
  return exitCodeOf(done.value);
}

/** `netra load`. */
export const subcommand: Subcommand = { command, action: maskedAction(load) };
