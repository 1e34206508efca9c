import type { Estate } from "./estate";
import { watchReading } from "./reading";
import { textAt, type Resource } from "./resource";
import type { Rule, Verdict } from "./rule";
import { changedResource, trialsOf } from "./trials";

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

/** Resources of one type that are tried: more of them say the same. */
const MOST_OF_A_TYPE = 3;

/**
 * Finds what breaks a rule by trying it on an estate that holds, one value at a time: a hardened value becomes Google's
 * default, every other value is taken away, then changed. What has to be added to break a rule is not found.
 *
 * @param most - how many breaks to look for
 */
export function findBreaks(rule: Rule, estate: Estate, most: number): BreakSearch {
  const { answer, types, withValuesRead } = watchReading((watched) => rule.check(watched), estate);
  const before = new Set(answer.map(verdictKey));
  const sample = sampleResources(estate, types);
  const breaks: RuleBreak[] = [];
  const all = sample.flatMap((resource) => trialsOf(withValuesRead(resource)).map((trial) => ({ resource, ...trial })));
  // Hardened values first: their trial is what Google would do.
  const trials = [...all.filter(({ source }) => source), ...all.filter(({ source }) => !source)];
  for (const { resource, source, ...trial } of trials) {
    if (breaks.length >= most) break;
    // One break a path tells enough: the same argument of another resource breaks the rule too, and so does its block.
    if (breaks.some(({ path }) => path.startsWith(trial.path))) continue;
    const verdicts = rule.check(estate.replace(resource, changedResource(resource, trial)));
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

function sampleResources({ resources }: Estate, types: ReadonlySet<string>): readonly Resource[] {
  const counts = new Map<string, number>();
  return resources.filter(({ type }) => {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return types.has(type) && count <= MOST_OF_A_TYPE;
  });
}
