import { member } from "../policy/core/json";
import type { ChangeJson, PlanJson, ResourceChangeJson } from "../policy/core/plan";
import { isByPlace } from "./single-blocks";

/** What happens to a resource, in the words that people use; a replacement says which half comes first. */
export type Action =
  | "create"
  | "update"
  | "delete"
  | "replace (destroy first)"
  | "replace (create first)"
  | "move"
  | "import"
  | "forget"
  | "read"
  | "deferred"
  | "unknown action";

/** One attribute that changes. Its values are for judging; what may be printed `printable.ts` decides. */
export interface AttributeChange {
  /** `template[0].timeout`. */
  readonly path: string;
  readonly before: unknown;
  /** Undefined also where it is known only after apply: see {@link AttributeChange.unknownAfter}. */
  readonly after: unknown;
  readonly unknownAfter: boolean;
  /** Terraform marks one of the two as sensitive. */
  readonly sensitive: boolean;
}

/** What a plan does to one resource. */
export interface Change {
  readonly address: string;
  readonly previousAddress?: string;
  readonly type: string;
  readonly actions: readonly Action[];
  /** Left over from a replacement that failed half-way. */
  readonly deposed: boolean;
  readonly attributes: readonly AttributeChange[];
  /** Paths that force the replacement. */
  readonly replacePaths: readonly string[];
  /** Terraform's own reason, e.g. `replace_because_tainted`. */
  readonly reason?: string;
  /** The whole resource before and after, for consequences that compare more than one attribute. */
  readonly before: unknown;
  readonly after: unknown;
}

/** An output whose value changes; values never leave this module. */
export interface OutputChange {
  readonly name: string;
  readonly actions: readonly Action[];
}

/** `["template", 0, "timeout"]` → `template[0].timeout`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );

const VERBS: Readonly<Record<string, readonly Action[]>> = {
  "no-op": [],
  create: ["create"],
  update: ["update"],
  delete: ["delete"],
  read: ["read"],
  forget: ["forget"],
  "delete,create": ["replace (destroy first)"],
  "create,delete": ["replace (create first)"],
  "create,forget": ["forget", "create"],
};

function actionsOf({ previous_address: previous, address, change }: ResourceChangeJson): readonly Action[] {
  // A Terraform that invents an action must not look harmless here.
  const verbs = VERBS[change.actions.join(",")] ?? ["unknown action"];
  const isMoved = previous !== undefined && previous !== address;
  const isImported = change.importing !== undefined && change.importing !== null;
  return [...(isMoved ? (["move"] as const) : []), ...(isImported ? (["import"] as const) : []), ...verbs];
}

/** Every change of a plan, without no-ops. */
export function changesOf(plan: PlanJson): readonly Change[] {
  const changes = plan.resource_changes.flatMap((entry) => {
    const actions = actionsOf(entry);
    return actions.length === 0 ? [] : [changeOf(entry, actions)];
  });
  const deferred = plan.deferred_changes.map(({ resource_change: entry }) => changeOf(entry, ["deferred"]));
  return [...changes, ...deferred];
}

const changeOf = (entry: ResourceChangeJson, actions: readonly Action[]): Change => ({
  address: entry.address,
  ...(entry.previous_address !== undefined && { previousAddress: entry.previous_address }),
  type: entry.type,
  actions,
  deposed: entry.deposed !== undefined,
  attributes: attributeChanges(entry.change),
  replacePaths: (entry.change.replace_paths ?? []).map(pathText),
  ...(entry.action_reason !== undefined && { reason: entry.action_reason }),
  before: entry.change.before,
  after: entry.change.after,
});

/** Outputs that change. */
export const outputChangesOf = ({ output_changes: outputs }: PlanJson): readonly OutputChange[] =>
  Object.entries(outputs).flatMap(([name, change]) => {
    const actions = VERBS[change.actions.join(",")] ?? ["unknown action"];
    return actions.length === 0 ? [] : [{ name, actions }];
  });

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const isMarked = (mark: unknown): boolean => mark === true || (isContainer(mark) && Object.values(mark).some(isMarked));

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Lists whose items have names: compared by name, because a set has no order and its indexes tell nothing. What people
 * call it goes before the name: that of an alert's condition is a number of Google's.
 */
