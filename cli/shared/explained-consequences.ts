import { forcesReplacement } from "../../google/force-new";
import { matchesPath, plainPath } from "../../google/paths";
import { valueAt, type Value } from "../../policy/core/resource";
import { changedResource, trialsAt, type Trial } from "../../policy/core/trials";
import type { Change } from "../../review/change";
import { attributeChanges } from "../../review/attribute-changes";
import type { Consequence } from "../../review/consequence";
import { consequencesOf } from "../../review/consequences";
import { ATTRIBUTE_ROWS } from "../../review/consequences/attribute-rows";
import type { Place } from "./explained-place";

/** What a review says of a change of one argument in production. */
export interface ExplainedConsequence extends Consequence {
  /** Path as people read it. */
  readonly path: string;
}

/** A number or a number of seconds, halved and doubled: reviews say different things of less and of more. */
function scaledValues(value: Value | undefined): readonly Value[] {
  if (typeof value !== "number" && typeof value !== "string") return [];
  const [, digits, unit = ""] = /^(\d+)(s?)$/.exec(String(value)) ?? [];
  if (digits === undefined) return [];
  return [Math.floor(Number(digits) / 2), Number(digits) * 2].map((number) =>
    typeof value === "number" ? number : `${number}${unit}`,
  );
}

/** Changes of a place: less and more of it, Google's default, another value, none. */
const trialsOfPlace = ({ resource, path }: Place): readonly Trial[] => [
  ...scaledValues(valueAt(resource, path)).map((value): Trial => ({ path, value })),
  ...trialsAt(resource, path).toSorted((a, b) => Number(a.value === undefined) - Number(b.value === undefined)),
];

function changeAt({ resource, path }: Place, trial: Trial): Change {
  const [before, after] = [resource.values, changedResource(resource, trial).values];
  const isReplaced = forcesReplacement(resource.type, path);
  return {
    address: resource.address,
    type: resource.type,
    actions: [isReplaced ? "replace (destroy first)" : "update"],
    attributes: attributeChanges({ actions: ["update"], before, after }),
    replacePaths: isReplaced ? [path] : [],
    before,
    after,
  };
}

/** What the tables of review/consequences say of changes of a place, each row once; none where no row names its path. */
export function consequencesAt(place: Place): readonly ExplainedConsequence[] {
  const { resource, path, title } = place;
  const rows = ATTRIBUTE_ROWS.filter(
    ({ type, paths }) => type === resource.type && paths.some((pattern) => matchesPath(pattern, plainPath(path))),
  );
  const found = new Map<unknown, Consequence>();
  for (const change of trialsOfPlace(place).map((trial) => changeAt(place, trial))) {
    if (change.replacePaths.length > 0) {
      const [loss] = consequencesOf(change, "production");
      if (loss && !found.has(path)) found.set(path, loss);
      continue;
    }
    const [attribute] = change.attributes;
    if (!attribute) continue;
    for (const row of rows) {
      const consequence = row.consequenceOf(attribute, change);
      if (!consequence) continue;
      if (!found.has(row)) found.set(row, consequence);
      break;
    }
  }
  return [...found.values()].map(({ severity, text, undo }) => ({ path: title, severity, text, undo }));
}
