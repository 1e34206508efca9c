import type { Environment } from "../environments/environment";
import { PIN_DAYS } from "../environments/pins";
import type { Clock } from "../verify/clock";
import { GoogleApiError } from "../verify/google-answers";
import { googleApi, type GoogleEditor, type GoogleFiles } from "../verify/google-api";
import { RevisionName, readServing, readServingOf, soleRevision, type ServingService } from "../verify/live/serving";
import {
  CommandLine,
  CouldNotTell,
  errorLine,
  printLine,
  today,
  type ExitCode,
  type Subcommand,
} from "./shared/command";
import { oneEnvironment } from "./shared/environments";
import { LATEST, pinTraffic } from "./shared/pin-traffic";
import { readRevisions, revisionLines } from "./shared/revisions";
import { rollBackStep, type RollBackStep } from "./shared/roll-back";
import { noWayBackLine, pinnedLines, unpinnedLine } from "./shared/roll-back-text";
import { readServingRecord } from "./shared/serving-record";
import { waitForServices } from "./shared/state-lock-wait";

const command = new CommandLine("rollback")
  .description(
    "Gives an earlier revision all traffic: of every service that a deploy has moved, or of one service. Prints Markdown. Exit 0 done, 1 a service could not be pinned, 2 could not tell, or nothing was chosen.",
  )
  .neededOption("--environment <name>", "the environment")
  .option("--before <file>", "what netra serving --format json wrote before the deploy: everything goes back to it")
  .option("--service <name>", "one service; without --to its revisions are listed")
  .option("--to <revision>", `the revision that gets all traffic, or ${LATEST}`)
  .option("--owner <name>", "who owns the pins until they are lifted", "platform")
  .addHelpText(
    "after",
    `
It waits while the services are being applied. New revisions get no traffic while a pin
stands: what it prints says how to undo it, and how to keep it in the code.`,
  );

interface Options {
  readonly environment: string;
  readonly before?: string;
  readonly service?: string;
  readonly to?: string;
  readonly owner: string;
}

const DAY_MILLISECONDS = 86_400_000;

/** Google, and what it is asked about. */
interface Place {
  readonly google: GoogleEditor & GoogleFiles;
  readonly environment: Environment;
  readonly clock: Clock;
}

/** Pins services one by one: one that Google refuses does not keep the next from it. */
async function takeSteps(
  { google, environment, clock }: Place,
  steps: readonly RollBackStep[],
  owner: string,
): Promise<ExitCode> {
  const expires = new Date(clock.date().getTime() + PIN_DAYS * DAY_MILLISECONDS).toISOString().slice(0, 10);
  let code: ExitCode = 0;
  for (const step of steps) {
    const { service, revision, from } = step;
    if (revision === undefined) {
      printLine(noWayBackLine(service, from));
      continue;
    }
    try {
      await pinTraffic(google, environment, { service, revision }, clock);
      for (const line of pinnedLines(environment, { service, revision, from }, owner, expires)) printLine(line);
    } catch (error) {
      if (!(error instanceof GoogleApiError)) throw error;
      printLine(unpinnedLine({ service, revision }, errorLine(error)));
      code = 1;
    }
  }
  return code;
}

/** Everything that a deploy has moved goes back. */
async function goBack(place: Place, before: readonly ServingService[], owner: string): Promise<ExitCode> {
  const now = await readServing(place.google, place.environment);
  const steps = now.flatMap((service) => {
    const earlier = before.find((each) => each.service === service.service);
    const step = earlier && rollBackStep(earlier, service);
    return step === undefined ? [] : [step];
  });
  if (steps.length === 0) {
    printLine(`No service of ${place.environment.name} got a new revision: there is nothing to roll back.`);
  }
  return takeSteps(place, steps, owner);
}

/** One service goes where a person says. */
async function moveOne(place: Place, name: string, to: string | undefined, owner: string): Promise<ExitCode> {
  const { google, environment, clock } = place;
  const declared = Object.keys(environment.services);
  const now = declared.includes(name) ? await readServingOf(google, environment, name) : undefined;
  if (now?.created === undefined) {
    throw new CouldNotTell(
      `${name}: no service of ${environment.name} by that name exists; declared: ${declared.join(", ")}`,
    );
  }
  if (to === LATEST) {
    await pinTraffic(google, environment, { service: name, revision: LATEST }, clock);
    printLine(`- \`${name}\`: its latest ready revision has all traffic of ${environment.name} again`);
    return 0;
  }
  const revisions = await readRevisions(google, environment, name);
  const known = revisionLines(revisions, now).join("\n");
  const target = revisions.find((revision) => revision.name === to);
  if (target === undefined || !target.isReady) {
    const why =
      to === undefined ? "nothing is changed: choose a revision with --to" : `${to}: no ready revision of ${name}`;
    throw new CouldNotTell(`${why}\n${known}`);
  }
  const from = soleRevision(now) ?? now.created;
  return takeSteps(place, [{ service: name, revision: target.name, from }], owner);
}

/** Only what may stand in a text of the code, between quotes. */
const plainOwner = (owner: string): string => owner.replace(/[^\p{L}\p{N} ._@/-]/gu, "");

async function main(clock: Clock): Promise<ExitCode> {
  const { environment: name, before: file, service, to, owner } = command.opts<Options>();
  if ((file === undefined) === (service === undefined) || (service === undefined && to !== undefined)) {
    throw new CouldNotTell("name what goes back: --before FILE, or --service NAME and --to REVISION");
  }
  if (to !== undefined && !RevisionName.safeParse(to).success) throw new CouldNotTell(`--to: no name of a revision`);
  const environment = oneEnvironment(today(), name);
  const place: Place = { google: googleApi(process.env, clock), environment, clock };
  try {
    const before = file === undefined ? undefined : readServingRecord(file, environment);
    if (service === undefined || to !== undefined) {
      await waitForServices(place.google, environment, clock, (text) => void process.stderr.write(`${text}\n`));
    }
    if (before !== undefined) return await goBack(place, before, plainOwner(owner));
    return await moveOne(place, service ?? "", to, plainOwner(owner));
  } catch (error) {
    // In a run's summary nobody reads the log of the step.
    if (file !== undefined) {
      printLine(`**Nothing more of ${name} is rolled back: ${SUMMARY_ADVICE}.**`);
    }
    throw error instanceof GoogleApiError
      ? new CouldNotTell(`what ${name} serves could not be told: ${errorLine(error)}`)
      : error;
  }
}

const SUMMARY_ADVICE =
  "what it serves, or served before, could not be told, or it is being applied. Look at it by hand";

/** `netra rollback`. */
export const subcommand: Subcommand = { command, action: main };
