import type { Rule } from "./rule";
import { alertRules } from "./rules/alerts";
import { backendHeaderRules } from "./rules/backend-header";
import { backendServiceRules } from "./rules/backend-service";
import { budgetRules } from "./rules/budgets";
import { bucketRules } from "./rules/buckets";
import { bypassRules } from "./rules/bypass";
import { cloudArmorRules } from "./rules/cloud-armor";
import { cloudRunRules } from "./rules/cloud-run";
import { cloudRunJobRules } from "./rules/cloud-run-jobs";
import { cloudRunResourceRules } from "./rules/cloud-run-resources";
import { cloudRunV1Rules } from "./rules/cloud-run-v1";
import { cloudSqlRules } from "./rules/cloud-sql";
import { sqlEngineRules } from "./rules/cloud-sql-engines";
import { computeInstanceRules } from "./rules/compute-instance";
import { declaredRules } from "./rules/declared";
import { e2eRunnerRules } from "./rules/e2e-runner";
import { firewallRangeRules } from "./rules/firewall-ranges";
import { healthCheckRules } from "./rules/health-checks";
import { iamRules } from "./rules/iam";
import { wideGrantRules } from "./rules/iam-wide";
import { keyAndImageRules } from "./rules/keys-and-images";
import { loadBalancerRules } from "./rules/load-balancer";
import { memorystoreRules } from "./rules/memorystore";
import { monitoringRules } from "./rules/monitoring";
import { networkRules } from "./rules/network";
import { networkServiceRules } from "./rules/network-services";
import { operationsRules } from "./rules/operations";
import { probeRules } from "./rules/probes";
import { pubsubRules } from "./rules/pubsub";
import { redisRules } from "./rules/redis";
import { secretLifetimeRules } from "./rules/secret-lifetime";
import { secretRules } from "./rules/secrets";
import { separationRules } from "./rules/separation";
import { socketServiceRules } from "./rules/socket-service";
import { stateRules } from "./rules/state";
import { urlMapFormRules } from "./rules/url-map-form";
import { variableValueRules } from "./rules/variable-values";
import { variableRules } from "./rules/variables";
import { vpcAccessRules } from "./rules/vpc-access";

/** Every rule there is, by area. */
export const RULES: readonly Rule[] = [
  ...cloudRunRules,
  ...cloudRunResourceRules,
  ...cloudRunJobRules,
  ...e2eRunnerRules,
  ...cloudRunV1Rules,
  ...probeRules,
  ...socketServiceRules,
  ...vpcAccessRules,
  ...variableRules,
  ...variableValueRules,
  ...secretRules,
  ...secretLifetimeRules,
  ...bypassRules,
  ...budgetRules,
  ...backendServiceRules,
  ...backendHeaderRules,
  ...healthCheckRules,
  ...loadBalancerRules,
  ...urlMapFormRules,
  ...cloudArmorRules,
  ...networkRules,
  ...networkServiceRules,
  ...firewallRangeRules,
  ...computeInstanceRules,
  ...cloudSqlRules,
  ...sqlEngineRules,
  ...redisRules,
  ...memorystoreRules,
  ...iamRules,
  ...wideGrantRules,
  ...keyAndImageRules,
  ...stateRules,
  ...bucketRules,
  ...separationRules,
  ...declaredRules,
  ...operationsRules,
  ...alertRules,
  ...monitoringRules,
  ...pubsubRules,
];
