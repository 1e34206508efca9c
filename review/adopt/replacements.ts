import type { Resource } from "../../policy/core/resource";
import { FORCE_NEW } from "../../google/force-new";
import { FORCE_NEW_WHEN, forceNewCondition, type ForceNewCondition } from "../../google/force-new-when";
import { entryOf } from "../../google/paths";
import { PRINTABLE_FORMS } from "../../google/printable";
import { EMPTY_IS_DEFAULT, KEPT_WHEN_UNDECLARED, PROVIDER_DEFAULTS } from "../../google/provider-defaults";
import { SPELLING } from "../../google/spellings";
import type { DeclaredResources } from "./declared";
import { identityArguments, importFormOf } from "../../google/import-ids";
import { leavesAt, type Leaves } from "./leaves";
import type { LiveResource } from "./live";

/** An argument whose declared value would replace the live resource. It has its values where they may be printed. */
export interface ReplacingDifference {
  readonly path: string;
  readonly declared?: string;
  readonly existing?: string;
}

/** The result of comparing a declared resource with the live one. */
export interface ReplacementComparison {
  readonly differences: readonly ReplacingDifference[];
  /** Arguments that nobody can compare: the file lacks them, or the declared value is known only after apply. */
  readonly unknown: readonly string[];
}

/** Finds the live resource of a declared one. */
export type FindCounterpart = (resource: Resource) => LiveResource | undefined;

/** Paths at which a change replaces a resource of a type, without those of its identity, which are equal on both sides. */
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

/** Compares a declared resource with the live one at every argument that cannot change in place. */
export function compareResource(
  resource: Resource,
  existing: LiveResource,
  declared: DeclaredResources,
  counterpart: FindCounterpart,
): ReplacementComparison {
  const differences = new Map<string, ReplacingDifference>();
  const unknown: string[] = [];
  const ignored = resource.lifecycle?.ignoreChanges ?? [];
  for (const pattern of replacingPaths(resource.type).filter((path) => !ignored.includes(path))) {
    const wanted = leavesAt(resource.values, pattern);
    const found = leavesAt(existing.attributes, pattern);
    if (wanted.isSaid && !found.isSaid) {
      unknown.push(pattern);
      continue;
    }
    for (const path of comparedPaths(resource.type, pattern, wanted, found)) {
      const key = `${resource.type}.${path}`;
      const verdict = wanted.unknown.includes(path)
        ? judgeReference(key, textsAt(found, path), resource, declared, counterpart)
        : judgeArgument(key, wanted, found, path);
      // A path below that of the table may end in a key of the live resource, which may be a secret.
      const named = wanted.texts.has(path) || wanted.unknown.includes(path) ? path : pattern.replace(/\.\*$/, "");
      if (verdict === "unknown") unknown.push(named);
      if (verdict === "differs") differences.set(named, describeDifference(key, named, textsAt(found, path), wanted));
    }
  }
  return { differences: [...differences.values()], unknown };
}

/** Paths with a value on either side; a default of the provider counts as a value. */
function comparedPaths(type: string, pattern: string, wanted: Leaves, found: Leaves): ReadonlySet<string> {
  const isDefaulted = !wanted.isSaid && found.isSaid && entryOf(PROVIDER_DEFAULTS, `${type}.${pattern}`) !== undefined;
  return new Set([...wanted.texts.keys(), ...wanted.unknown, ...found.texts.keys(), ...(isDefaulted ? [pattern] : [])]);
}

/** When a change of an argument forces a replacement in one direction only. The key is `type.path`. */
function oneWayCondition(key: string): ForceNewCondition["isForced"] {
  const [type = "", ...path] = key.split(".");
  return forceNewCondition(type, path.join("."))?.isForced;
}

type ArgumentVerdict = "same" | "differs" | "unknown";

const textsAt = (leaves: Leaves, path: string): readonly string[] => leaves.texts.get(path) ?? [];

const isKeptWhenUndeclared = (key: string): boolean =>
  [...KEPT_WHEN_UNDECLARED].some((kept) => key === kept || key.startsWith(`${kept}.`));

function judgeArgument(key: string, wanted: Leaves, found: Leaves, path: string): ArgumentVerdict {
  const declared = textsAt(wanted, path);
  const existing = textsAt(found, path);
  const isForced = oneWayCondition(key);
  if (isForced) {
    const [now] = existing;
    if (declared.length === 0 && isKeptWhenUndeclared(key)) return "same";
    return now !== undefined && isForced(now, declared[0]) ? "differs" : "same";
  }
  // An argument that is declared off or empty is declared; only an undeclared one takes the provider's default.
  const isSilent = declared.length === 0 && !wanted.isSaid;
  if (isSilent && isKeptWhenUndeclared(key)) return "same";
  return isSameValue(key, isSilent ? defaultTexts(key) : declared, existing) ? "same" : "differs";
}

const defaultTexts = (key: string): readonly string[] => {
  const text = entryOf(PROVIDER_DEFAULTS, key);
  return text === undefined ? [] : [text];
};

function isSameValue(key: string, declared: readonly string[], existing: readonly string[]): boolean {
  const spelling = entryOf(SPELLING, key) ?? ((text: string) => text);
  const side = (values: readonly string[]): string => {
    const filled = values.length === 0 && EMPTY_IS_DEFAULT.has(key) ? defaultTexts(key) : values;
    return JSON.stringify(filled.map(spelling).sort());
  };
  return side(declared) === side(existing);
}

/** Compares a reference: with the link of the other resource, or with the attributes of its live counterpart. */
function judgeReference(
  key: string,
  existing: readonly string[],
  resource: Resource,
  declared: DeclaredResources,
  counterpart: FindCounterpart,
): ArgumentVerdict {
  const [now] = existing;
  const referred = declared.referredResource(resource, key.slice(resource.type.length + 1));
  if (now === undefined || !referred || oneWayCondition(key)) return "unknown";
  const other = declared.importId(referred);
  if (now.includes("/") && other.kind === "id") return lastPart(now) === lastPart(other.id) ? "same" : "differs";
  const attributes = counterpart(referred)?.attributes;
  if (!attributes) return "unknown";
  return ["id", "self_link", "name", "address"].some((name) => attributes[name] === now) ? "same" : "differs";
}

const lastPart = (link: string): string => link.slice(link.lastIndexOf("/") + 1);

function describeDifference(key: string, path: string, found: readonly string[], wanted: Leaves): ReplacingDifference {
  const declared = printableText(key, wanted.isSaid ? textsAt(wanted, path) : defaultTexts(key));
  const existing = printableText(key, found);
  return { path, ...(declared !== undefined && { declared }), ...(existing !== undefined && { existing }) };
}

/** The text if it may be printed. A switch that is off has no text, and prints as `false`. */
function printableText(key: string, [text = "false", ...others]: readonly string[]): string | undefined {
  return others.length === 0 && entryOf(PRINTABLE_FORMS, key)?.test(text) ? text : undefined;
}
