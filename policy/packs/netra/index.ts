import { bindSpec, type Pack, type SpecRule } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { alertSetRules } from "./alert-sets";
import { alertTableRules } from "./alert-table";
import { backendHeaderRules } from "./backend-header";
import { backendServiceRules } from "./backend-service";
import { cloudArmorRules } from "./cloud-armor";
import { netraCloudRunRules } from "./cloud-run";
import { netraCloudRunResourceRules } from "./cloud-run-resources";
import { netraCloudRunV1Rules } from "./cloud-run-v1";
import { databaseRules } from "./cloud-sql";
import { dashboardPresenceRules } from "./dashboards";
import { declaredRules } from "./declared";
import { loadBalancerRules } from "./load-balancer";
import { metricRules } from "./metrics";
import { networkRules } from "./network";
import { declaredObjectiveRules } from "./objectives";
import { netraProbeRules } from "./probes";
import { cacheRules } from "./redis";
import { separationRules } from "./separation";
import { socketLatencyRules } from "./socket-latency";
import { uptimeCheckRules } from "./uptime-checks";
import { urlMapRules } from "./url-map";

/** What this product promises: every rule that judges resources against our spec, by area. */
export const netraRules: readonly SpecRule[] = [
  ...netraCloudRunRules,
  ...netraCloudRunResourceRules,
  ...netraCloudRunV1Rules,
  ...netraProbeRules,
  ...backendServiceRules,
  ...backendHeaderRules,
  ...loadBalancerRules,
  ...urlMapRules,
  ...cloudArmorRules,
  ...networkRules,
  ...databaseRules,
  ...cacheRules,
  ...separationRules,
  ...alertTableRules,
  ...alertSetRules,
  ...metricRules,
  ...uptimeCheckRules,
  ...declaredObjectiveRules,
  ...socketLatencyRules,
  ...dashboardPresenceRules,
  ...declaredRules,
];

/** The rules of this product, bound to the spec of one environment. */
export const netraPack = (spec: Spec): Pack => ({
  id: "netra",
  title: "What this product promises",
  rules: netraRules.map((rule) => bindSpec(rule, spec)),
});
