import { isRecord } from "../../policy/core/json";

/** One operation of a JSON Patch (https://www.rfc-editor.org/rfc/rfc6902), of the three that a difference needs. */
export type Operation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/** The steps of a JSON Pointer (https://www.rfc-editor.org/rfc/rfc6901): `/a~1b/0` is `a/b`, then `0`. */
const stepsOf = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

/** A step of a JSON Pointer. */
export const pointerStep = (name: string | number): string =>
  `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;

/**
 * A document after a patch. The document itself stays as it is, so that one may be the base of many; what the patch does
 * not touch is shared.
 *
 * @throws Error where an operation names a place that is not there
 */
export const applyPatch = (document: unknown, patch: readonly Operation[]): unknown =>
  patch.reduce((state, operation) => applied(state, operation, stepsOf(operation.path)), document);

function applied(document: unknown, operation: Operation, steps: readonly string[]): unknown {
  const [step, ...further] = steps;
  if (step === undefined) {
    if (operation.op === "replace") return operation.value;
    throw new Error(`${operation.op} of the whole document: a patch replaces it`);
  }
  if (Array.isArray(document)) return inList(document, operation, step, further);
  if (isRecord(document)) return inObject(document, operation, step, further);
  throw missing(operation, step);
}

const missing = ({ op, path }: Operation, step: string): Error => new Error(`${op} ${path}: there is no ${step}`);

function inList(
  list: readonly unknown[],
  operation: Operation,
  step: string,
  further: readonly string[],
): readonly unknown[] {
  const index = Number(step);
  const isHere = further.length === 0;
  const last = isHere && operation.op === "add" ? list.length : list.length - 1;
  if (!/^(0|[1-9]\d*)$/.test(step) || index > last) throw missing(operation, step);
  if (!isHere) return list.with(index, applied(list[index], operation, further));
  if (operation.op === "remove") return list.toSpliced(index, 1);
  return list.toSpliced(index, operation.op === "add" ? 0 : 1, operation.value);
}

function inObject(
  object: Readonly<Record<string, unknown>>,
  operation: Operation,
  name: string,
  further: readonly string[],
): Readonly<Record<string, unknown>> {
  const isHere = further.length === 0;
  if (!Object.hasOwn(object, name) && !(isHere && operation.op === "add")) throw missing(operation, name);
  if (!isHere) return { ...object, [name]: applied(object[name], operation, further) };
  if (operation.op !== "remove") return { ...object, [name]: operation.value };
  return Object.fromEntries(Object.entries(object).filter(([other]) => other !== name));
}
