import fc from "fast-check";
import { readPlan } from "../../policy/core/plan";
import { isRecord } from "../../policy/core/json";
import { assembleReport } from "../../review/assemble";
import { FORMATS, renderReport, type Format } from "../../review/render";
import { reviewStacks } from "../../review/review";

/** What stands in the place of every value that may be a secret: it has the form of a key, and of no word of Google's. */
export const CANARY = "canary7c41e09d53b8";

/** Members of a plan whose texts are its form and no value: a report quotes them. */
export const FORM: ReadonlySet<string> = new Set([
  ...["format_version", "address", "mode", "type", "name", "actions", "action_reason", "references", "provider_name"],
  ...["resource", "attribute", "replace_paths", "previous_address", "deposed", "terraform_version"],
  "triggering_resource_address",
]);

/** The same with the members by which a path names an item of a list: anything may stand in such a list here. */
const FORM_AND_NAMES: ReadonlySet<string> = new Set([...FORM, "display_name", "id", "priority"]);

/** A plan, or a part of one, with a canary for each of its values: nothing but its form may reach a report. */
export function withCanaries(value: unknown, form: ReadonlySet<string>, key = ""): unknown {
  if (form.has(key)) return value;
  if (typeof value === "string") return `${CANARY}-${value.length}`;
  if (Array.isArray(value)) return value.map((item) => withCanaries(item, form, key));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withCanaries(item, form, name)]));
}

/** Actions of a resource as Terraform writes them, and what nobody has written yet. */
const ACTIONS = [
  ...[["create"], ["update"], ["delete"], ["no-op"], ["read"], ["delete", "create"], ["create", "delete"]],
  ...[["forget"], ["open"], [], ["update", "update"], ["no such action"]],
];

/** What is done to one place of a plan. */
const EDIT = fc.record({
  /** Which place, of as many as there are. */
  place: fc.nat(),
  replacement: fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(null, true, [], {}, [null], "", -1, { __proto__: 1 }, [[{}]]),
  ),
});

const MUTATION = fc.record({
  parts: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  actions: fc.constantFrom<readonly string[]>(...ACTIONS),
  edits: fc.array(EDIT, { maxLength: 4 }),
  /** A member of a change that is set to a mark of the whole. */
  mark: fc.constantFrom("after_unknown", "before_sensitive", "after_sensitive", undefined),
});

type Mutation = typeof MUTATION extends fc.Arbitrary<infer M> ? M : never;

const countPlaces = (value: unknown): number =>
  typeof value === "object" && value !== null
    ? Object.values(value).reduce<number>((sum, item) => sum + countPlaces(item), 1)
    : 1;

/** The value with another one at a place, counted in the order of its text. */
function replaceAt(value: unknown, place: number, replacement: unknown): unknown {
  if (place === 0) return replacement;
  if (typeof value !== "object" || value === null) return value;
  let left = place - 1;
  for (const [name, item] of Object.entries(value)) {
    const places = countPlaces(item);
    if (left < places) {
      const changed = replaceAt(item, left, replacement);
      return Array.isArray(value)
        ? (value as readonly unknown[]).map((each, index) => (String(index) === name ? changed : each))
        : { ...value, [name]: changed };
    }
    left -= places;
  }
  return value;
}

const edited = (value: unknown, { place, replacement }: Mutation["edits"][number]): unknown =>
  replaceAt(value, place % countPlaces(value), replacement);

/** A plan of one to three changes that other plans have, with anything anywhere in it. */
function mutatedPlan(changes: readonly object[], { parts, actions, edits, mark }: Mutation): string {
  const chosen = parts.map((part) => {
    const one = changes[part % changes.length] as { readonly change: Readonly<Record<string, unknown>> };
    const { before, after } = one.change;
    const [first, ...more] = edits;
    const sides = {
      before: actions.includes("create") && actions.length === 1 ? null : (before ?? after),
      after: actions.includes("delete") && actions.length === 1 ? null : first ? edited(after, first) : after,
    };
    const change = { ...one.change, ...sides, actions, ...(mark !== undefined && { [mark]: true }) };
    return more.reduce<unknown>(edited, { ...one, change });
  });
  return JSON.stringify(withCanaries({ format_version: "1.2", resource_changes: chosen }, FORM_AND_NAMES));
}

const CONTEXT = { others: [], weight: "staging", today: "2026-01-01", key: "key", isIgnored: () => false } as const;

/** What is wrong with the review of a plan's text: a value in a report, or a refusal without a reason; undefined where nothing is. */
export function reviewDefect(text: string, formats: readonly Format[]): string | undefined {
  const reading = readPlan(text);
  if (!reading.ok) return reading.problem === "" ? "it is refused without a reason" : undefined;
  const report = assembleReport(reviewStacks([{ name: "stack", plan: reading.plan }], CONTEXT), "key");
  for (const format of formats) {
    const line = renderReport(report, format, "stack")
      .split("\n")
      .find((each) => each.includes(CANARY));
    if (line !== undefined) return `a value stands in the report as ${format}: ${line.trim()}`;
  }
  return undefined;
}

/** What came of reviewing mutated plans. */
export interface MutatedReviews {
  readonly plans: number;
  /** The first plan that a review threw at or leaked of, as fast-check tells it, with its seed; absent where there is none. */
  readonly defect?: string;
}

/**
 * Reviews mutated plans and looks at their reports.
 *
 * @param changes - entries of `resource_changes` that the plans are made of
 * @param runs - number of plans
 * @param seed - the same seed makes the same plans
 */
export function reviewMutatedPlans(
  changes: readonly object[],
  {
    runs,
    seed,
    formats = FORMATS,
  }: { readonly runs: number; readonly seed: number; readonly formats?: readonly Format[] },
): MutatedReviews {
  const property = fc.property(MUTATION, (mutation) => {
    const defect = reviewDefect(mutatedPlan(changes, mutation), formats);
    if (defect !== undefined) throw new Error(defect);
  });
  const details = fc.check(property, { numRuns: runs, seed, includeErrorInReport: true });
  return { plans: details.numRuns, ...(details.failed && { defect: fc.defaultReportMessage(details) ?? "" }) };
}
