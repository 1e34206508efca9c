import { HARDENED } from "../../google/hardened/table";
import { Estate } from "./estate";
import { UNKNOWN, isValues, textAt, valueAt, type Resource, type Value } from "./resource";
import type { Rule, Verdict } from "./rule";

/** A change of one value that makes a rule fire. */
export interface RuleBreak {
  readonly address: string;
  /** Path in the plan's form. */
  readonly path: string;
  /** Name of the block that the value stands in, where it has one: that of a variable. */
  readonly block?: string;
  /** What the rule then says: what was found, what is allowed. */
  readonly message: string;
  /** Page that says what the argument does, where the value is a hardened one. */
  readonly source?: string;
}

/** What was found out about a rule by trying to break it. */
export interface BreakSearch {
  readonly breaks: readonly RuleBreak[];
  /** Whether the estate has any resource that the rule looks at. */
  readonly isJudged: boolean;
}

/** A value to try at a path; `undefined` takes it away. */
interface Trial {
  readonly path: string;
  readonly value: Value | undefined;
  readonly source?: string;
}

/** Resources of one type that are tried: more of them say the same. */
const MOST_OF_A_TYPE = 3;

/** Trials of a rule; a rule that spans stacks takes milliseconds each. */
const MOST_TRIALS = 1000;

/**
 * Finds what breaks a rule by trying it on an estate that holds, one value at a time: a hardened value becomes Google's
 * default, every other value is taken away, then changed. What has to be added to break a rule is not found.
 *
 * @param most - how many breaks to look for
 */
export function findBreaks(rule: Rule, estate: Estate, most: number): BreakSearch {
  const before = new Set(rule.check(estate).map(verdictKey));
  const sample = sampleResources(estate, typesRead(rule, estate));
  const breaks: RuleBreak[] = [];
  const all = sample.flatMap((resource) => trialsOf(resource).map((trial) => ({ resource, ...trial })));
  // Hardened values first: their trial is what Google would do.
  const trials = [...all.filter(({ source }) => source), ...all.filter(({ source }) => !source)];
  for (const { resource, source, ...trial } of trials.slice(0, MOST_TRIALS)) {
    if (breaks.length >= most) break;
    // One break a path tells enough: the same argument of another resource breaks the rule too, and so does its block.
    if (breaks.some(({ path }) => path.startsWith(trial.path))) continue;
    const verdicts = rule.check(estateWith(estate, resource, changedResource(resource, trial)));
    const broken = verdicts.find((verdict) => verdict.status === "violation" && !before.has(verdictKey(verdict)));
    if (!broken) continue;
    const block = textAt(resource, trial.path.replace(/\.[^.]+$/, ".name"));
    breaks.push({
      address: resource.address,
      path: trial.path,
      message: broken.message,
      ...(trial.path.includes("]") && block !== undefined && { block }),
      ...(source !== undefined && { source }),
    });
  }
  return { breaks, isJudged: sample.length > 0 };
}

const verdictKey = ({ stack, address, message }: Verdict): string => `${stack} ${address} ${message}`;

/** Types of the resources that a rule asks an estate for. */
function typesRead(rule: Rule, estate: Estate): ReadonlySet<string> {
  const types = new Set<string>();
  const addTypes = (resources: readonly Resource[]): readonly Resource[] => {
    for (const { type } of resources) types.add(type);
    return resources;
  };
  const watched: Estate = new Proxy(estate, {
    get(target, name, receiver): unknown {
      if (name === "resources") return addTypes(target.resources);
      if (name === "ofType") return (type: string) => addTypes(target.ofType(type));
      if (name === "ofTypes") return (isWanted: (type: string) => boolean) => addTypes(target.ofTypes(isWanted));
      if (name === "derive") return (find: (estate: Estate) => unknown) => find(watched);
      return Reflect.get(target, name, receiver);
    },
  });
  rule.check(watched);
  return types;
}

function sampleResources({ resources }: Estate, types: ReadonlySet<string>): readonly Resource[] {
  const counts = new Map<string, number>();
  return resources.filter(({ type }) => {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return types.has(type) && count <= MOST_OF_A_TYPE;
  });
}

const estateWith = ({ resources, stacks }: Estate, resource: Resource, changed: Resource): Estate =>
  new Estate({
    resources: resources.map((candidate) => (candidate === resource ? changed : candidate)),
    stacks,
  });

/** Trials of a resource: hardened values become Google's default, all others go or change. */
function trialsOf({ type, values }: Resource): readonly Trial[] {
  const hardened = HARDENED.filter((row) => row.type === type && valueAt({ values }, row.path) === row.value);
  const known = new Set(hardened.map(({ path }) => path));
  return [
    ...hardened.map(({ path, value, default: googles, source }): Trial => {
      return { path, value: googles === value ? undefined : googles, source };
    }),
    ...valueTrials(values, "").filter(({ path }) => !known.has(path)),
  ];
}

/** Trials for every value inside a block: without it, and with another one. */
function valueTrials(value: Value, path: string): readonly Trial[] {
  if (value === UNKNOWN || value === null) return [];
  const withoutIt: Trial = { path, value: undefined };
  if (isValues(value)) {
    return Object.entries(value).flatMap(([name, inner]) => valueTrials(inner, path === "" ? name : `${path}.${name}`));
  }
  if (typeof value !== "object") return [withoutIt, { path, value: otherValue(value) }];
  const elements = value;
  return [...elements.flatMap((element, index) => valueTrials(element, `${path}[${index}]`)), withoutIt];
}

/** Another value of the same form: a switch turned over, a hundred times the number, one second, another text. */
function otherValue(value: string | number | boolean): string | number | boolean {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value * 100 + 1;
  if (/^\d+$/.test(value)) return String(Number(value) * 100 + 1);
  return /^\d+s$/.test(value) ? "1s" : "another-value";
}

const changedResource = (resource: Resource, { path, value }: Trial): Resource => ({
  ...resource,
  values: changedValue(resource.values, path.match(/[^.[\]]+/g) ?? [], value) as Resource["values"],
});

/** A copy with another value at the end of the steps. */
function changedValue(
  container: Value | undefined,
  [step, ...rest]: readonly string[],
  value: Value | undefined,
): Value | undefined {
  if (step === undefined) return value;
  if (Array.isArray(container)) {
    const elements = container as readonly Value[];
    return elements.map((element, index) =>
      index === Number(step) ? (changedValue(element, rest, value) ?? null) : element,
    );
  }
  if (!isValues(container)) return container;
  const { [step]: inner, ...others } = container;
  const changed = changedValue(inner, rest, value);
  return changed === undefined ? others : { ...others, [step]: changed };
}
