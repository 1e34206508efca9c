import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import type { Environment } from "../environments/environment";
import { readPlan } from "../policy/core/plan";
import { countText } from "../report/text";
import { compareStackReports } from "../review/compare";
import type { StackReport } from "../review/report";
import type { Clock } from "../verify/clock";
import { runInTheWay } from "../verify/e2e/lock";
import { googleApi } from "../verify/google-api";
import { CommandLine, CouldNotTell, today, type ExitCode, type Subcommand } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { missingUpstream, planStacks, synthesizeApart } from "./shared/plans";
import { stacksInOrder } from "../environments/stack-names";
import { ROOT } from "./shared/place";
import { writableOutput } from "./shared/project";
import { DIGEST_KEY_VARIABLE, reviewAll } from "./shared/review-context";
import { Terraform } from "./shared/terraform";

const command = new CommandLine("deploy")
  .description(
    "Applies exactly what was reviewed, stack by stack. Exit 0 applied, 1 refused, 2 could not tell or failed.",
  )
  .neededOption("--environment <name>", "the environment")
  .neededOption("--digest <digest>", "the digest that the review printed")
  .option(
    "--first",
    "apply stacks that cannot be planned, and so not reviewed, before the first deploy of those below them",
  );

interface Options {
  readonly environment: string;
  readonly digest: string;
  readonly first?: true;
}

const printLine = (text: string): void => void process.stdout.write(`${text}\n`);

/** Makes the reviewed plans again; the digest says whether they are the same. */
async function remakeReview(
  stacks: string,
  names: readonly string[],
  digest: string,
): Promise<ReadonlyMap<string, StackReport>> {
  if (!process.env[DIGEST_KEY_VARIABLE])
    throw new CouldNotTell(`${DIGEST_KEY_VARIABLE} is not set: without the review's key nothing can be compared`);
  const { inputs, problems } = await planStacks(stacks, names);
  const report = reviewAll(inputs, today());
  for (const problem of problems) printLine(problem);
  if (report.digest !== digest) {
    throw new Refused(
      `the plans differ from what was reviewed (${report.summary}); review again with ./netra review --environment`,
    );
  }
  return new Map(report.stacks.map((stack) => [stack.name, stack]));
}

/** A refusal is an answer, not a failure: exit code 1. */
class Refused extends Error {}

/** Refuses to deploy beside end-to-end tests: they would see half of it. Production runs none. */
async function refuseBesideTests(environment: Environment, clock: Clock): Promise<void> {
  if (environment.kind === "production") return;
  const run = await runInTheWay(googleApi(process.env, clock), environment, clock.date());
  if (run !== undefined) throw new Refused(run);
}

async function isConfirmed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(`${question} Type yes to apply: `)).trim() === "yes";
  } finally {
    terminal.close();
  }
}

/** Plans one stack under its lock, holds the plan against the review and applies exactly that plan. */
async function deployStack(
  stacks: string,
  name: string,
  known: StackReport | undefined,
  isFirst: boolean,
): Promise<void> {
  const missing = await missingUpstream(stacks, name);
  if (missing !== undefined) throw new CouldNotTell(missing);
  const terraform = new Terraform(name, join(stacks, name));
  try {
    await terraform.init();
    const { json, isEmpty } = await terraform.plan("deploy");
    if (isEmpty) {
      printLine(`${name}: nothing to do`);
      return;
    }
    const reading = readPlan(json);
    if (!reading.ok) throw new CouldNotTell(`${name}: ${reading.problem}`);
    const [now] = reviewAll([{ name, plan: reading.plan }], today()).stacks;
    if (!now) throw new CouldNotTell(`${name}: its plan could not be reviewed`);
    await assertAllowed(name, now, known, isFirst);
    printLine(`${name}: applying ${countText(now.changes.length, "change")}`);
    await terraform.apply();
    printLine(`${name}: applied`);
  } finally {
    terraform.removePlan();
  }
}

async function assertAllowed(
  name: string,
  now: StackReport,
  known: StackReport | undefined,
  isFirst: boolean,
): Promise<void> {
  if (!known) {
    printLine(`${name}: never applied before, so nobody could review it: ${countText(now.changes.length, "change")}`);
    const isAllowed = isFirst || (process.stdin.isTTY && (await isConfirmed(`${name}:`)));
    if (!isAllowed) throw new Refused(`${name}: not reviewed; read ./netra review --stack ${name}, then pass --first`);
    return;
  }
  if (now.digest === known.digest) return;
  const { worse, gone } = compareStackReports(known, now);
  for (const change of gone) printLine(`${name}: no longer needed: ${change}`);
  for (const change of worse) printLine(`${name}: not reviewed: ${change}`);
  if (worse.length > 0) throw new Refused(`${name}: its plan became worse than what was reviewed; review it again`);
}

async function main(clock: Clock): Promise<ExitCode> {
  const { environment, digest, first } = command.opts<Options>();
  const environments = environmentsFor(today(), environment);
  const names = environments.flatMap(stacksInOrder);
  const output = writableOutput(ROOT);
  await synthesizeApart(ROOT, output);
  const stacks = join(output, "stacks");
  const applied: string[] = [];
  try {
    const known = await remakeReview(stacks, names, digest);
    for (const name of names) {
      for (const each of environments) await refuseBesideTests(each, clock);
      await deployStack(stacks, name, known.get(name), first === true);
      applied.push(name);
    }
    return 0;
  } catch (error) {
    printLine(
      `applied: ${applied.join(", ") || "nothing"}; not applied: ${names.filter((name) => !applied.includes(name)).join(", ")}`,
    );
    printLine("to go on: correct the cause, review again and deploy with the new digest; what is applied stays");
    if (!(error instanceof Refused)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** `netra deploy`. */
export const subcommand: Subcommand = { command, action: main };
