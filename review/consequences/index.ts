import { SEVERITIES, compareSeverity } from "../../report/severity";
import { member } from "../../policy/core/json";
import { attributeChanges, type AttributeChange } from "../attribute-changes";
import { isCreation, isReplacement, type Action, type Change } from "../change";
import type { AttributeRow, Consequence, Undo, Weight } from "../consequence";
import { actionConsequences } from "./actions";
import { ATTRIBUTE_ROWS } from "./attribute-rows";
import { newRevisionConsequence } from "./cloud-run-template";
import { isComputed } from "../../google/computed";
import { forcesReplacement } from "../../google/force-new";
import { matchesPath, plainPath } from "../../google/paths";
import { isGrant } from "./grants";
import { LOSSES } from "./losses";
import type { UnweighedConsequence } from "./row";

/** A weighed consequence; `path` is present where it comes from one attribute. */
export type LocatedConsequence = Consequence & { readonly path?: string };

const ROWS_BY_TYPE: ReadonlyMap<string, readonly AttributeRow[]> = new Map(
  [...new Set(ATTRIBUTE_ROWS.map(({ type }) => type))].map((type) => [
    type,
    ATTRIBUTE_ROWS.filter((row) => row.type === type),
  ]),
);

/** Type → top-level arguments that may expose a new resource. Only these are compared, because most of a resource is not. */
const EXPOSING: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...ROWS_BY_TYPE].map(([type, typeRows]) => [
    type,
    new Set(typeRows.flatMap((row) => (row.everywhere ? row.paths.map((path) => path.split(".")[0] ?? "") : []))),
  ]),
);

const KNOWN_TYPES: ReadonlySet<string> = new Set([...ROWS_BY_TYPE.keys(), ...Object.keys(LOSSES)]);

const UNDO_ORDER: readonly Undo[] = ["data lost", "one-way", "redeploy", "instant"];

const compareConsequences = (a: Consequence, b: Consequence): number =>
  compareSeverity(a.severity, b.severity) || UNDO_ORDER.indexOf(a.undo) - UNDO_ORDER.indexOf(b.undo);

/** Attributes that only describe a resource. */
const HARMLESS = /^((settings\.)?(user_)?labels|annotations|description|display_name)(\.|$)/;

const UNKNOWN_TYPE: UnweighedConsequence = {
  severity: "medium",
  text: "this reviewer does not know the type: read the change itself",
  undo: "redeploy",
};

/** A new thing of another provider: this reviewer knows nothing of it, and it changes nothing that exists. */
const NEW_UNKNOWN_TYPE: UnweighedConsequence = {
  ...UNKNOWN_TYPE,
  severity: "low",
  text: "a type that this reviewer does not know: nobody has judged what it opens or costs",
};

/** Types that act on what is there already: a policy, a rule, a route, a permission, a link between two things. */
const ACTS_ON_OTHERS =
  /_(acl|access\w*|association|attachment|binding|exclusion|lien|member|membership|peering|perimeter|policy|route|rule|settings)$/;

/** A new thing changes nothing that exists, of whatever type it is, unless it acts on others. */
const isJustNew = ({ type, actions }: Change): boolean => isCreation({ actions }) && !ACTS_ON_OTHERS.test(type);

function unknownTypeConsequences(change: Change): readonly UnweighedConsequence[] {
  if (!isJustNew(change)) return [UNKNOWN_TYPE];
  return change.type.startsWith("google_") ? [] : [NEW_UNKNOWN_TYPE];
}

const NO_CONSEQUENCE: UnweighedConsequence = {
  severity: "low",
  text: "changes in place, and nothing differs but what Google writes itself",
  undo: "instant",
};

/** The consequence where no row gives one; undefined where Google computes the attribute. */
function fallbackConsequence(
  { type, versions }: Change,
  attribute: AttributeChange,
  hasRow: boolean,
  isAboveRow: boolean,
): UnweighedConsequence | undefined {
  const path = plainPath(attribute.path);
  if (attribute.unknownAfter && (hasRow || isAboveRow)) {
    return { severity: "high", text: "known only after apply: it may become anything", undo: "redeploy" };
  }
  if (hasRow) return { severity: "low", text: "changes in place, in its harmless direction", undo: "instant" };
  if (isComputed(type, path, versions)) return undefined;
  return HARMLESS.test(path)
    ? { severity: "low", text: "changes in place", undo: "instant" }
    : {
        severity: "medium",
        text: "changes in place; no consequence is known for this attribute",
        undo: "redeploy",
      };
}

type LocatedUnweighed = UnweighedConsequence & { readonly path?: string };

const isToldAsWhole = ({ type }: Change): boolean => isGrant(type) || !KNOWN_TYPES.has(type);

const rowCache = new Map<string, readonly AttributeRow[]>();

/** The rows of a path. The cache pays because the resources of a type change at the same few paths. */
function findRows(type: string, path: string, all: readonly AttributeRow[]): readonly AttributeRow[] {
  const key = `${type} ${path}`;
  const known = rowCache.get(key) ?? all.filter(({ paths }) => paths.some((pattern) => matchesPath(pattern, path)));
  rowCache.set(key, known);
  return known;
}

