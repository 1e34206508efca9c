import { declaredIn, declaredProvisioners, fromSynth, type SynthesizedStack } from "../policy/core/from-synth";
import { EMPTY_PLAN, type ChangeJson, type PlanJson, type ResourceChangeJson } from "../policy/core/plan";
import { isRecord, member } from "../policy/core/json";
import type { Output } from "../policy/core/relations/remote-state";
import { UNKNOWN, valueAt, type Resource, type Values } from "../policy/core/resource";
import { attributeChanges } from "./attribute-changes";
import { movesBetween, withMovedReferences } from "./code-moves";
import { forcesReplacement } from "../google/force-new";
import type { Versions } from "../google/provider/facts";
import { versionsOf } from "./provider-versions";
import type { PlanInput } from "./review";

/**
 * The difference between two states of the code in the form of a plan: what a plan shows where everything declared is
 * live. It needs no Terraform, no provider and no account, and so works for a fork. It cannot see drift.
 *
 * @param name - name of the stack
 * @param before - undefined where the stack is new
 * @param after - undefined where the stack is gone
 */
export function codeChange(
  name: string,
  before: SynthesizedStack | undefined,
  after: SynthesizedStack | undefined,
): PlanInput {
  const [old, to] = [declaredIn(before ?? {}), declaredIn(after ?? {})] as const;
  const { resources: later, outputs } = fromSynth(name, after ?? {});
  const configuration = { ...configurationOf(after), outputs: outputsJson(outputs) };
  const versions = versionsOf({ configuration });
  const moves = movesBetween(old, to, after?.moved ?? []);
  const from = withMovedReferences(old, moves);
  const left = new Set(moves.map((move) => move.from));
  const addresses = new Set([...from.keys(), ...to.keys()]);
  const changes = [...addresses].flatMap((address): ResourceChangeJson[] => {
    if (left.has(address)) return [];
    const previous = moves.find((move) => move.to === address)?.from;
    const [was, is] = [from.get(previous ?? address), to.get(address)];
    const changed = changeBetween(address, was, is, versions);
    const entry = { address, mode: "managed", type: typeOf(address) } as const;
    if (previous === undefined) return changed ? [{ ...entry, change: changed }] : [];
    const change = changed ?? { actions: ["no-op"], before: was, after: is };
    return [{ ...entry, previous_address: previous, change }];
  });
  const ordered = changes.map((entry) => withOrder(entry, later));
  const carried = carriedChanges(ordered, later, from, to);
  const plan: PlanJson = {
    ...EMPTY_PLAN,
    resource_changes: [...ordered, ...carried],
    configuration,
  };
  return { name, plan, before: fromSynth(name, before ?? {}).resources, after: later };
}

/**
 * What a plan's configuration has beside resources: the providers with their versions, and what runs programs, which are
 * provisioners and data sources. Their commands are expressions there too.
 */
function configurationOf(stack: SynthesizedStack | undefined): PlanJson["configuration"] {
  const resources = declaredBodies(stack?.resource).flatMap(({ type, name, body }) => {
    const provisioners = declaredProvisioners(body);
    return provisioners.length === 0 ? [] : [{ address: `${type}.${name}`, provisioners }];
  });
  const data = declaredBodies(stack?.data).map(({ type, name, body }) => ({
    ...{ address: `data.${type}.${name}`, mode: "data", type, expressions: body },
  }));
  const providers = Object.entries(stack?.terraform?.required_providers ?? {}).map(
    ([name, provider]): [string, unknown] => [
      name,
      { full_name: member(provider, "source"), version_constraint: member(provider, "version") },
    ],
  );
  return { resources: [...resources, ...data], providers: Object.fromEntries(providers) };
}

/** Outputs as a plan's configuration has them: by what their expressions refer to. */
const outputsJson = (outputs: readonly Output[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(outputs.map(({ name, references }) => [name, { expression: { references } }]));

const declaredBodies = <T>(byType: Readonly<Record<string, Readonly<Record<string, T>>>> | undefined) =>
  Object.entries(byType ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, body })),
  );

const isReplaced = ({ change }: ResourceChangeJson): boolean => change.actions.length === 2;

/** A replacement in the order that Terraform takes: create_before_destroy says so. */
function withOrder(entry: ResourceChangeJson, resources: readonly Resource[]): ResourceChangeJson {
  const own = resources.find(({ address }) => address === entry.address);
  return isReplaced(entry) && own?.lifecycle?.createBeforeDestroy
    ? { ...entry, change: { ...entry.change, actions: ["create", "delete"] } }
    : entry;
}

/**
 * What a replacement takes along: whoever refers to a value that the new object gets from Google, or is replaced with it by
 * `replace_triggered_by`. Terraform plans them as changes too.
 */
function carriedChanges(
  changes: readonly ResourceChangeJson[],
  resources: readonly Resource[],
  from: ReadonlyMap<string, Values>,
  to: ReadonlyMap<string, Values>,
): readonly ResourceChangeJson[] {
  const known = new Set(changes.map(({ address }) => address));
  const replaced = new Set(changes.filter(isReplaced).map(({ address }) => address));
  return resources.flatMap((resource): ResourceChangeJson[] => {
    const { address, type, references, lifecycle } = resource;
    const [before, after] = [from.get(address), to.get(address)];
    if (known.has(address) || !before || !after) return [];
    const triggers = lifecycle?.replaceTriggeredBy ?? [];
    if (triggers.some((trigger) => [...replaced].some((one) => trigger === one || trigger.startsWith(`${one}.`)))) {
      const actions = lifecycle?.createBeforeDestroy ? ["create", "delete"] : ["delete", "create"];
      return [
        { address, mode: "managed", type, action_reason: "replace_by_triggers", change: { actions, before, after } },
      ];
    }
    const paths = [...references].filter(
      ([path, addresses]) => valueAt(resource, path) === UNKNOWN && addresses.some((one) => replaced.has(one)),
    );
    if (paths.length === 0) return [];
    const unknown = paths.reduce<unknown>((tree, [path]) => withUnknown(tree, stepsOf(path)), {});
    return [{ address, mode: "managed", type, change: { actions: ["update"], before, after, after_unknown: unknown } }];
  });
}

const stepsOf = (path: string): readonly string[] => path.match(/[^.[\]]+/g) ?? [];

/** The tree of marks with one more path: a member of a block, or of a list where the step is a number. */
function withUnknown(tree: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return true;
  const isIndex = /^\d+$/.test(step);
  if (isIndex) {
    const list = Array.isArray(tree) ? [...(tree as readonly unknown[])] : [];
    const index = Number(step);
    while (list.length <= index) list.push({});
    list[index] = withUnknown(list[index], rest);
    return list;
  }
  const block = isRecord(tree) ? tree : {};
  return { ...block, [step]: withUnknown(block[step], rest) };
}

const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

function changeBetween(
  address: string,
  before: Values | undefined,
  after: Values | undefined,
  versions: Versions,
): ChangeJson | undefined {
  if (!before) return { actions: ["create"], before: null, after };
  if (!after) return { actions: ["delete"], before, after: null };
  const changed = attributeChanges({ actions: ["update"], before, after });
  if (changed.length === 0) return undefined;
  const paths = [...new Set(changed.map(({ path }) => path))].filter((path) =>
    forcesReplacement(typeOf(address), path, versions),
  );
  if (paths.length === 0) return { actions: ["update"], before, after };
  return { actions: ["delete", "create"], before, after, replace_paths: paths.map((path) => [path]) };
}
