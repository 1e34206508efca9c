import { SINGLE_BLOCKS } from "../google/single-blocks";
import { member } from "../policy/core/json";
import type { ChangeJson } from "../policy/core/plan";

/** One attribute that changes. `printable.ts` decides whether its values may be printed. */
export interface AttributeChange {
  /** `template[0].timeout`. */
  readonly path: string;
  readonly before: unknown;
  /** Undefined where the attribute is unset, and where {@link AttributeChange.unknownAfter} holds. */
  readonly after: unknown;
  /** The value is known only after apply. */
  readonly unknownAfter: boolean;
  /** Terraform marks at least one of the two values as sensitive. */
  readonly sensitive: boolean;
}

const isContainer = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const hasMark = (mark: unknown): boolean => mark === true || (isContainer(mark) && Object.values(mark).some(hasMark));

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Arguments that may name the items of a list. Such items are compared by name, because a set has no order. The display
 * name comes first: the name of an alert's condition is a number that Google gives.
 */
const NAMES = ["display_name", "name", "priority", "id"] as const;

/** `[name=PORT]` → item; without a naming argument `[0]` → item. */
function itemsByKey(list: readonly unknown[], name: string | undefined): ReadonlyMap<string, unknown> {
  const key = (item: unknown, index: number): string =>
    name === undefined ? `[${index}]` : `[${name}=${String(member(item, name))}]`;
  return new Map(list.map((item, index) => [key(item, index), item]));
}

/**
 * The argument that names every item of the lists uniquely; undefined where there is none. One that Terraform marks as
 * sensitive names nothing: it would stand in every path.
 */
function namingArgument(
  lists: readonly (readonly unknown[])[],
  marks: readonly (readonly unknown[])[],
): string | undefined {
  return NAMES.find(
    (name) =>
      !marks.flat().some((mark) => hasMark(member(mark, name))) &&
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
 * Whether an argument may be unset. The provider writes such an argument as null in one place and as its zero value in
 * another, after a creation and in blocks that appear or disappear.
 */
export const isUnset = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || value === 0 || value === false;

/** Whether a value, or everything inside it, is unset. */
export const isEmpty = (value: unknown): boolean =>
  isContainer(value) ? Object.values(value).every(isEmpty) : isUnset(value);

/** The two values at one path, with Terraform's marks for that path. */
interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly marks: readonly unknown[];
}

/** The steps of a path down to where Terraform marks the whole value as sensitive: those below may be secret keys. */
export function openSteps(change: ChangeJson, path: readonly (string | number)[]): readonly (string | number)[] {
  let marks: readonly unknown[] = [change.before_sensitive, change.after_sensitive];
  const end = path.findIndex((step) => {
    if (marks.includes(true)) return true;
    marks = marks.map((mark) => member(mark, String(step)));
    return false;
  });
  return end < 0 ? path : path.slice(0, end);
}

/** The attributes that differ. None for a creation or a deletion, which has only one side. */
export function attributeChanges(change: ChangeJson): readonly AttributeChange[] {
  if (!isContainer(change.before) || !isContainer(change.after)) return [];
  const marks = [change.before_sensitive, change.after_sensitive];
  return valueDifferences({ before: change.before, after: change.after, unknown: change.after_unknown, marks }, "");
}

/** Whether two values are deeply equal. Asked first, because most parts of a resource are. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

function valueDifferences({ before, after, unknown, marks }: Sides, path: string): readonly AttributeChange[] {
  const sensitive = marks.includes(true);
  if (unknown === true) {
    return [{ path, before, after: undefined, unknownAfter: true, sensitive: sensitive || marks.some(hasMark) }];
  }
  if (!hasMark(unknown) && isEqual(before, after)) return [];
  // What is marked as a whole is not looked into: its keys and names are as secret as its values.
  if (sensitive && (isContainer(before) || isContainer(after))) {
    return [{ path, before, after, unknownAfter: false, sensitive }];
  }
  if (Array.isArray(before) || Array.isArray(after)) return listDifferences({ before, after, unknown, marks }, path);
  if (isContainer(before) || isContainer(after)) {
    const keys = new Set([before, after, unknown].flatMap((side) => (isContainer(side) ? Object.keys(side) : [])));
    return [...keys].flatMap((key) =>
      valueDifferences(
        {
          before: member(before, key),
          after: member(after, key),
          unknown: member(unknown, key),
          marks: marks.map((mark) => member(mark, key)),
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
  const markLists = marks.map(itemsOf);
  const name = isComparedByPlace(path, left, right) ? undefined : namingArgument([left, right], markLists);
  const [byNameBefore, byNameAfter] = [itemsByKey(left, name), itemsByKey(right, name)];
  // Marks have the order of their own side, and unknowns that of the side after.
  const [markBefore, markAfter] = markLists;
  const indexAfter = new Map([...byNameAfter.keys()].map((key, index) => [key, index]));
  const indexBefore = new Map([...byNameBefore.keys()].map((key, index) => [key, index]));
  const unknowns = itemsOf(unknown);
  const onlyUnknown = name === undefined ? unknowns.map((_, index) => `[${index}]`) : [];
  const keys = new Set([...byNameBefore.keys(), ...byNameAfter.keys(), ...onlyUnknown]);
  return [...keys].flatMap((key) => {
    const [first, second] = [indexBefore.get(key), indexAfter.get(key)];
    const position = second ?? (name === undefined ? Number(key.slice(1, -1)) : undefined);
    return valueDifferences(
      {
        before: byNameBefore.get(key),
        after: byNameAfter.get(key),
        unknown: position === undefined ? undefined : unknowns[position],
        marks: [
          first === undefined ? undefined : markBefore?.[first],
          second === undefined ? undefined : markAfter?.[second],
        ],
      },
      `${path}${key}`,
    );
  });
}

/**
 * Whether the items of two lists are compared by index, not by name. A block that occurs at most once is, so that a rename
 * is a change of its name. So is a single container: a rename does not make it another one.
 */
function isComparedByPlace(path: string, before: readonly unknown[], after: readonly unknown[]): boolean {
  if (before.length > 1 || after.length > 1) return false;
  const block = path.slice(path.lastIndexOf(".") + 1);
  if (SINGLE_BLOCKS.has(block)) return true;
  return (
    block === "containers" && before.length === after.length && member(before[0], "name") !== member(after[0], "name")
  );
}
