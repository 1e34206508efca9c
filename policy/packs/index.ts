import type { Estate } from "../core/estate";
import { WAIVER_RULE, evaluate } from "../core/evaluate";
import type { Finding } from "../core/finding";
import type { Pack, RuleDescription, SpecRule } from "../core/rule";
import type { Spec } from "../core/spec";
import { googlePack } from "./google";
import { netraPack, netraRules } from "./netra";

/** Every rule there is, of both packs. */
export const RULES: readonly SpecRule[] = [...googlePack.rules, ...netraRules];

/** What a rule says about itself, and the pack that it is in. */
export interface RuleEntry extends RuleDescription {
  readonly pack: Pack["id"];
}

const entries: ReadonlyMap<string, RuleEntry> = new Map(
  [
    ...googlePack.rules.map((rule): RuleEntry => ({ ...rule, pack: "google" })),
    ...[...netraRules, WAIVER_RULE].map((rule): RuleEntry => ({ ...rule, pack: "netra" })),
  ].map((entry) => [entry.id, entry]),
);

/** The rule of an id, in either pack; the one for waivers is among them. */
export const findRule = (id: string): RuleEntry | undefined => entries.get(id);

/** The packs that judge an estate: both where it has our spec, else Google's alone. */
export const packsFor = (spec: Spec | undefined): readonly Pack[] =>
  spec ? [googlePack, netraPack(spec)] : [googlePack];

/** What the rules that are asked find, with the waivers of those. */
const findingsBy = (
  isAsked: (id: string) => boolean,
  estate: Estate,
  today: string,
  spec: Spec | undefined,
): readonly Finding[] =>
  evaluate(
    packsFor(spec).map((pack) => ({ ...pack, rules: pack.rules.filter(({ id }) => isAsked(id)) })),
    estate,
    {
      today,
      ...(spec && {
        environment: spec.environment.name,
        waivers: spec.environment.waivers.filter(({ rule }) => isAsked(rule)),
      }),
    },
  );

/**
 * What the rules find in an estate: in our own with the environment's waivers, in anybody else's by Google's pack alone.
 *
 * @param today - YYYY-MM-DD in UTC
 * @param spec - present where the estate is one of our environments
 */
export const findingsOf = (estate: Estate, today: string, spec?: Spec): readonly Finding[] =>
  findingsBy(() => true, estate, today, spec);

/**
 * The findings of some rules alone, and of those that silence them, as {@link findingsOf} has them: a large estate is not
 * judged by rules that nobody asks.
 *
 * @param named - ids of rules
 */
export function findingsOfRules(
  named: ReadonlySet<string>,
  estate: Estate,
  today: string,
  spec?: Spec,
): readonly Finding[] {
  const rules = packsFor(spec).flatMap((pack) => pack.rules.filter(({ id }) => named.has(id)));
  const asked = new Set(rules.flatMap(({ id, yieldsTo = [] }) => [id, ...yieldsTo]));
  return findingsBy((id) => asked.has(id), estate, today, spec);
}
