import { isRecord } from "../../policy/core/json";
import { pointerStep, type Operation } from "./json-patch";

/** The patch that makes one document the other: small, and the same for the same documents. */
export function differenceOf(before: unknown, after: unknown, path = ""): readonly Operation[] {
  if (before === after) return [];
  const whole: readonly Operation[] = [{ op: "replace", path, value: after }];
  const parts = partsOf(before, after, path) ?? whole;
  return parts.length > 1 && sizeOf(parts) > sizeOf(whole) ? whole : parts;
}

/** What a value takes as JSON, in characters. */
export const sizeOf = (value: unknown): number => JSON.stringify(value).length;

function partsOf(before: unknown, after: unknown, path: string): readonly Operation[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return listDifference(before, after, path);
  if (isRecord(before) && isRecord(after)) return objectDifference(before, after, path);
  return undefined;
}

function objectDifference(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: string,
): readonly Operation[] {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return [
    ...gone.map((name): Operation => ({ op: "remove", path: path + pointerStep(name) })),
    ...Object.entries(after).flatMap(([name, value]): readonly Operation[] => {
      const place = path + pointerStep(name);
      return Object.hasOwn(before, name)
        ? differenceOf(before[name], value, place)
        : [{ op: "add", path: place, value }];
    }),
  ];
}

/** Items that are the same thing stay together; what stands between two of them is compared in its order. */
function listDifference(before: readonly unknown[], after: readonly unknown[], path: string): readonly Operation[] {
  const operations: Operation[] = [];
  let [from, to] = [0, 0];
  for (const [nextFrom, nextTo] of [...commonItems(before, after), [before.length, after.length] as const]) {
    while (from < nextFrom && to < nextTo) {
      operations.push(...differenceOf(before[from++], after[to], path + pointerStep(to++)));
    }
    for (; from < nextFrom; from++) operations.push({ op: "remove", path: path + pointerStep(to) });
    for (; to < nextTo; to++) operations.push({ op: "add", path: path + pointerStep(to), value: after[to] });
    if (nextFrom === before.length) break;
    operations.push(...differenceOf(before[from++], after[to], path + pointerStep(to++)));
  }
  return operations;
}

/** What an item of a list is the same thing by: the address or the name that it has in a plan, else all of it. */
function identityOf(item: unknown): string {
  const { address, name } = isRecord(item) ? item : {};
  return JSON.stringify(address ?? name ?? item);
}

/** The longest row of pairs `[index before, index after]` of the same thing, in the order of both lists. */
function commonItems(before: readonly unknown[], after: readonly unknown[]): readonly (readonly [number, number])[] {
  const [from, to] = [before.map(identityOf), after.map(identityOf)];
  const lengths = from.concat("").map(() => new Uint16Array(to.length + 1));
  const lengthAt = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = from.length - 1; row >= 0; row--) {
    for (let column = to.length - 1; column >= 0; column--) {
      lengths[row]![column] =
        from[row] === to[column]
          ? lengthAt(row + 1, column + 1) + 1
          : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [row, column] = [0, 0]; row < from.length && column < to.length;) {
    if (from[row] === to[column]) pairs.push([row++, column++]);
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row++;
    else column++;
  }
  return pairs;
}
