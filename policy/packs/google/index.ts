import type { Pack } from "../../core/rule";
import { addedHeaderRules } from "./added-headers";
import { alertRules } from "./alerts";
import { shadowed } from "./armor-order";
import { backendServiceRules } from "./backend-service";
import { budgetRules } from "./budgets";
import { bucketRules } from "./buckets";
import { armorSensitivity } from "./armor-sensitivity";
import { bigqueryRules } from "./bigquery";
import { clusterRules } from "./clusters";
import { everyPort } from "./firewall-private";
import { serviceGrantRules } from "./iam-services";
import { machineGroupRules } from "./machine-groups";
import { orderRules } from "./order";
import { runStartRules } from "./run-starts";
import { secretSourceRules } from "./secret-sources";
import { sqlClient } from "./sql-clients";
import { storeDeletionRules } from "./store-deletion";
import { triggerRules } from "./triggers";
import { cloudArmorRules } from "./cloud-armor";
import { cloudRunRules } from "./cloud-run";
import { cloudRunJobRules } from "./cloud-run-jobs";
import { cloudRunResourceRules } from "./cloud-run-resources";
import { cloudRunV1Rules } from "./cloud-run-v1";
import { cloudSqlRules } from "./cloud-sql";
import { sqlEngineRules } from "./cloud-sql-engines";
import { computeInstanceRules } from "./compute-instance";
import { endedVersion } from "./ended-versions";
import { firewallRangeRules } from "./firewall-ranges";
import { functionAccountRules } from "./function-accounts";
import { healthCheckRules } from "./health-checks";
import { iamRules } from "./iam";
import { iamNameRules } from "./iam-names";
import { wideGrantRules } from "./iam-wide";
import { identityConditionRules } from "./identity-conditions";
import { keyAndImageRules } from "./keys-and-images";
import { loadBalancerRules } from "./load-balancer";
import { memorystoreRules } from "./memorystore";
import { monitoringRules } from "./monitoring";
import { networkRules } from "./network";
import { networkServiceRules } from "./network-services";
import { operationsRules } from "./operations";
import { passthroughRules } from "./passthrough-backends";
import { probeRules } from "./probes";
import { projectRules } from "./projects";
import { pubsubRules } from "./pubsub";
import { redisRules } from "./redis";
import { noInvoker } from "./run-invokers";
import { secretAccessRules } from "./secret-access";
import { secretLifetimeRules } from "./secret-lifetime";
import { secretRules } from "./secrets";
import { socketServiceRules } from "./socket-service";
import { sqlConnectionRules } from "./sql-connections";
import { stateRules } from "./state";
import { unusedRules } from "./unused";
import { urlMapFormRules } from "./url-map-form";
import { variableValueRules } from "./variable-values";
import { variableRules } from "./variables";
import { vpcAccessRules } from "./vpc-access";
import { agentRules } from "./agent-rights";
import { buildRules } from "./builds";
import { callerRules } from "./caller-rights";
import { deadlineRules } from "./deadlines";
import { functionIngress, functionSource } from "./function-sources";
import { functionRules } from "./functions";
import { internalCallers } from "./internal-services";
import { keyAgents } from "./key-agents";
import { grantOrderRules } from "./order-grants";
import { programRights } from "./program-rights";
import { scheduleRules } from "./schedules";
import { idleSettingRules } from "./idle-settings";
import { logDeliveryRules } from "./log-sinks";
import { mapSecrets } from "./map-secrets";
import { openRules } from "./open-rules";
import { storeBackups } from "./store-backups";
import { triggerPlaceRules } from "./trigger-places";
import { unreadTopic } from "./topic-readers";

/** What holds for anybody's resources: what Google refuses, what is exposed, lost or down, what has no effect. */
export const googlePack: Pack = {
  id: "google",
  title: "Google Cloud",
  rules: [
    ...cloudRunRules,
    noInvoker,
    ...cloudRunResourceRules,
    ...cloudRunJobRules,
    ...cloudRunV1Rules,
    ...probeRules,
    ...runStartRules,
    ...socketServiceRules,
    ...vpcAccessRules,
    ...variableRules,
    ...variableValueRules,
    ...secretRules,
    ...secretAccessRules,
    ...functionAccountRules,
    ...triggerRules,
    ...functionRules,
    functionSource,
    functionIngress,
    programRights,
    ...callerRules,
    ...agentRules,
    keyAgents,
    internalCallers,
    ...scheduleRules,
    ...deadlineRules,
    ...buildRules,
    unreadTopic,
    mapSecrets,
    ...logDeliveryRules,
    storeBackups,
    openRules,
    ...triggerPlaceRules,
    ...idleSettingRules,
    ...grantOrderRules,
    ...secretLifetimeRules,
    ...secretSourceRules,
    ...orderRules,
    ...budgetRules,
    ...backendServiceRules,
    ...passthroughRules,
    ...healthCheckRules,
    ...loadBalancerRules,
    ...urlMapFormRules,
    ...addedHeaderRules,
    ...cloudArmorRules,
    shadowed,
    armorSensitivity,
    ...unusedRules,
    ...networkRules,
    ...networkServiceRules,
    ...firewallRangeRules,
    everyPort,
    ...computeInstanceRules,
    ...machineGroupRules,
    ...clusterRules,
    ...cloudSqlRules,
    ...sqlEngineRules,
    ...sqlConnectionRules,
    sqlClient,
    endedVersion,
    ...redisRules,
    ...memorystoreRules,
    ...iamRules,
    ...iamNameRules,
    ...wideGrantRules,
    ...serviceGrantRules,
    ...identityConditionRules,
    ...projectRules,
    ...keyAndImageRules,
    ...stateRules,
    ...bucketRules,
    ...bigqueryRules,
    ...storeDeletionRules,
    ...operationsRules,
    ...alertRules,
    ...monitoringRules,
    ...pubsubRules,
  ],
};
