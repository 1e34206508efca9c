import { groupsBy } from "../google/groups";
import { plainPath } from "../google/paths";
import { configurationAddress } from "../policy/core/plan-references";
import type { Resource } from "../policy/core/resource";
import { worstFirst } from "../report/severity";
import { changesOf, type Change } from "./change";
import type { ChangeReport, PathReport, StackReport, UnplannedChange } from "./report";
import type { PlanInput } from "./review";

/**
 * What of a plan is of this change of the code, and what was pending before: merged earlier and not applied yet, or changed
 * outside. A plan alone does not say; the difference of the code does, which knows nothing of what is live.
 */

/** What the code changes in one stack, and who refers to what in it. */
interface CodeDifference {
  /** Addresses as they are declared: without keys of `count` and `for_each`. */
  readonly changed: ReadonlyMap<string, readonly Change[]>;
  readonly after: ReadonlyMap<string, Resource>;
}

const addressesOf = ({ address, previousAddress }: Pick<ChangeReport, "address" | "previousAddress">) =>
  [address, ...(previousAddress === undefined ? [] : [previousAddress])].map(configurationAddress);

const isBelow = (path: string, other: string): boolean => path === other || path.startsWith(`${other}.`);

/** Whether one of two attributes is the other, or stands in it. */
const isSameOrWithin = (one: string, other: string): boolean =>
  isBelow(plainPath(one), plainPath(other)) || isBelow(plainPath(other), plainPath(one));

function differenceOf({ plan, after = [] }: PlanInput): CodeDifference {
  const changed = groupsBy(changesOf(plan), ({ address }) => configurationAddress(address));
  return { changed, after: new Map(after.map((resource) => [resource.address, resource])) };
}

/** Whether an attribute is computed from something of a set: the change there has caused this one. */
const isComputedFrom = (path: string, resource: Resource | undefined, own: ReadonlySet<string>): boolean =>
  [...(resource?.references ?? [])].some(
    ([reference, addresses]) =>
      addresses.some((address) => own.has(configurationAddress(address))) && isSameOrWithin(path, reference),
  );

/** Addresses of one plan that are of this change: changed in the code, or computed from what is. */
function ownAddresses(changes: readonly ChangeReport[], { changed, after }: CodeDifference): ReadonlySet<string> {
  const own = new Set(changed.keys());
  let size: number;
  do {
    size = own.size;
    for (const change of changes) {
      const [address = ""] = addressesOf(change);
      const isCaused = change.paths.some(({ path }) => isComputedFrom(path, after.get(address), own));
      if (isCaused) own.add(address);
    }
  } while (own.size > size);
  return own;
}

/** What the code declares anew, or no more, it does as a whole: none of its attributes was pending alone. */
const isWhole = ({ actions }: Pick<ChangeReport, "actions">): boolean =>
  actions.some((action) => action === "create" || action === "delete");

/** A change of an object that this change of the code touches: its own attributes first, those marked that were pending. */
function withOwnFirst(
  change: ChangeReport,
  { changed, after }: CodeDifference,
  own: ReadonlySet<string>,
): ChangeReport {
  const [address = ""] = addressesOf(change);
  const differences = addressesOf(change).flatMap((one) => changed.get(one) ?? []);
  if (differences.some(isWhole)) return change;
  const declared = differences.flatMap(({ attributes }) => attributes.map(({ path }) => path));
  const isOwn = ({ path }: PathReport): boolean =>
    declared.some((one) => isSameOrWithin(one, path)) || isComputedFrom(path, after.get(address), own);
  const pending = change.paths.filter((path) => !isOwn(path)).map((path) => ({ ...path, isPending: true as const }));
  return { ...change, paths: [...change.paths.filter(isOwn), ...pending] };
}

/** What the code changes and the plan leaves. */
function unplannedOf({ changed }: CodeDifference, plan: PlanInput["plan"]): readonly UnplannedChange[] {
  const planned = new Set(
    plan.resource_changes
      .filter(({ change, previous_address: previous }) => previous !== undefined || change.actions.join() !== "no-op")
      .flatMap(({ address, previous_address: previousAddress }) =>
        addressesOf({ address, ...(previousAddress !== undefined && { previousAddress }) }),
      ),
  );
  return [...changed]
    .filter(([key]) => !planned.has(key))
    .flatMap(([, changes]) => changes.map(({ address, actions }) => ({ address, actions })));
}

function stackApart(stack: StackReport, planned: PlanInput, code: PlanInput): StackReport {
  const difference = differenceOf(code);
  const own = ownAddresses(stack.changes, difference);
  const isOwn = (change: ChangeReport): boolean => addressesOf(change).some((address) => own.has(address));
  const pending = stack.changes.filter((change) => !isOwn(change));
  const places = new Set(pending.flatMap(addressesOf));
  const isPending = ({ address }: { readonly address: string }): boolean => places.has(configurationAddress(address));
  // What was changed outside and this change does not touch waits for a deploy too.
  const isOutside = ({ address }: { readonly address: string }): boolean => !own.has(configurationAddress(address));
  return {
    ...stack,
    changes: stack.changes.filter(isOwn).map((change) => withOwnFirst(change, difference, own)),
    drift: stack.drift.filter((entry) => !isOutside(entry)),
    findings: stack.findings.filter((finding) => !isPending(finding)),
    pending: {
      changes: pending,
      drift: stack.drift.filter(isOutside),
      findings: stack.findings.filter(isPending),
    },
    unplanned: unplannedOf(difference, planned.plan),
  };
}

/**
 * The same stacks with what was pending before apart, and with what the code changes and the plan leaves.
 *
 * @param planned - the plans that were reviewed
 * @param code - the difference of the code, of any stacks; a stack that is not in it has none
 */
export function pendingApart(
  stacks: readonly StackReport[],
  planned: readonly PlanInput[],
  code: readonly PlanInput[],
): readonly StackReport[] {
  const find = (inputs: readonly PlanInput[], name: string) => inputs.find((input) => input.name === name);
  return stacks.map((stack) => {
    const [plan, difference] = [find(planned, stack.name), find(code, stack.name)];
    return plan && difference ? stackApart(stack, plan, difference) : stack;
  });
}

/** The same stacks with what was pending among their changes and findings: it counts as all others do. */
export const withPending = (stacks: readonly StackReport[]): readonly StackReport[] =>
  stacks.map(({ pending, ...stack }) =>
    pending === undefined
      ? stack
      : {
          ...stack,
          changes: worstFirst([...stack.changes, ...pending.changes]),
          drift: worstFirst([...stack.drift, ...pending.drift]),
          findings: worstFirst([...stack.findings, ...pending.findings]),
        },
  );
