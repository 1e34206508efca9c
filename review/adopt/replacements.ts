import type { Resource } from "../../policy/core/resource";
import { replacingPatterns } from "../../google/force-new";
import { FORCE_NEW_WHEN, forceNewCondition, type ForceNewCondition } from "../../google/force-new-when";
import { entryOf } from "../../google/paths";
import { isPrintableForm } from "../../google/printable";
import { isEmptyDefault, isKeptWhenUndeclared, providerDefault } from "../../google/provider-defaults";
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
      ...replacingPatterns(type),
      ...conditions.filter(([, { isForced }]) => isForced).map(([path]) => path),
    ]),
  ].filter((path) => path !== "project" && !identity.includes(path));
}

/** An argument of a type, by its plain path. */
interface Place {
  readonly type: string;
  readonly path: string;
}

/** Compares a declared resource with the live one at every argument that cannot change in place. */
export function compareResource(
  resource: Resource,
  existing: LiveResource,
  declared: DeclaredResources,
  counterpart: FindCounterpart,
): ReplacementComparison {
  const { type } = resource;
  const differences = new Map<string, ReplacingDifference>();
  const unknown: string[] = [];
  const ignored = resource.lifecycle?.ignoreChanges ?? [];
  for (const pattern of replacingPaths(type).filter((path) => !ignored.includes(path))) {
    const wanted = leavesAt(resource.values, pattern);
    const found = leavesAt(existing.attributes, pattern);
    if (wanted.isSaid && !found.isSaid) {
      unknown.push(pattern);
      continue;
    }
    for (const path of comparedPaths(type, pattern, wanted, found)) {
      const verdict = wanted.unknown.includes(path)
        ? judgeReference({ type, path }, textsAt(found, path), resource, declared, counterpart)
        : judgeArgument({ type, path }, wanted, found);
      // A path below that of the table may end in a key of the live resource, which may be a secret.
      const named = wanted.texts.has(path) || wanted.unknown.includes(path) ? path : pattern.replace(/\.\*$/, "");
      if (verdict === "unknown") unknown.push(named);
      if (verdict === "differs") {
        differences.set(named, describeDifference({ type, path: named }, textsAt(found, path), wanted));
      }
    }
  }
  return { differences: [...differences.values()], unknown };
}

/** Paths with a value on either side; a default of the provider counts as a value. */
function comparedPaths(type: string, pattern: string, wanted: Leaves, found: Leaves): ReadonlySet<string> {
  const isDefaulted = !wanted.isSaid && found.isSaid && providerDefault(type, pattern) !== undefined;
  return new Set([...wanted.texts.keys(), ...wanted.unknown, ...found.texts.keys(), ...(isDefaulted ? [pattern] : [])]);
}

/** When a change of an argument forces a replacement in one direction only. */
const oneWayCondition = ({ type, path }: Place): ForceNewCondition["isForced"] =>
  forceNewCondition(type, path)?.isForced;

type ArgumentVerdict = "same" | "differs" | "unknown";

const textsAt = (leaves: Leaves, path: string): readonly string[] => leaves.texts.get(path) ?? [];

function judgeArgument(place: Place, wanted: Leaves, found: Leaves): ArgumentVerdict {
  const { type, path } = place;
  const declared = textsAt(wanted, path);
  const existing = textsAt(found, path);
  const isForced = oneWayCondition(place);
  if (isForced) {
    const [now] = existing;
    if (declared.length === 0 && isKeptWhenUndeclared(type, path)) return "same";
    return now !== undefined && isForced(now, declared[0]) ? "differs" : "same";
  }
  // An argument that is declared off or empty is declared; only an undeclared one takes the provider's default.
  const isSilent = declared.length === 0 && !wanted.isSaid;
  if (isSilent && isKeptWhenUndeclared(type, path)) return "same";
  return isSameValue(place, isSilent ? defaultTexts(place) : declared, existing) ? "same" : "differs";
}

const defaultTexts = ({ type, path }: Place): readonly string[] => {
  const text = providerDefault(type, path);
  return text === undefined ? [] : [text];
};

function isSameValue(place: Place, declared: readonly string[], existing: readonly string[]): boolean {
  const { type, path } = place;
  const spelling = entryOf(SPELLING, `${type}.${path}`) ?? ((text: string) => text);
  const side = (values: readonly string[]): string => {
    const filled = values.length === 0 && isEmptyDefault(type, path) ? defaultTexts(place) : values;
    return JSON.stringify(filled.map(spelling).sort());
  };
  return side(declared) === side(existing);
}

/** Compares a reference: with the link of the other resource, or with the attributes of its live counterpart. */
function judgeReference(
  place: Place,
  existing: readonly string[],
  resource: Resource,
  declared: DeclaredResources,
  counterpart: FindCounterpart,
): ArgumentVerdict {
  const [now] = existing;
  const referred = declared.referredResource(resource, place.path);
  if (now === undefined || !referred || oneWayCondition(place)) return "unknown";
  const other = declared.importId(referred);
  if (now.includes("/") && other.kind === "id") return lastPart(now) === lastPart(other.id) ? "same" : "differs";
  const attributes = counterpart(referred)?.attributes;
  if (!attributes) return "unknown";
  return ["id", "self_link", "name", "address"].some((name) => attributes[name] === now) ? "same" : "differs";
}

const lastPart = (link: string): string => link.slice(link.lastIndexOf("/") + 1);

function describeDifference(place: Place, found: readonly string[], wanted: Leaves): ReplacingDifference {
  const declared = printableText(place, wanted.isSaid ? textsAt(wanted, place.path) : defaultTexts(place));
  const existing = printableText(place, found);
  return {
    path: place.path,
    ...(declared !== undefined && { declared }),
    ...(existing !== undefined && { existing }),
  };
}

/** The text if it may be printed. A switch that is off has no text, and prints as `false`. */
function printableText({ type, path }: Place, [text = "false", ...others]: readonly string[]): string | undefined {
  return others.length === 0 && isPrintableForm(type, path, text) ? text : undefined;
}
