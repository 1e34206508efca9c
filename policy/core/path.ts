import { isRecord, member } from "./json";

/** What stands at one step into a value; `3]` is an index, `name=PORT]` the item of a list with that member. */
function valueAtStep(value: unknown, step: string): unknown {
  if (!step.endsWith("]")) return isRecord(value) ? member(value, step) : undefined;
  if (!Array.isArray(value)) return undefined;
  const key = step.slice(0, -1);
  const end = key.indexOf("=");
  if (end < 0) return member(value, key);
  const [name, text] = [key.slice(0, end), key.slice(end + 1)];
  return value.find((item) => String(member(item, name)) === text);
}

/** A dot or a bracket parts two steps. */
const SEPARATOR = /[.[]/;

/** The same where brackets hold a member's text, which may have dots: looking ahead takes six times as long. */
const SEPARATOR_AROUND_TEXT = /\.(?![^[\]]*\])|\[/;

/**
 * The value at a path of a plan, `template[0].env[name=PORT].value`: undefined where it is absent or null, UNKNOWN
 * where it or something around it is.
 */
export function valueAtPath(root: unknown, path: string): unknown {
  let value = root;
  const steps = path.split(path.includes("=") ? SEPARATOR_AROUND_TEXT : SEPARATOR);
  for (const [index, step] of steps.entries()) {
    // UNKNOWN: nobody knows what is inside it.
    if (typeof value === "symbol") return value;
    const next = valueAtStep(value, step);
    // A key of a map may hold dots, and is the last step then: an annotation's `run.googleapis.com/operation-id`.
    if (next === undefined && isRecord(value) && index + 1 < steps.length) {
      return member(value, steps.slice(index).join(".")) ?? undefined;
    }
    value = next;
  }
  return value ?? undefined;
}
