import { argumentBeside } from "../google/idle-arguments";
import { labelEntry } from "../google/label-maps";
import type { PlanJson, ResourceChangeJson } from "../policy/core/plan";
import { attributeChanges, type AttributeChange } from "./attribute-changes";
import { emptyBlockChanges } from "./empty-blocks";
import { classOf, isSame, type DriftClass, type DriftContext, type DriftPlace } from "./drift-class";
import { versionsOf } from "./provider-versions";

export type { DriftClass, DriftContext } from "./drift-class";

/** One attribute that changed outside, or one resource that was deleted outside. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly class: DriftClass;
  /** `before` is the last applied value, `after` the live one. Absent where the resource is gone. */
  readonly attribute?: AttributeChange;
}

/** Every attribute that changed outside, with its class: what the plan does about it. */
export function driftOf(plan: PlanJson, context: DriftContext): readonly Drift[] {
  const planned = new Map(
    plan.resource_changes.filter(({ deposed }) => deposed === undefined).map((entry) => [entry.address, entry]),
  );
  const relevant = new Set(
    plan.relevant_attributes.map(({ resource, attribute }) => `${resource} ${attribute[0] ?? ""}`),
  );
  const versions = versionsOf(plan);
  return plan.resource_drift.flatMap((entry) => {
    const { address, type, change } = entry;
    if (change.actions.includes("delete")) return [{ address, type, class: "deleted outside" as const }];
    const next = planned.get(address);
    const place: DriftPlace = {
      type,
      versions,
      isRelevant: (path) => relevant.has(`${address} ${path.split(/[.[]/)[0] ?? ""}`),
      context,
      live: change.after,
      ...(next !== undefined && { planned: next }),
      unknown: next === undefined ? [] : unknownPaths(next),
    };
    const attributes = attributeChanges(change).filter(({ before, after }) => !isSame(before, after));
    return withoutRepeats([
      ...attributes.map((attribute): Drift => ({ address, type, class: classOf(attribute, place), attribute })),
      ...blocksSetBack(entry, next).map((attribute): Drift => ({ address, type, class: "reverted", attribute })),
    ]);
  });
}

const unknownPaths = ({ change }: ResourceChangeJson): readonly string[] =>
  attributeChanges(change).flatMap(({ path, unknownAfter }) => (unknownAfter ? [path] : []));

/**
 * Blocks without any value that came or went outside, and that the plan sets back. What a plan leaves as it is may be
 * another spelling of the same.
 */
function blocksSetBack(
  { change }: ResourceChangeJson,
  planned: ResourceChangeJson | undefined,
): readonly AttributeChange[] {
  if (planned === undefined) return [];
  const setBack = new Set(emptyBlockChanges(planned.change).map(({ path }) => path));
  return emptyBlockChanges(change).filter(({ path }) => setBack.has(path));
}

/**
 * One entry for what somebody did once: a label stands in up to three maps, and a target of traffic that is pinned has
 * another type and a revision.
 */
function withoutRepeats(drift: readonly Drift[]): readonly Drift[] {
  const told = new Map(drift.map((entry) => [entry.attribute?.path, entry.class]));
  const repeated = new Set(
    drift.flatMap(({ type, class: kind, attribute }) => {
      const beside = kind === "noise" ? undefined : argumentBeside(type, attribute?.path ?? "");
      return beside !== undefined && told.get(beside) === kind ? [beside] : [];
    }),
  );
  return drift.filter(({ class: kind, attribute }) => {
    const path = attribute?.path ?? "";
    if (repeated.has(path) || isNameOfItem(path, told)) return false;
    const label = labelEntry(path);
    if (label === undefined || label.map === "own") return true;
    const { kind: map, key } = label;
    const better = label.map === "terraform" ? [`${map}.${key}`, `effective_${map}.${key}`] : [`${map}.${key}`];
    return !better.some((other) => told.get(other) === kind);
  });
}

/** Whether a path leads to the name of an item that came or went, `env[name=A].name`, of which more is told. */
function isNameOfItem(path: string, told: ReadonlyMap<string | undefined, DriftClass>): boolean {
  const item = /^(.*\[(\w+)=[^\]]*\])\.\2$/.exec(path)?.[1];
  return item !== undefined && [...told.keys()].some((other) => other !== path && other?.startsWith(`${item}.`));
}

/**
 * The attributes of a planned change that did not change outside: the code is ahead of what is applied. One that is known
 * only after apply follows another one.
 *
 * @param outside - the entry of the same resource in `resource_drift`
 */
export function codeChanges(
  planned: readonly AttributeChange[],
  outside: ResourceChangeJson,
): readonly AttributeChange[] {
  const changedOutside = new Set(attributeChanges(outside.change).map(({ path }) => path));
  return planned.filter(({ path, unknownAfter }) => !unknownAfter && !changedOutside.has(path));
}
