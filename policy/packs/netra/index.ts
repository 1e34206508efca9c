import { bindSpec, type Pack, type SpecRule } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { backendHeaderRules } from "./backend-header";
import { backendServiceRules } from "./backend-service";
import { certificateRules } from "./certificates";
import { cloudArmorRules } from "./cloud-armor";
import { databaseRules } from "./cloud-sql";
import { loadBalancerRules } from "./load-balancer";
import { networkRules } from "./network";
import { cacheRules } from "./redis";
import { separationRules } from "./separation";
import { stateRules } from "./state";
import { urlMapRules } from "./url-map";

/** What this product promises: every rule that judges resources against our spec, by area. */
export const netraRules: readonly SpecRule[] = [
  ...backendServiceRules,
  ...backendHeaderRules,
  ...loadBalancerRules,
  ...certificateRules,
  ...urlMapRules,
  ...cloudArmorRules,
  ...networkRules,
  ...databaseRules,
  ...cacheRules,
  ...stateRules,
  ...separationRules,
];

/** The rules of this product, bound to the spec of one environment. */
export const netraPack = (spec: Spec): Pack => ({
  id: "netra",
  title: "What this product promises",
  rules: netraRules.map((rule) => bindSpec(rule, spec)),
});
