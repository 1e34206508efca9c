import { derivedFact } from "../../../core/estate";
import { UNKNOWN, type Values } from "../../../core/resource";
import { forEachEntry, nameOf, sourceOf } from "./variable-entry";
import { workloads } from "./workloads";

/**
 * A sign that stands in every text that a rule looks for: control characters, every origin, URLs with a password or
 * parameters, localhost, and texts that only keep a place. Few texts have one, and only those are matched with the rules' own
 * patterns.
 */
export const NOTABLE =
  // eslint-disable-next-line no-control-regex -- control characters are among what is looked for
  /[\x00-\x1f\x7f*@]|[?&][\w-]+=|localhost|127\.0\.0\.1|\[::1\]|place|change|todo|<|\.invalid|your/i;

/** What one walk through the variables of an estate finds; places are those of `workloads(estate)`, ascending. */
export interface VariableIndex {
  /** The name of a variable → who has it. */
  readonly names: ReadonlyMap<string, readonly number[]>;
  /** Who has a text with a sign of {@link NOTABLE}. */
  readonly notable: readonly number[];
  /** Who has variables from elsewhere, secrets most of them. */
  readonly sourced: readonly number[];
  /** Who has a name twice, whether or not in one container. */
  readonly repeated: readonly number[];
}

class Collector {
  readonly names = new Map<string, number[]>();
  readonly notable: number[] = [];
  readonly sourced: number[] = [];
  readonly repeated: number[] = [];

  add(place: number, entry: Values): void {
    const name = nameOf(entry);
    const same = this.names.get(name);
    if (same === undefined) this.names.set(name, [place]);
    else if (same[same.length - 1] !== place) same.push(place);
    else note(this.repeated, place);
    if (typeof entry.value === "string" && NOTABLE.test(entry.value)) note(this.notable, place);
    const source = sourceOf(entry);
    if (source === UNKNOWN || (Array.isArray(source) && source.length > 0)) note(this.sourced, place);
  }
}

/** Each place once; they come in order. */
function note(places: number[], place: number): void {
  if (places[places.length - 1] !== place) places.push(place);
}

/** Rules ask for few of many variables: they are read once for an estate. */
export const variableIndex = derivedFact((estate): VariableIndex => {
  const index = new Collector();
  workloads(estate).forEach((workload, place) => {
    forEachEntry(workload, (entry) => index.add(place, entry));
  });
  return index;
});
