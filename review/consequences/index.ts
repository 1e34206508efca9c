import { SEVERITIES, compareSeverity } from "../../report/severity";
import { member } from "../../policy/core/json";
import { attributeChanges, type Action, type AttributeChange, type Change } from "../change";
import type { AttributeRow, Consequence, Undo, Weight } from "../consequence";
import { actionConsequences } from "./actions";
import { CACHE } from "./cache";
import { CLOUD_RUN } from "./cloud-run";
import { CLOUD_RUN_V1 } from "./cloud-run-v1";
import { newRevision } from "./cloud-run-template";
import { DATABASE } from "./database";
import { isComputed } from "../../google/computed";
import { forcesReplacement } from "../../google/force-new";
import { matchesPath, plainPath } from "../../google/paths";
import { isGrant } from "./grants";
import { LOAD_BALANCER } from "./load-balancer";
import { LOSSES } from "./losses";
import { NETWORKING } from "./network";
import { OPERATIONS } from "./operations";
import { isReplacement, type Judged } from "./row";
import { SECRETS_IAM } from "./secrets-iam";
import { STORES } from "./stores";

/** A consequence and, where it comes from one attribute, that attribute's path. */
export type LocatedConsequence = Consequence & { readonly path?: string };

/** Every row of every table. */
export const ATTRIBUTE_ROWS: readonly AttributeRow[] = [
  ...CLOUD_RUN,
  ...CLOUD_RUN_V1,
  ...LOAD_BALANCER,
  ...DATABASE,
  ...CACHE,
  ...STORES,
  ...NETWORKING,
  ...SECRETS_IAM,
  ...OPERATIONS,
];

const ROWS_BY_TYPE: ReadonlyMap<string, readonly AttributeRow[]> = new Map(
  [...new Set(ATTRIBUTE_ROWS.map(({ type }) => type))].map((type) => [
    type,
    ATTRIBUTE_ROWS.filter((row) => row.type === type),
  ]),
);

/** The arguments by which what is created may be exposed: most of a resource is not even looked at. */
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

/** Words about a resource that nothing acts upon. */
const HARMLESS = /^((settings\.)?(user_)?labels|annotations|description|display_name)(\.|$)/;

const UNKNOWN_TYPE: Judged = {
  severity: "medium",
  text: "this reviewer does not know the type: read the change itself",
  undo: "redeploy",
};

const NOTHING: Judged = {
  severity: "low",
  text: "changes in place, and nothing differs but what Google writes itself",
  undo: "instant",
};

/** What an attribute means that no row answers for. */
function withoutRow(
  type: string,
  attribute: AttributeChange,
  hasRow: boolean,
  isAboveRow: boolean,
): Judged | undefined {
  const path = plainPath(attribute.path);
  if (attribute.unknownAfter && (hasRow || isAboveRow)) {
    return { severity: "high", text: "known only after apply: it may become anything", undo: "redeploy" };
  }
  if (hasRow) return { severity: "low", text: "changes in place, in its harmless direction", undo: "instant" };
  if (isComputed(type, path)) return undefined;
  return HARMLESS.test(path)
    ? { severity: "low", text: "changes in place", undo: "instant" }
    : {
        severity: "medium",
        text: "changes in place; no consequence is known for this attribute",
        undo: "redeploy",
      };
}

type Located = Judged & { readonly path?: string };

const hasOwnWord = ({ type }: Change): boolean => isGrant(type) || !KNOWN_TYPES.has(type);

const ownRows = new Map<string, readonly AttributeRow[]>();

/** The rows of one path; kept, because every resource of a type changes at the same few. */
function rowsOf(type: string, path: string, all: readonly AttributeRow[]): readonly AttributeRow[] {
  const key = `${type} ${path}`;
  const known = ownRows.get(key) ?? all.filter(({ paths }) => paths.some((pattern) => matchesPath(pattern, path)));
  ownRows.set(key, known);
  return known;
}

function judgeAttribute(attribute: AttributeChange, change: Change): Judged | undefined {
  const path = plainPath(attribute.path);
  const all = ROWS_BY_TYPE.get(change.type) ?? [];
  const own = rowsOf(change.type, path, all);
  for (const row of own) {
    const consequence = row.judge(attribute, change);
    if (consequence) return consequence;
  }
  // A replacement tells the rest as a whole.
  if (isReplacement(change)) return undefined;
  const isAboveRow = all.some(({ paths }) => paths.some((pattern) => pattern.startsWith(`${path}.`)));
  return withoutRow(change.type, attribute, own.length > 0, isAboveRow);
}

/** What forces a replacement is its reason, and everything that Google fills in is unknown until it is made. */
const isToldByReplacement = ({ path, unknownAfter }: AttributeChange, { type, replacePaths }: Change): boolean =>
  unknownAfter ||
  forcesReplacement(type, path) ||
  replacePaths.some((forcing) => matchesPath(`${plainPath(forcing)}.*`, plainPath(path)));

function attributeConsequences(change: Change): readonly Located[] {
  if (hasOwnWord(change)) return [];
  return change.attributes.flatMap((attribute): readonly Located[] => {
    if (isReplacement(change) && isToldByReplacement(attribute, change)) return [];
    const consequence = judgeAttribute(attribute, change);
    return consequence ? [{ ...consequence, path: attribute.path }] : [];
  });
}

/** What is created open is as exposed as what is opened. */
function exposedByCreation(change: Change): readonly Located[] {
  const exposing = EXPOSING.get(change.type);
  if (!exposing || !change.actions.includes("create") || hasOwnWord(change)) return [];
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
      rowsOf(change.type, plainPath(path), ROWS_BY_TYPE.get(change.type) ?? []).some((row) => row.everywhere),
    ),
  };
  return attributeConsequences(created).filter(({ everywhere }) => everywhere);
}

function weigh({ severity, text, undo, everywhere, path }: Located, weight: Weight): LocatedConsequence {
  const staysAsItIs = weight === "production" || everywhere === true || undo === "data lost" || undo === "one-way";
  const lighter = SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? severity;
  return { severity: staysAsItIs ? severity : lighter, text, undo, ...(path !== undefined && { path }) };
}

/** The first of each text: twenty labels are one consequence. */
const isFirst = ({ severity, text }: Consequence, index: number, all: readonly Consequence[]): boolean =>
  all.findIndex((other) => other.severity === severity && other.text === text) === index;

/** Actions that touch nothing at Google, whatever the type. */
const TOUCHES_NOTHING: readonly Action[] = ["move", "import", "read"];

/** What a change does, worst first; never empty, because what is not known is not harmless. */
export function consequencesOf(change: Change, weight: Weight): readonly LocatedConsequence[] {
  const revision = newRevision(change);
  const isUnknownType =
    !KNOWN_TYPES.has(change.type) &&
    !isGrant(change.type) &&
    change.actions.some((action) => !TOUCHES_NOTHING.includes(action));
  const found: readonly Located[] = [
    ...actionConsequences(change),
    ...attributeConsequences(change),
    ...exposedByCreation(change),
    ...(revision ? [revision] : []),
    ...(isUnknownType ? [UNKNOWN_TYPE] : []),
  ];
  const all = found.length > 0 ? found : [NOTHING];
  return all
    .map((one) => weigh(one, weight))
    .filter(isFirst)
    .sort(compareConsequences);
}

/** The worst of them. */
export const worst = <T extends Consequence>(consequences: readonly T[]): T | undefined =>
  [...consequences].sort(compareConsequences)[0];
