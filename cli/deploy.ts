import { Option } from "commander";
import type { Environment } from "../environments/environment";
import { countText } from "../report/text";
import { compareStackReports } from "../review/compare";
import type { StackReport } from "../review/report";
import type { Clock } from "../verify/clock";
import { googleApi, type GoogleFiles } from "../verify/google-api";
import { CommandLine, CouldNotTell, Refused, printLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { refuseBesideTests } from "./shared/beside-tests";
import { oneEnvironment } from "./shared/environments";
import { FirstNeeds } from "./shared/first-needs";
import { DEPLOY_WORDS, standingText } from "./shared/standing-text";
import { assertNotInterrupted, interruptionSignal } from "./shared/interruption";
import { missingUpstream, readStackPlan } from "./shared/plans";
import { stacksInOrder } from "../environments/stack-names";
import { DIGEST_KEY_VARIABLE, reviewAll } from "./shared/review-context";
import { askPerson } from "./shared/question";
import { assertDigestForm, refuseStuck, remakeReview } from "./shared/remade-review";
import { inOwnRun, type Workplace } from "./shared/run";
import { leftLockText } from "./shared/left-lock";
import { TerraformFailed } from "./shared/terraform-failed";

const command = new CommandLine("deploy")
  .description(
    "Applies exactly what was reviewed, stack by stack. Exit 0 applied, 1 refused, 2 could not tell or failed.",
  )
  .neededOption("--environment <name>", "the environment")
  .neededOption("--digest <digest>", "the digest that the review printed")
  .addOption(
    new Option(
      "--first",
      "apply stacks that cannot be planned, and so not reviewed, before the first deploy of those below them",
    ).conflicts("check"),
  )
  .option("--check", "apply nothing: exit 0 the reviewed plan is still true, 1 it is another one, 2 could not tell");

interface Options {
  readonly environment: string;
  readonly digest: string;
  readonly first?: true;
  readonly check?: true;
}

/** Plans one stack under its lock, holds the plan against the review and applies exactly that plan. */
async function deployStack(
  workplace: Workplace,
  name: string,
  known: StackReport | undefined,
  needs: FirstNeeds,
  isFirst: boolean,
): Promise<void> {
  const missing = await missingUpstream(workplace, name);
  if (missing !== undefined) throw new CouldNotTell(missing);
  const terraform = workplace.terraform(name);
  try {
    await terraform.init();
    const { json, isEmpty } = await terraform.plan("deploy");
    if (isEmpty) {
      printLine(`${name}: nothing to do`);
      return;
    }
    const plan = readStackPlan(name, json);
    const [now] = reviewAll([{ name, plan }], today(), workplace.stacks).stacks;
    if (!now) throw new CouldNotTell(`${name}: its plan could not be reviewed`);
    await assertAllowed(name, now, known, isFirst);
    refuseStuck([now]);
    await needs.checkStack(name, plan);
    printLine(`${name}: applying ${countText(now.changes.length, "change")}`);
    await terraform.apply(plan.resource_changes);
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
    const isAllowed = isFirst || (process.stdin.isTTY && (await askPerson(`${name}: Type yes to apply: `)) === "yes");
    if (!isAllowed) throw new Refused(`${name}: not reviewed; read ./netra review --stack ${name}, then pass --first`);
    return;
  }
  if (now.digest === known.digest) return;
  const { worse, gone } = compareStackReports(known, now);
  for (const change of gone) printLine(`${name}: no longer needed: ${change}`);
  for (const change of worse) printLine(`${name}: not reviewed: ${change}`);
  if (worse.length > 0) throw new Refused(`${name}: its plan became worse than what was reviewed; review it again`);
}

/** What a deploy works on. */
interface Deployment {
  readonly environment: Environment;
  /** Its calls end at the first interruption. */
  readonly google: GoogleFiles;
  /** Names of the stacks, in order. */
  readonly names: readonly string[];
  /** Names of those that are applied; grows. */
  readonly finished: string[];
}

async function deployAll(
  workplace: Workplace,
  { environment, google, names, finished }: Deployment,
  { digest, first }: Options,
  clock: Clock,
): Promise<void> {
  const { known, plans } = await remakeReview(workplace, names, digest, false);
  refuseStuck(known.values());
  const needs = new FirstNeeds(google, environment, workplace.stacks, names, plans);
  for (const line of await needs.checkAll()) printLine(line);
  for (const name of names) {
    await refuseBesideTests(environment, google, clock);
    assertNotInterrupted();
    await deployStack(workplace, name, known.get(name), needs, first === true);
    finished.push(name);
  }
}

/** Says whether a deploy would find the plan that was reviewed. Like a review it takes no lock and asks as the planner. */
async function checkAll(names: readonly string[], digest: string): Promise<void> {
  const { known } = await inOwnRun((workplace) => remakeReview(workplace, names, digest, true));
  refuseStuck(known.values());
  printLine(`the reviewed plan is still true: ${names.join(", ")}`);
}

async function main(clock: Clock): Promise<ExitCode> {
  const options = command.opts<Options>();
  const environment = oneEnvironment(today(), options.environment);
  if (!process.env[DIGEST_KEY_VARIABLE])
    throw new CouldNotTell(`${DIGEST_KEY_VARIABLE} is not set: without the review's key nothing can be compared`);
  assertDigestForm(options.digest);
  if (options.check) {
    await checkAll(stacksInOrder(environment), options.digest);
    return 0;
  }
  // It says where it stands before it ends, at whatever moment it is interrupted, and also where a second signal kills.
  const interruption = interruptionSignal("", { insist: () => undefined });
  const google = googleApi(process.env, clock, interruption);
  const deployment: Deployment = { environment, google, names: stacksInOrder(environment), finished: [] };
  try {
    await inOwnRun((workplace) => deployAll(workplace, deployment, options, clock));
    return 0;
  } catch (error) {
    const failed = error instanceof TerraformFailed ? error : undefined;
    for (const line of standingText(deployment, failed, DEPLOY_WORDS)) printLine(line);
    if (failed?.leavesLock) printLine(await leftLockText(environment, failed.stackName, clock));
    throw error;
  }
}

/** `netra deploy`. */
export const subcommand: Subcommand = { command, action: main };
