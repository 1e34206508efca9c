import type { HardenedRow } from "../../google/hardened/row";
import { HARDENED_ROWS } from "../../google/hardened/table";
import { UNKNOWN, isValues, valueAt, type Resource, type Value } from "./resource";

/** Changes of single values, to see what depends on them: a rule's verdict, or the text of a hardened value. */

/** A value to try at a path; `undefined` takes it away. */
export interface Trial {
  readonly path: string;
  readonly value: Value | undefined;
  readonly source?: string;
}

/** Trials of a resource: hardened values become Google's default, all others go or change. */
export function trialsOf(resource: Resource): readonly Trial[] {
  const hardened = HARDENED_ROWS.flatMap((row) => hardenedTrial(resource, row) ?? []);
  const known = new Set(hardened.map(({ path }) => path));
  return [...hardened, ...valueTrials(resource.values, "").filter(({ path }) => !known.has(path))];
}

/** Those of {@link trialsOf} that change what stands at one path. */
export function trialsAt(resource: Resource, path: string): readonly Trial[] {
  const hardened = HARDENED_ROWS.flatMap((row) => (row.path === path && hardenedTrial(resource, row)) || []);
  if (hardened.length > 0) return hardened;
  return valueTrials(valueAt(resource, path) ?? null, path).filter((trial) => trial.path === path);
}

/** Google's default in the place of a hardened value; undefined where the resource has it not. */
function hardenedTrial(resource: Resource, row: HardenedRow): Trial | undefined {
  const { type, path, value, default: googles, source } = row;
  if (type !== resource.type || valueAt(resource, path) !== value) return undefined;
  return { path, value: googles === value ? undefined : googles, source };
}

/** Trials for every value inside a block: without it, and with another one. */
function valueTrials(value: Value, path: string): readonly Trial[] {
  if (value === UNKNOWN || value === null) return [];
  const withoutIt: Trial = { path, value: undefined };
  if (isValues(value)) {
    return Object.entries(value).flatMap(([name, inner]) => valueTrials(inner, path === "" ? name : `${path}.${name}`));
  }
  if (typeof value !== "object") return [withoutIt, { path, value: otherValue(value) }];
  const elements = value;
  return [...elements.flatMap((element, index) => valueTrials(element, `${path}[${index}]`)), withoutIt];
}

/** Another value of the same form: a switch turned over, a hundred times the number, one second, another text. */
function otherValue(value: string | number | boolean): string | number | boolean {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value * 100 + 1;
  if (/^\d+$/.test(value)) return String(Number(value) * 100 + 1);
  return /^\d+s$/.test(value) ? "1s" : "another-value";
}

/** A resource with one value changed. */
export const changedResource = (resource: Resource, { path, value }: Trial): Resource => ({
  ...resource,
  values: changedValue(resource.values, path.match(/[^.[\]]+/g) ?? [], value) as Resource["values"],
});

/** A copy with another value at the end of the steps. */
function changedValue(
  container: Value | undefined,
  [step, ...rest]: readonly string[],
  value: Value | undefined,
): Value | undefined {
  if (step === undefined) return value;
  if (Array.isArray(container)) {
    const elements = container as readonly Value[];
    return elements.map((element, index) =>
      index === Number(step) ? (changedValue(element, rest, value) ?? null) : element,
    );
  }
  if (!isValues(container)) return container;
  const { [step]: inner, ...others } = container;
  const changed = changedValue(inner, rest, value);
  return changed === undefined ? others : { ...container, [step]: changed };
}
