import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findBreaks, type RuleBreak } from "../../policy/core/breaks";
import { bindSpec, type RuleKind, type SpecRule } from "../../policy/core/rule";
import { specOf } from "../../policy/core/spec";
import { RULES } from "../../policy/packs";
import { netraRules } from "../../policy/packs/netra";
import { HARDENED } from "../../policy/packs/netra/hardened";
import { meantInstead } from "../../policy/packs/google/spelling";
import type { Severity } from "../../report/severity";
import { citedIncidents, readIncidents, type Incident } from "../../runbook/incidents";
import type { EnvironmentEstate } from "../../stacks/policy-validation";

/** A hardened value that a rule guards, as it is declared. */
export interface ExplainedValue {
  readonly id: string;
  readonly title: string;
  /** Where it really acts. */
  readonly acts: string;
  /** Environment → value as declared, for people. */
  readonly declared: Readonly<Record<string, string>>;
  /** Places in the runbooks, relative to the repository. */
  readonly runbook: readonly string[];
}

/** A rule in one line. */
export interface RuleLine {
  readonly id: string;
  readonly pack: "google" | "netra";
  readonly kind: RuleKind;
  readonly severity: Severity;
  /** What must hold. */
  readonly title: string;
}

/** Everything about a rule: what must hold, why, how to fix it, what breaks it, and its sources. */
export interface Explanation extends RuleLine {
  readonly why: string;
  readonly fix: string;
  /** False where no waiver may excuse it. */
  readonly isWaivable: boolean;
  /** Rules that say the same better: where one of them has an open finding, this one is silent. */
  readonly yieldsTo: readonly string[];
  readonly breaks: readonly RuleBreak[];
  /** Whether any environment has a resource that the rule looks at. */
  readonly isJudged: boolean;
  readonly hardened: readonly ExplainedValue[];
  readonly incidents: readonly Incident[];
  /** Pages of Google and of its provider. */
  readonly sources: readonly string[];
}

/** The most breaks that an explanation shows. */
const MOST_BREAKS = 3;

/** A rule of that id; undefined where there is none. */
export const findRule = (id: string): SpecRule | undefined => RULES.find((rule) => rule.id === id);

/** Ids that a person may have meant: the one that is spelt almost the same, or up to five that contain the text. */
export function similarRules(id: string): readonly string[] {
  const ids = RULES.map((rule) => rule.id);
  const meant = meantInstead(id, ids);
  if (meant !== undefined) return [meant];
  return id === "" ? [] : ids.filter((known) => known.includes(id) || id.includes(known)).slice(0, 5);
}

/** What a rule is, in one line. */
export const ruleLine = ({ id, kind, severity, title }: SpecRule): RuleLine => ({
  id,
  pack: netraRules.some((rule) => rule.id === id) ? "netra" : "google",
  kind,
  severity,
  title,
});

/** Explains a rule, with examples from the environments as they are declared. */
export function explainRule(rule: SpecRule, estates: readonly EnvironmentEstate[]): Explanation {
  const searches = estates.map(({ environment, estate }) =>
    findBreaks(bindSpec(rule, specOf(environment)), estate, MOST_BREAKS),
  );
  // The first environment that shows anything: what breaks staging breaks production alike.
  const breaks = searches.find((search) => search.breaks.length > 0)?.breaks ?? [];
  const sources = [rule, ...breaks].flatMap(({ source }) => source ?? []);
  return {
    ...ruleLine(rule),
    why: rule.why,
    fix: rule.fix,
    isWaivable: rule.waivable !== false,
    yieldsTo: rule.yieldsTo ?? [],
    breaks,
    isJudged: searches.some(({ isJudged }) => isJudged),
    hardened: explainedValues(rule.id, estates),
    incidents: incidentsOf(rule.why),
    sources: [...new Set(sources)],
  };
}

const explainedValues = (rule: string, estates: readonly EnvironmentEstate[]): readonly ExplainedValue[] =>
  HARDENED.filter(({ rules }) => rules.includes(rule)).map(({ id, title, acts, read }) => ({
    id,
    title,
    acts,
    declared: Object.fromEntries(estates.map(({ environment, estate }) => [environment.name, read(estate)])),
    runbook: estates.map(({ environment }) => `docs/runbooks/${environment.name}.md#${id}`),
  }));

function incidentsOf(why: string): readonly Incident[] {
  const cited = citedIncidents(why);
  if (cited.length === 0) return [];
  const incidents = readIncidents(readFileSync(join(__dirname, "../../docs/incidents.md"), "utf8"));
  return incidents.filter(({ number }) => cited.includes(number));
}
