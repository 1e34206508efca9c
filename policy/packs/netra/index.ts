import { bindSpec, type Pack, type SpecRule } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { databaseRules } from "./cloud-sql";
import { cacheRules } from "./redis";

/** What this product promises: every rule that judges resources against our spec, by area. */
export const netraRules: readonly SpecRule[] = [...databaseRules, ...cacheRules];

/** The rules of this product, bound to the spec of one environment. */
export const netraPack = (spec: Spec): Pack => ({
  id: "netra",
  title: "What this product promises",
  rules: netraRules.map((rule) => bindSpec(rule, spec)),
});
