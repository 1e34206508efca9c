import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findBreaks, type RuleBreak } from "../../policy/core/breaks";
import { bindSpec, type RuleKind, type SpecRule } from "../../policy/core/rule";
import { specOf } from "../../policy/core/spec";
import { netraRules } from "../../policy/packs/netra";
import { HARDENED_VALUES } from "../../policy/packs/netra/hardened";
import type { Severity } from "../../report/severity";
import { citedIncidents, readIncidents, type Incident } from "../../runbook/incidents";
import type { EnvironmentEstate } from "../../stacks/policy-validation";
import { explainValue, type ExplainedValue } from "./explained-value";

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
    hardened: HARDENED_VALUES.filter(({ rules }) => rules.includes(rule.id)).map((value) =>
      explainValue(value, estates),
    ),
    incidents: incidentsOf(rule.why),
    sources: [...new Set(sources)],
  };
}

function incidentsOf(why: string): readonly Incident[] {
  const cited = citedIncidents(why);
  if (cited.length === 0) return [];
  const incidents = readIncidents(readFileSync(join(__dirname, "../../docs/incidents.md"), "utf8"));
  return incidents.filter(({ number }) => cited.includes(number));
}
