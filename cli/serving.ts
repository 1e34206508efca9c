import { Option } from "commander";
import { countText } from "../report/text";
import type { Clock } from "../verify/clock";
import { googleApi } from "../verify/google-api";
import { readServing, servingProblem, trafficText, type ServingService } from "../verify/live/serving";
import {
  CommandLine,
  CouldNotTell,
  errorLine,
  printReport,
  today,
  type ExitCode,
  type Subcommand,
} from "./shared/command";
import { oneEnvironment } from "./shared/environments";
import { servingJson } from "./shared/serving-record";

/** How often it is asked whether everything serves, and the pause between: a rollout takes a minute at most to settle. */
const ATTEMPTS = 10;
const PAUSE_MILLISECONDS = 6000;

const command = new CommandLine("serving")
  .description(
    "Says which revision of each Cloud Run service its users get. Exit 0 told, or with --check all serve what they should, 1 some do not, 2 could not tell.",
  )
  .neededOption("--environment <name>", "the environment")
  .option(
    "--check",
    "fail unless every service serves its newest revision, or the one that the code pins; waits a minute",
  )
  .addOption(new Option("--format <format>", "how it is written").choices(["text", "json"]).default("text"))
  .addHelpText(
    "after",
    `
netra rollback --before takes what this writes before a deploy:
  ./netra serving --environment staging --format json > before.json`,
  );

interface Options {
  readonly environment: string;
  readonly check?: true;
  readonly format: "text" | "json";
}

function serviceLines(services: readonly ServingService[]): readonly string[] {
  const width = Math.max(...services.map(({ service }) => service.length)) + 2;
  return services.map((service) => {
    const { created, ready, pin } = service;
    const notes = [
      ...(pin === undefined ? [] : [`the code pins ${pin}`]),
      ...(created === undefined || created === ready ? [] : [`${created} was made last and is not ready`]),
    ];
    const text = created === undefined ? "does not exist" : [trafficText(service), ...notes].join("; ");
    return `${service.service.padEnd(width)}${text}`;
  });
}

/** Asks again while something does not serve, and while nobody can tell. */
async function readSettled(
  read: () => Promise<readonly ServingService[]>,
  clock: Clock,
): Promise<readonly ServingService[]> {
  for (let attempt = 1; ; attempt += 1) {
    const isLast = attempt === ATTEMPTS;
    try {
      const services = await read();
      if (isLast || services.every((service) => servingProblem(service) === undefined)) return services;
    } catch (error) {
      if (isLast) throw error;
    }
    await clock.pause(PAUSE_MILLISECONDS);
  }
}

async function main(clock: Clock): Promise<ExitCode> {
  const options = command.opts<Options>();
  const environment = oneEnvironment(today(), options.environment);
  const api = googleApi(process.env, clock);
  const read = () => readServing(api, environment);
  const services = await (options.check ? readSettled(read, clock) : read()).catch((error: unknown) => {
    throw new CouldNotTell(`what ${environment.name} serves could not be told: ${errorLine(error)}`);
  });
  printReport([
    options.format === "json" ? servingJson(environment, services, clock.date()) : serviceLines(services).join("\n"),
  ]);
  if (!options.check) return 0;
  const problems = services.map(servingProblem).filter((problem) => problem !== undefined);
  if (problems.length === 0) return 0;
  process.stderr.write(
    `${[`${countText(problems.length, "service")} of ${environment.name} not as declared`, ...problems].join("\n")}\n`,
  );
  return 1;
}

/** `netra serving`. */
export const subcommand: Subcommand = { command, action: main };
