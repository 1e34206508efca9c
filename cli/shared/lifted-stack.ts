import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackCommand } from "../../environments/stack-command";
import { isChange, type PlannedChange } from "./apply-progress";
import { Refused, errorLine, printLine } from "./command";
import { runInterrupted } from "./interruption";
import { liftProtections } from "./lift-protections";
import { readStackPlan } from "./plans";
import type { Workplace } from "./run";
import { stackFilePath } from "./stack-file";
import type { Terraform } from "./terraform";
import { TerraformFailed } from "./terraform-failed";

/** What protections are changed on. */
interface Place {
  readonly stack: string;
  readonly terraform: Terraform;
}

const action = ({ change }: PlannedChange): string => change.actions.join();

/**
 * What a plan that should change protections would do besides. A protected resource may change in place: it is about to
 * go, or back to what is declared.
 */
export const otherChanges = (
  changes: readonly PlannedChange[],
  addresses: readonly string[],
): readonly PlannedChange[] =>
  changes.filter((each) => isChange(each) && !(addresses.includes(each.address) && action(each) === "update"));

const changeText = (each: PlannedChange): string => `${each.address} (${action(each).replace(",", " and ")})`;

async function planProtections(
  { stack, terraform }: Place,
  addresses: readonly string[],
): Promise<readonly PlannedChange[]> {
  const { json } = await terraform.plan("deploy", addresses);
  return readStackPlan(stack, json).resource_changes;
}

/**
 * Applies what the file now says of protections, and nothing besides. What was deleted by hand is left out: Terraform
 * would make it again.
 *
 * @param onApply - is called before anything changes
 * @returns the addresses that are in the state and at Google
 */
async function applyProtections(
  place: Place,
  addresses: readonly string[],
  onApply: () => void = () => undefined,
): Promise<readonly string[]> {
  const { terraform, stack } = place;
  const held = (await terraform.state()).resources.filter(({ address }) => addresses.includes(address));
  // Terraform would replace them, which their protection forbids.
  for (const { address } of held.filter(({ isTainted }) => isTainted)) {
    await terraform.untaint(address);
    printLine(`${stack}: ${address} is no longer tainted`);
  }
  let targets = held.map(({ address }) => address);
  if (targets.length === 0) return [];
  let changes = await planProtections(place, targets);
  const gone = changes.filter((each) => targets.includes(each.address) && action(each) === "create");
  if (gone.length > 0) {
    targets = targets.filter((target) => !gone.some(({ address }) => address === target));
    if (targets.length === 0) return [];
    changes = await planProtections(place, targets);
  }
  const others = otherChanges(changes, targets);
  if (others.length > 0) {
    throw new Refused(
      `${stack}: its protections cannot be changed alone, because the plan has more: ${others.map(changeText).join(", ")}; look at ./netra drift, and deploy or undo that first`,
    );
  }
  onApply();
  if (changes.some(isChange)) await terraform.apply(changes);
  return targets;
}

/** Puts back what was lifted on everything that is still there, and says what came of it. */
async function restoreProtections(place: Place, addresses: readonly string[]): Promise<void> {
  const { stack } = place;
  printLine(`${stack}: putting its protections back`);
  try {
    const restored = await runInterrupted(() => applyProtections(place, addresses));
    const text =
      restored.length === 0 ? "nothing with a protection is left" : `protected again: ${restored.join(", ")}`;
    printLine(`${stack}: ${text}`);
  } catch (error) {
    await showStillLifted(place, addresses, errorLine(error));
  }
}

async function restoreAfter(error: unknown, place: Place, addresses: readonly string[]): Promise<void> {
  // Its lock has to be freed first, and only a person may do that.
  const isLocked = error instanceof TerraformFailed && error.leavesLock;
  await (isLocked
    ? showStillLifted(place, addresses, "Terraform did not give its lock back")
    : restoreProtections(place, addresses));
}

/** What is left of some addresses; all of them where the state cannot be read. */
async function leftOf({ terraform }: Place, addresses: readonly string[]): Promise<readonly string[]> {
  try {
    const { resources } = await runInterrupted(() => terraform.state());
    return addresses.filter((address) => resources.some((each) => each.address === address));
  } catch {
    return addresses;
  }
}

async function showStillLifted(place: Place, addresses: readonly string[], reason: string): Promise<void> {
  const left = await leftOf(place, addresses);
  if (left.length === 0) return;
  const { stack } = place;
  printLine(`${stack}: its protections are still lifted, because they could not be put back (${reason})`);
  printLine("to put them back:");
  printLine(`  ${stackCommand(stack, `apply ${left.map((address) => `-target=${address}`).join(" ")}`)}`);
}

/**
 * Runs while nothing of a stack is protected: its protections are lifted in the run's own copy of its file, in its state
 * and at Google. Where it does not come to its end, they are put back on whatever is left.
 *
 * @param work - what needs it; it has no plan of the stack yet
 */
export async function withoutProtections(
  { stacks, terraform: terraformOf }: Workplace,
  stack: string,
  work: () => Promise<void>,
): Promise<void> {
  const place: Place = { stack, terraform: terraformOf(stack) };
  const folder = join(stacks, stack);
  const declared = readFileSync(stackFilePath(folder));
  const addresses = liftProtections(folder);
  const lifting = { isBegun: false };
  try {
    await applyProtections(place, addresses, () => (lifting.isBegun = true));
    await work();
  } catch (error) {
    writeFileSync(stackFilePath(folder), declared);
    if (lifting.isBegun) await restoreAfter(error, place, addresses);
    throw error;
  } finally {
    place.terraform.removePlan();
  }
}
