import { isRecord, member } from "./json";

/** One step into a value: a member of a block or a map, an item of a list by its index, or the item with such a member. */
interface Step {
  readonly key: string;
  readonly isItem: boolean;
  /** `name=PORT` in brackets: the text that the item's member has. */
  readonly text?: string;
  /** The path from this step on, for a key of a map that holds dots; absent at the last step. */
  readonly rest?: string;
}

/** A dot or a bracket parts two steps. */
const SEPARATOR = /[.[]/;

/** The same where brackets hold a member's text, which may have dots: looking ahead takes six times as long. */
const SEPARATOR_AROUND_TEXT = /\.(?![^[\]]*\])|\[/;

function parseSteps(path: string): readonly Step[] {
  const parts = path.split(path.includes("=") ? SEPARATOR_AROUND_TEXT : SEPARATOR);
  return parts.map((part, index): Step => {
    const rest = index + 1 < parts.length ? { rest: parts.slice(index).join(".") } : {};
    if (!part.endsWith("]")) return { key: part, isItem: false, ...rest };
    const inside = part.slice(0, -1);
    const end = inside.indexOf("=");
    if (end < 0) return { key: inside, isItem: true, ...rest };
    return { key: inside.slice(0, end), text: inside.slice(end + 1), isItem: true, ...rest };
  });
}

/** So many paths are remembered at most; rules ask for some thousands, over and over. */
const MAX_PATHS = 20_000;

const stepsByPath = new Map<string, readonly Step[]>();

/** The steps of a path. Each is parsed once: parsing takes several times as long as walking. */
function stepsOf(path: string): readonly Step[] {
  const known = stepsByPath.get(path);
  if (known) return known;
  const steps = parseSteps(path);
  if (stepsByPath.size >= MAX_PATHS) stepsByPath.clear();
  stepsByPath.set(path, steps);
  return steps;
}

/** What stands at one step into a value. */
function valueAtStep(value: unknown, { key, isItem, text }: Step): unknown {
  if (!isItem) return isRecord(value) ? member(value, key) : undefined;
  if (!Array.isArray(value)) return undefined;
  return text === undefined ? member(value, key) : value.find((item) => String(member(item, key)) === text);
}

/**
 * The value at a path of a plan, `template[0].env[name=PORT].value`: undefined where it is absent or null, UNKNOWN
 * where it or something around it is.
 */
export function valueAtPath(root: unknown, path: string): unknown {
  let value = root;
  for (const step of stepsOf(path)) {
    // UNKNOWN: nobody knows what is inside it.
    if (typeof value === "symbol") return value;
    const next = valueAtStep(value, step);
    // A key of a map may hold dots, and is the last step then: an annotation's `run.googleapis.com/operation-id`.
    if (next === undefined && isRecord(value) && step.rest !== undefined) return member(value, step.rest) ?? undefined;
    value = next;
  }
  return value ?? undefined;
}
