import type { Resource } from "../../policy/core/resource";
import { FORCE_NEW } from "../../google/force-new";
import { FORCE_NEW_WHEN, forceNewCondition, type ForceNewCondition } from "../../google/force-new-when";
import { entryOf } from "../../google/paths";
import { PRINTABLE_FORMS } from "../../google/printable";
import { EMPTY_IS_DEFAULT, KEPT_WHEN_UNDECLARED, PROVIDER_DEFAULTS } from "../../google/provider-defaults";
import { SPELLING } from "../../google/spellings";
import type { Declared } from "./declared";
import { identityArguments, importFormOf } from "../../google/import-ids";
import { leavesAt, type Leaves } from "./leaves";
import type { LiveResource } from "./live";
/** An argument whose declared value would replace what exists. Its values only where they cannot be a secret. */
export interface Difference {
  readonly path: string;
  readonly declared?: string;
  readonly existing?: string;
}

/** What the declared resource would do to the existing one. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** Arguments of which nobody can tell: the file lacks them, or the declared value is known only after apply. */
  readonly unknown: readonly string[];
}

/** Finds what exists for a declared resource. */
export type Counterpart = (resource: Resource) => LiveResource | undefined;

/** Paths at which a type is replaced, without those that say which one it is: there the two are the same. */
export function replacingPaths(type: string): readonly string[] {
  const form = importFormOf(type);
  const identity = form && "id" in form ? identityArguments(form) : [];
  const conditions = Object.entries(entryOf(FORCE_NEW_WHEN, type) ?? {});
  return [
    ...new Set([
      ...(entryOf(FORCE_NEW, type) ?? []),
      ...conditions.filter(([, { isForced }]) => isForced).map(([path]) => path),
    ]),
  ].filter((path) => path !== "project" && !identity.includes(path));
}

/** Holds a declared resource against the existing one, at every argument that cannot change in place. */
export function compare(
  resource: Resource,
  existing: LiveResource,
  declared: Declared,
  counterpart: Counterpart,
): Comparison {
  const differences = new Map<string, Difference>();
  const unknown: string[] = [];
  const ignored = resource.lifecycle?.ignoreChanges ?? [];
  for (const pattern of replacingPaths(resource.type).filter((path) => !ignored.includes(path))) {
    const wanted = leavesAt(resource.values, pattern);
    const found = leavesAt(existing.attributes, pattern);
    if (wanted.isSaid && !found.isSaid) {
      unknown.push(pattern);
      continue;
    }
    for (const path of pathsOf(resource.type, pattern, wanted, found)) {
      const key = `${resource.type}.${path}`;
      const verdict = wanted.unknown.includes(path)
        ? judgeReference(key, texts(found, path), resource, declared, counterpart)
        : judge(key, wanted, found, path);
      // Below a table's path may stand a key of the existing one's own, which is nobody's business.
      const named = wanted.texts.has(path) || wanted.unknown.includes(path) ? path : pattern.replace(/\.\*$/, "");
      if (verdict === "unknown") unknown.push(named);
      if (verdict === "differs") differences.set(named, difference(key, named, texts(found, path), wanted));
    }
  }
  return { differences: [...differences.values()], unknown };
}

/** Where either side says something; the provider's default says something too. */
function pathsOf(type: string, pattern: string, wanted: Leaves, found: Leaves): ReadonlySet<string> {
  const isDefaulted = !wanted.isSaid && found.isSaid && entryOf(PROVIDER_DEFAULTS, `${type}.${pattern}`) !== undefined;
  return new Set([...wanted.texts.keys(), ...wanted.unknown, ...found.texts.keys(), ...(isDefaulted ? [pattern] : [])]);
}

/** Of an argument that changes in place one way: whether the other way is gone. The key is `type.path`. */
function forcedOneWay(key: string): ForceNewCondition["isForced"] {
  const [type = "", ...path] = key.split(".");
  return forceNewCondition(type, path.join("."))?.isForced;
}

type Verdict = "same" | "differs" | "unknown";

const texts = (leaves: Leaves, path: string): readonly string[] => leaves.texts.get(path) ?? [];

const isKept = (key: string): boolean =>
  [...KEPT_WHEN_UNDECLARED].some((kept) => key === kept || key.startsWith(`${kept}.`));

function judge(key: string, wanted: Leaves, found: Leaves, path: string): Verdict {
  const declared = texts(wanted, path);
  const existing = texts(found, path);
  const isForced = forcedOneWay(key);
  if (isForced) {
    const [now] = existing;
    if (declared.length === 0 && isKept(key)) return "same";
    return now !== undefined && isForced(now, declared[0]) ? "differs" : "same";
  }
  // Declared off or empty is declared: only silence takes the provider's default.
  const isSilent = declared.length === 0 && !wanted.isSaid;
  if (isSilent && isKept(key)) return "same";
  return isSame(key, isSilent ? defaultOf(key) : declared, existing) ? "same" : "differs";
}

const defaultOf = (key: string): readonly string[] => {
  const text = entryOf(PROVIDER_DEFAULTS, key);
  return text === undefined ? [] : [text];
};

function isSame(key: string, declared: readonly string[], existing: readonly string[]): boolean {
  const spelling = entryOf(SPELLING, key) ?? ((text: string) => text);
  const side = (values: readonly string[]): string => {
    const filled = values.length === 0 && EMPTY_IS_DEFAULT.has(key) ? defaultOf(key) : values;
    return JSON.stringify(filled.map(spelling).sort());
  };
  return side(declared) === side(existing);
}

/** What another resource gives: its link or, where that one exists too, its address. */
function judgeReference(
  key: string,
  existing: readonly string[],
  resource: Resource,
  declared: Declared,
  counterpart: Counterpart,
): Verdict {
  const [now] = existing;
  const referred = declared.referred(resource, key.slice(resource.type.length + 1));
  if (now === undefined || !referred || forcedOneWay(key)) return "unknown";
  const other = declared.importId(referred);
  if (now.includes("/") && other.kind === "id") return lastPart(now) === lastPart(other.id) ? "same" : "differs";
  const attributes = counterpart(referred)?.attributes;
  if (!attributes) return "unknown";
  return ["id", "self_link", "name", "address"].some((name) => attributes[name] === now) ? "same" : "differs";
}

const lastPart = (link: string): string => link.slice(link.lastIndexOf("/") + 1);

function difference(key: string, path: string, found: readonly string[], wanted: Leaves): Difference {
  const declared = printable(key, wanted.isSaid ? texts(wanted, path) : defaultOf(key));
  const existing = printable(key, found);
  return { path, ...(declared !== undefined && { declared }), ...(existing !== undefined && { existing }) };
}

/** A switch that is off holds no text. */
function printable(key: string, [text = "false", ...others]: readonly string[]): string | undefined {
  return others.length === 0 && entryOf(PRINTABLE_FORMS, key)?.test(text) ? text : undefined;
}
