import { changesOf, type Change } from "../../review/change";
import { EMPTY_PLAN, type ChangeJson, type PlanJson, type ResourceChangeJson } from "../../policy/core/plan";

/** A block of a resource. */
export type Json = Readonly<Record<string, unknown>>;

/** A plan of these changes and nothing else. */
export const planOf = (...entries: readonly ResourceChangeJson[]): PlanJson => ({
  ...EMPTY_PLAN,
  resource_changes: entries,
});

/** One change as a plan holds it, so that its paths are real. */
export function changeOf(type: string, change: ChangeJson, more: Partial<ResourceChangeJson> = {}): Change {
  const [made] = changesOf(planOf({ address: `${type}.it`, mode: "managed", type, change, ...more }));
  return made!;
}

/** An update in place. */
export const update = (type: string, before: unknown, after: unknown, more: Partial<ChangeJson> = {}): Change =>
  changeOf(type, { actions: ["update"], before, after, ...more });

/** A replacement that this path forces; the old one is destroyed first. */
export const replace = (type: string, path: readonly (string | number)[], more: Partial<ChangeJson> = {}): Change =>
  changeOf(type, { actions: ["delete", "create"], before: {}, after: {}, replace_paths: [path], ...more });

/** A creation. */
export const create = (type: string, after: unknown): Change =>
  changeOf(type, { actions: ["create"], before: null, after });

/** A deletion. */
export const remove = (type: string, before: unknown): Change =>
  changeOf(type, { actions: ["delete"], before, after: null });
