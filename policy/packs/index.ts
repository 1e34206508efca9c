import type { Estate } from "../core/estate";
import type { Pack, SpecRule } from "../core/rule";
import { evaluate, type Finding } from "../core/evaluate";
import type { Spec } from "../core/spec";
import { googlePack } from "./google";
import { netraPack, netraRules } from "./netra";

/** Every rule there is, of both packs. */
export const RULES: readonly SpecRule[] = [...googlePack.rules, ...netraRules];

/** The packs that judge an estate: both where it has our spec, else Google's alone. */
const packsFor = (spec: Spec | undefined): readonly Pack[] => (spec ? [googlePack, netraPack(spec)] : [googlePack]);

/**
 * What the rules find in an estate: in our own with the environment's waivers, in anybody else's by Google's pack alone.
 *
 * @param today - YYYY-MM-DD in UTC
 * @param spec - present where the estate is one of our environments
 */
export const findingsOf = (estate: Estate, today: string, spec?: Spec): readonly Finding[] =>
  evaluate(packsFor(spec), estate, {
    today,
    ...(spec && { environment: spec.environment.name, waivers: spec.environment.waivers }),
  });