function attributeConsequence(attribute: AttributeChange, change: Change): UnweighedConsequence | undefined {
  const path = plainPath(attribute.path);
  const all = ROWS_BY_TYPE.get(change.type) ?? [];
  const own = findRows(change.type, path, all);
  for (const row of own) {
    const consequence = row.consequenceOf(attribute, change);
    if (consequence) return consequence;
  }
  // The consequence of the replacement itself covers the rest.
  if (isReplacement(change)) return undefined;
  const isAboveRow = all.some(({ paths }) => paths.some((pattern) => pattern.startsWith(`${path}.`)));
  return fallbackConsequence(change, attribute, own.length > 0, isAboveRow);
}

/** Whether the consequence of a replacement covers an attribute: it forces the replacement, or Google fills it in. */
const isToldByReplacement = (
  { path, unknownAfter }: AttributeChange,
  { type, replacePaths, versions }: Change,
): boolean =>
  unknownAfter ||
  forcesReplacement(type, path, versions) ||
  replacePaths.some((forcing) => matchesPath(`${plainPath(forcing)}.*`, plainPath(path)));

function attributeConsequences(change: Change): readonly LocatedUnweighed[] {
  if (isToldAsWhole(change)) return [];
  return change.attributes.flatMap((attribute): readonly LocatedUnweighed[] => {
    if (isReplacement(change) && isToldByReplacement(attribute, change)) return [];
    const consequence = attributeConsequence(attribute, change);
    return consequence ? [{ ...consequence, path: attribute.path }] : [];
  });
}

/** What a creation exposes: a resource that is created open is as exposed as one that is opened. */
function creationExposures(change: Change, isForeign: boolean): readonly LocatedUnweighed[] {
  const exposing = EXPOSING.get(change.type);
  if (!exposing || !change.actions.includes("create") || isToldAsWhole(change)) return [];
  const { after } = change;
  const read = Object.keys(after ?? {}).filter((name) => exposing.has(name));
  const attributes = attributeChanges({
    actions: [],
    before: {},
    after: Object.fromEntries(read.map((name) => [name, member(after, name)])),
  });
  const created: Change = {
    ...change,
    before: {},
    attributes: attributes.filter(({ path }) =>
      findRows(change.type, plainPath(path), ROWS_BY_TYPE.get(change.type) ?? []).some((row) => row.everywhere),
    ),
  };
  return attributeConsequences(created).filter(
    ({ everywhere, choiceAbroad }) => everywhere && !(isForeign && choiceAbroad),
  );
}

function weighConsequence(
  { severity, text, undo, everywhere, path, fails }: LocatedUnweighed,
  weight: Weight,
): LocatedConsequence {
  const keepsSeverity = weight === "production" || everywhere === true || undo === "data lost" || undo === "one-way";
  const lowered = SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? severity;
  // An apply that stops half-way is as bad anywhere.
  const keeps = keepsSeverity || fails !== undefined;
  return {
    severity: keeps ? severity : lowered,
    text,
    undo,
    ...(path !== undefined && { path }),
    ...(fails !== undefined && { fails }),
  };
}

/** Whether no earlier consequence says the same: twenty changed labels are one consequence. */
const isFirstOfText = ({ severity, text }: Consequence, index: number, all: readonly Consequence[]): boolean =>
  all.findIndex((other) => other.severity === severity && other.text === text) === index;

/** Actions that change nothing at Google. */
const TOUCHES_NOTHING: readonly Action[] = ["move", "import", "read"];

/** What is known of a change beside itself. */
interface Surroundings {
  /** What it does beside changing its resource. */
  readonly more?: readonly UnweighedConsequence[];
  /** What it does as a whole, where the plan says more of that than the change alone: a grant, a backend that nothing uses. */
  readonly whole?: UnweighedConsequence | undefined;
  /** Whether the plan is somebody else's. */
  readonly isForeign?: boolean;
}

/** The consequences of a change, worst first. Never empty: a change without a known consequence is not harmless. */
export function consequencesOf(
  change: Change,
  weight: Weight,
  { more = [], whole, isForeign = false }: Surroundings = {},
): readonly LocatedConsequence[] {
  const revision = newRevisionConsequence(change);
  const isUnknownType =
    !KNOWN_TYPES.has(change.type) &&
    !isGrant(change.type) &&
    change.actions.some((action) => !TOUCHES_NOTHING.includes(action));
  const found: readonly LocatedUnweighed[] = [
    ...more,
    ...(whole ? [whole] : actionConsequences(change)),
    ...attributeConsequences(change),
    ...creationExposures(change, isForeign),
    ...(revision ? [revision] : []),
    ...(isUnknownType ? unknownTypeConsequences(change) : []),
  ];
  const all = found.length > 0 ? found : [NO_CONSEQUENCE];
  return all
    .map((one) => weighConsequence(one, weight))
    .filter(isFirstOfText)
    .sort(compareConsequences);
}

/** The most severe consequence, and among equals the hardest to undo; undefined where there is none. */
export const worstConsequence = <T extends Consequence>(consequences: readonly T[]): T | undefined =>
  [...consequences].sort(compareConsequences)[0];
