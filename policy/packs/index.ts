import type { Rule } from "../core/rule";
import { alertRules } from "./google/alerts";
import { backendHeaderRules } from "./google/backend-header";
import { backendServiceRules } from "./google/backend-service";
import { budgetRules } from "./google/budgets";
import { bucketRules } from "./google/buckets";
import { bypassRules } from "./google/bypass";
import { cloudArmorRules } from "./google/cloud-armor";
import { cloudRunRules } from "./google/cloud-run";
import { cloudRunJobRules } from "./google/cloud-run-jobs";
import { cloudRunResourceRules } from "./google/cloud-run-resources";
import { cloudRunV1Rules } from "./google/cloud-run-v1";
import { cloudSqlRules } from "./google/cloud-sql";
import { sqlEngineRules } from "./google/cloud-sql-engines";
import { computeInstanceRules } from "./google/compute-instance";
import { declaredRules } from "./google/declared";
import { e2eRunnerRules } from "./google/e2e-runner";
import { firewallRangeRules } from "./google/firewall-ranges";
import { healthCheckRules } from "./google/health-checks";
import { iamRules } from "./google/iam";
import { wideGrantRules } from "./google/iam-wide";
import { keyAndImageRules } from "./google/keys-and-images";
import { loadBalancerRules } from "./google/load-balancer";
import { memorystoreRules } from "./google/memorystore";
import { monitoringRules } from "./google/monitoring";
import { networkRules } from "./google/network";
import { networkServiceRules } from "./google/network-services";
import { operationsRules } from "./google/operations";
import { probeRules } from "./google/probes";
import { pubsubRules } from "./google/pubsub";
import { redisRules } from "./google/redis";
import { secretLifetimeRules } from "./google/secret-lifetime";
import { secretRules } from "./google/secrets";
import { separationRules } from "./google/separation";
import { socketServiceRules } from "./google/socket-service";
import { stateRules } from "./google/state";
import { urlMapFormRules } from "./google/url-map-form";
import { variableValueRules } from "./google/variable-values";
import { variableRules } from "./google/variables";
import { vpcAccessRules } from "./google/vpc-access";

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
