import { bindSpec, type Pack, type SpecRule } from "../../core/rule";
import type { Spec } from "../../core/spec";
import { alertSetRules } from "./alert-sets";
import { alertTableRules } from "./alert-table";
import { backendHeaderRules } from "./backend-header";
import { backendServiceRules } from "./backend-service";
import { bypassRules } from "./bypass";
import { ciIdentityRules } from "./ci-identity";
import { ciPowerRules } from "./ci-powers";
import { cloudArmorRules } from "./cloud-armor";
import { cloudRunRules } from "./cloud-run";
import { cloudRunResourceRules } from "./cloud-run-resources";
import { cloudRunV1Rules } from "./cloud-run-v1";
import { databaseRules } from "./cloud-sql";
import { dashboardPresenceRules } from "./dashboards";
import { declaredRules } from "./declared";
import { deletionPolicyRules } from "./deletion-policy";
import { e2eRunnerRules } from "./e2e-runner";
import { keyAgeRules } from "./key-age";
import { loadBalancerRules } from "./load-balancer";
import { metricRules } from "./metrics";
import { networkRules } from "./network";
import { declaredObjectiveRules } from "./objectives";
import { probeRules } from "./probes";
import { provisionerRules } from "./provisioners";
import { cacheRules } from "./redis";
import { secretRules } from "./secrets";
import { separationRules } from "./separation";
import { socketLatencyRules } from "./socket-latency";
import { uptimeCheckRules } from "./uptime-checks";
import { urlMapRules } from "./url-map";
import { declaredVpcAccessRules } from "./vpc-access";
import { variableRules } from "./variables";

/** What this product promises: every rule that judges resources against our spec, by area. */
export const netraRules: readonly SpecRule[] = [
  ...cloudRunRules,
  ...cloudRunResourceRules,
  ...cloudRunV1Rules,
  ...e2eRunnerRules,
  ...probeRules,
  ...variableRules,
  ...secretRules,
  ...bypassRules,
  ...keyAgeRules,
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
  ...deletionPolicyRules,
  ...declaredVpcAccessRules,
  ...ciIdentityRules,
  ...ciPowerRules,
  ...provisionerRules,
];

/** The rules of this product, bound to the spec of one environment. */
export const netraPack = (spec: Spec): Pack => ({
  id: "netra",
  title: "What this product promises",
  rules: netraRules.map((rule) => bindSpec(rule, spec)),
});
