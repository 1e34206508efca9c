import { InvalidArgumentError } from "commander";
import type { Environment } from "../environments/environment";
import { LONGEST_SNOOZE_HOURS } from "../environments/snoozes";
import { alertsOf } from "../monitoring/alerts";
import { closestWords, meantText } from "../report/spelling";
import type { Clock } from "../verify/clock";
import { googleApi, type GoogleEditor } from "../verify/google-api";
import { readAlerts, snoozeText, snoozedAlerts, snoozesPath, type LiveAlerts } from "../verify/live/alerting";
import { liveReaders } from "../verify/live/reader";
import {
  CommandLine,
  CouldNotTell,
  Refused,
  errorLine,
  printLine,
  today,
  type ExitCode,
  type Subcommand,
} from "./shared/command";
import { oneEnvironment } from "./shared/environments";

/** Longest reason, characters: it is the snooze's name in Google's console. */
const LONGEST_REASON = 200;

const HOUR_MILLISECONDS = 3_600_000;

const command = new CommandLine("snooze")
  .description(
    `Silences named alerts for ${LONGEST_SNOOZE_HOURS} hours at most: no incident of theirs is opened, and nobody is told. Without --alert it lists what is silenced. Exit 0 done, 1 refused, 2 could not tell.`,
  )
  .neededOption("--environment <name>", "the environment")
  .option("--alert <id...>", "the alerts, by their ids in the runbook")
  .option("--hours <number>", `for how long, up to ${LONGEST_SNOOZE_HOURS}`, readHours, 1)
  .option("--reason <text>", "why, for those who find it silent")
  .option("--end", "ends what is silenced now, instead")
  .addHelpText(
    "after",
    `
One page at least is never silenced: an outage must be able to wake somebody. ./netra verify lists what is silenced.
Google closes the open incidents of what is silenced; they open again when it ends and the trouble is still there.`,
  );

interface Options {
  readonly environment: string;
  readonly alert?: readonly string[];
  readonly hours: number;
  readonly reason?: string;
  readonly end?: true;
}

function readHours(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= LONGEST_SNOOZE_HOURS) return hours;
  throw new InvalidArgumentError(`Hours above 0 and up to ${LONGEST_SNOOZE_HOURS}; renew it where that is too short.`);
}

function checkIds(environment: Environment, ids: readonly string[]): void {
  const known = alertsOf(environment).map(({ id }) => id);
  const stranger = ids.find((id) => !known.includes(id));
  if (stranger !== undefined) {
    throw new Refused(
      `--alert: no alert "${stranger}"; ${meantText(closestWords(stranger, known), `there are ${known.join(", ")}`)}`,
    );
  }
}

/** @throws Refused where nobody could be woken any more */
function checkPages(environment: Environment, ids: readonly string[], { policies, snoozes }: LiveAlerts): void {
  const silent = new Set([...ids, ...snoozes.flatMap((snooze) => snoozedAlerts(snooze, policies))]);
  const pages = alertsOf(environment).filter(({ response }) => response === "page");
  if (pages.every(({ id }) => silent.has(id))) {
    throw new Refused(
      `every page would be silent (${pages.map(({ id }) => id).join(", ")}); leave one out: nobody could be woken`,
    );
  }
}

function checkReason(reason: string | undefined): string {
  const text = reason?.trim() ?? "";
  if (text === "" || text.length > LONGEST_REASON || /[\n\r]/.test(text)) {
    throw new Refused(
      `--reason: one line of up to ${LONGEST_REASON} characters is needed: who finds an alert silent has to know why`,
    );
  }
  return text;
}

async function silence(
  google: GoogleEditor,
  environment: Environment,
  options: Options,
  standing: LiveAlerts,
  now: Date,
) {
  const ids = [...new Set(options.alert)];
  checkIds(environment, ids);
  const displayName = checkReason(options.reason);
  checkPages(environment, ids, standing);
  const names = ids.map((id) => {
    const policy = standing.policies.find(({ userLabels }) => userLabels.alert === id);
    if (!policy) throw new CouldNotTell(`alert "${id}" is declared and not deployed: nothing to silence`);
    return policy.name;
  });
  const interval = {
    startTime: now.toISOString(),
    endTime: new Date(now.getTime() + options.hours * HOUR_MILLISECONDS).toISOString(),
  };
  await google.post("monitoring", snoozesPath(environment), {
    displayName,
    criteria: { policies: names },
    interval,
  });
  printLine(`${environment.name}: ${ids.join(", ")} silent until ${interval.endTime}`);
}

/** Google deletes no snooze; one that ends now is over. */
async function endAll(google: GoogleEditor, { snoozes, policies }: LiveAlerts, now: Date): Promise<void> {
  for (const snooze of snoozes) {
    const interval = { startTime: snooze.interval.startTime, endTime: now.toISOString() };
    await google.patch("monitoring", `v3/${snooze.name}`, { interval }, "interval");
    printLine(`ended: ${snoozeText(snooze, policies)}`);
  }
  if (snoozes.length === 0) printLine("nothing is silenced");
}

async function main(clock: Clock): Promise<ExitCode> {
  const options = command.opts<Options>();
  const environment = oneEnvironment(today(), options.environment);
  const google = googleApi(process.env, clock);
  const now = clock.date();
  try {
    const standing = await readAlerts(liveReaders(google)(0), environment, now);
    if (options.end) await endAll(google, standing, now);
    else if (options.alert) await silence(google, environment, options, standing, now);
    else if (standing.snoozes.length === 0) printLine("nothing is silenced");
    else for (const snooze of standing.snoozes) printLine(snoozeText(snooze, standing.policies));
    return 0;
  } catch (error) {
    if (error instanceof Refused || error instanceof CouldNotTell) throw error;
    throw new CouldNotTell(`${environment.name}: ${errorLine(error)}`);
  }
}

/** `netra snooze`. */
export const subcommand: Subcommand = { command, action: main };
