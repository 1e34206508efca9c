import { HARDENED_ROWS } from "../../google/hardened/table";
import { derivedFacts, type Estate } from "../../policy/core/estate";
import { watchReading } from "../../policy/core/reading";
import { textAt, valueAt, type Resource } from "../../policy/core/resource";
import { changedResource, trialsOf, type Trial } from "../../policy/core/trials";
import type { HardenedValue } from "../../policy/packs/netra/hardened";

/** Where a hardened value stands in the configuration. */
export interface Place {
  /** A resource that has it; others of its type may have it too. */
  readonly resource: Resource;
  /** Path in the plan's form. */
  readonly path: string;
  /** The path as people read it: an item of a list by its name, `env[name=PORT].value`. */
  readonly title: string;
}

/** Arguments by which a resource is found; a change of them only hides the value. */
const IDENTITY = /^(name|slo_id|user_labels\..*)$|\.name$/;

const isIdentity = ({ type }: Resource, path: string): boolean =>
  IDENTITY.test(path) && !HARDENED_ROWS.some((row) => row.type === type && row.path === path);

/** Name of the innermost block around a path; undefined where it has none. */
const blockName = (resource: Resource, path: string): string | undefined =>
  path.includes("]") ? textAt(resource, path.replace(/\.[^.]+$/, ".name")) : undefined;

function placeTitle(resource: Resource, path: string): string {
  const name = blockName(resource, path);
  return name === undefined ? path : path.replace(/\[\d+\](\.[^.[]+)$/, `[name=${name}]$1`);
}

const placeKey = ({ resource, title }: Place): string => `${resource.type} ${title}`;

function findPlaces({ read }: HardenedValue, estate: Estate): readonly Place[] {
  const { answer: text, types, withValuesRead } = watchReading(read, estate);
  const found = new Map<string, Place>();
  for (const resource of estate.resources.filter(({ type }) => types.has(type))) {
    for (const trial of trialsOf(withValuesRead(resource))) {
      const place: Place = { resource, path: trial.path, title: placeTitle(resource, trial.path) };
      if (found.has(placeKey(place)) || !isValueTrial(resource, trial)) continue;
      if (read(estate.replace(resource, changedResource(resource, trial))) !== text) found.set(placeKey(place), place);
    }
  }
  return [...found.values()];
}

/** Finding takes a while, and an explanation asks for the same places more than once. */
const foundPlaces = derivedFacts<HardenedValue, readonly Place[]>();

/** The arguments that a hardened value is read from: a change of one of them changes its text. Each is named once. */
export const placesOf = (value: HardenedValue, estate: Estate): readonly Place[] =>
  foundPlaces(estate, value, () => findPlaces(value, estate));

/** Whether a trial changes one value and no whole block, and none by which something is found. */
const isValueTrial = (resource: Resource, { path }: Trial): boolean =>
  !path.endsWith("]") && !isIdentity(resource, path) && typeof valueAt(resource, path) !== "object";
