import { z } from "zod";
import { DRIFT_CHECKED } from "../monitoring/custom-metrics";
import { isOutsideClass } from "../review/drift-report";
import type { Clock } from "../verify/clock";
import { googleApi } from "../verify/google-api";
import { writeValues } from "../verify/time-series";
import { CommandLine, CouldNotTell, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { readUserFile } from "./shared/user-file";

const command = new CommandLine("drift-checked")
  .description(
    "Writes to Monitoring that drift was looked for, and how much was found: its alert tells when nobody looks. Exit 0 written, 2 not.",
  )
  .neededOption("--environment <name>", "the environment")
  .neededOption("--report <file>", "what ./netra drift --format json has printed of it");

/** A drift report as `./netra drift` prints it, as far as it is counted. */
const DriftFile = z.object({
  stacks: z.array(z.object({ name: z.string(), drift: z.array(z.object({ class: z.string() })) })).min(1),
});

interface Options {
  readonly environment: string;
  readonly report: string;
}

function readReport({ environment, report }: Options): z.infer<typeof DriftFile> {
  const wanted = `wanted is what ./netra drift --environment ${environment} --format json prints`;
  const text = readUserFile(report, "report");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CouldNotTell(`${report}: not readable as JSON; ${wanted}`);
  }
  const parsed = DriftFile.safeParse(json);
  if (!parsed.success) throw new CouldNotTell(`${report}: no drift report; ${wanted}`);
  const [stranger] = parsed.data.stacks.filter(({ name }) => !name.startsWith(`${environment}-`));
  if (stranger) throw new CouldNotTell(`${report}: tells of ${stranger.name}; ${wanted}`);
  return parsed.data;
}

async function main(clock: Clock): Promise<ExitCode> {
  const options = command.opts<Options>();
  const [environment] = environmentsFor(today(), options.environment);
  if (!environment) throw new CouldNotTell(`${options.environment}: no such environment`);
  const { stacks } = readReport(options);
  const value = stacks.flatMap(({ drift }) => drift).filter(({ class: kind }) => isOutsideClass(kind)).length;
  await writeValues(googleApi(process.env, clock), environment.project, [{ metric: DRIFT_CHECKED, value }], clock);
  process.stdout.write(`${environment.name}: ${value} changed outside, written to Monitoring\n`);
  return 0;
}

/** `netra drift-checked`. */
export const subcommand: Subcommand = { command, action: main };