const NAMES = ["display_name", "name", "priority", "id"] as const;

/** `[name=PORT]` or `[0]` → item. */
function keyed(list: readonly unknown[], name: string | undefined): ReadonlyMap<string, unknown> {
  const key = (item: unknown, index: number): string =>
    name === undefined ? `[${index}]` : `[${name}=${String(member(item, name))}]`;
  return new Map(list.map((item, index) => [key(item, index), item]));
}

/** The argument that names every item of both lists, each once. */
function namingArgument(...lists: readonly (readonly unknown[])[]): string | undefined {
  return NAMES.find((name) =>
    lists.every((list) => {
      const values = list.map((item) => member(item, name));
      const areNames = values.every(
        (value) => (typeof value === "string" && value !== "") || typeof value === "number",
      );
      return areNames && new Set(values).size === values.length;
    }),
  );
}

/**
 * The provider shows an argument that nobody set as null here and as its zero there: after a create, and for the unset
 * arguments of a block that comes or goes.
 */
const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === 0 || value === false;

/** What is compared at one place. */
interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly marks: readonly unknown[];
}

/** The leaves that differ. Only updates and replacements compare: what is created or deleted is told as a whole. */
export function attributeChanges(change: ChangeJson): readonly AttributeChange[] {
  if (!isContainer(change.before) || !isContainer(change.after)) return [];
  const marks = [change.before_sensitive, change.after_sensitive];
  return differences({ before: change.before, after: change.after, unknown: change.after_unknown, marks }, "");
}

/** Whether two values are the same throughout; told apart from a difference before anything is made to describe it. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

function differences({ before, after, unknown, marks }: Sides, path: string): readonly AttributeChange[] {
  const sensitive = marks.includes(true);
  if (unknown === true) {
    return [{ path, before, after: undefined, unknownAfter: true, sensitive: sensitive || marks.some(isMarked) }];
  }
  if (!isMarked(unknown) && isEqual(before, after)) return [];
  if (Array.isArray(before) || Array.isArray(after)) return listDifferences({ before, after, unknown, marks }, path);
  if (isContainer(before) || isContainer(after)) {
    const keys = new Set([before, after, unknown].flatMap((side) => (isContainer(side) ? Object.keys(side) : [])));
    return [...keys].flatMap((key) =>
      differences(
        {
          before: member(before, key),
          after: member(after, key),
          unknown: member(unknown, key),
          marks: sensitive ? [true] : marks.map((mark) => member(mark, key)),
        },
        path === "" ? key : `${path}.${key}`,
      ),
    );
  }
  if (isUnset(before) && isUnset(after)) return [];
  return [{ path, before, after, unknownAfter: false, sensitive }];
}

function listDifferences({ before, after, unknown, marks }: Sides, path: string): readonly AttributeChange[] {
  const [left = [], right = []] = [before, after].map(itemsOf);
  const name = isByPlace(path, left, right) ? undefined : namingArgument(left, right);
  const [byNameBefore, byNameAfter] = [keyed(left, name), keyed(right, name)];
  // Marks and unknowns follow the order of the side they belong to.
  const [markBefore, markAfter] = marks.map(itemsOf);
  const indexAfter = new Map([...byNameAfter.keys()].map((key, index) => [key, index]));
  const indexBefore = new Map([...byNameBefore.keys()].map((key, index) => [key, index]));
  const unknowns = itemsOf(unknown);
  const onlyUnknown = name === undefined ? unknowns.map((_, index) => `[${index}]`) : [];
  const keys = new Set([...byNameBefore.keys(), ...byNameAfter.keys(), ...onlyUnknown]);
  return [...keys].flatMap((key) => {
    const [first, second] = [indexBefore.get(key), indexAfter.get(key)];
    const position = second ?? (name === undefined ? Number(key.slice(1, -1)) : undefined);
    return differences(
      {
        before: byNameBefore.get(key),
        after: byNameAfter.get(key),
        unknown: position === undefined ? undefined : unknowns[position],
        marks: marks.includes(true)
          ? [true]
          : [
              first === undefined ? undefined : markBefore?.[first],
              second === undefined ? undefined : markAfter?.[second],
            ],
      },
      `${path}${key}`,
    );
  });
}
