import type { Pack } from "../../core/rule";
import { addedHeaderRules } from "./added-headers";
import { alertRules } from "./alerts";
import { alertReachRules } from "./alert-reach";
import { alertScaleRules } from "./alert-scale";
import { alertTimeRules } from "./alert-times";
import { alloydbRules } from "./alloydb";
import { apiKeyRules } from "./api-keys";
import { projectLifeRules } from "./project-life";
import { cacheFormRules } from "./cache-forms";
import { sqlFormRules } from "./cloud-sql-forms";
import { sqlUserRules } from "./cloud-sql-users";
import { costBudgetRules } from "./cost-budgets";
import { filestoreRules } from "./filestore";
import { iamMemberRules } from "./iam-members";
import { identityProviderRules } from "./identity-providers";
import { kmsRules } from "./kms";
import { logMetricRules } from "./log-metrics";
import { logSinkRules } from "./log-sinks";
import { orgPolicyRules } from "./org-policies";
import { sharedAccount } from "./shared-accounts";
import { shutDown } from "./shut-down";
import { spannerRules } from "./spanner";
import { storePlaceRules } from "./store-places";
import { shadowed } from "./armor-order";
import { backendServiceRules } from "./backend-service";
import { budgetRules } from "./budgets";
import { bucketRules } from "./buckets";
import { armorPreview } from "./armor-preview";
import { bindingClash } from "./binding-clash";
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
import { balancerFrontRules } from "./balancer-front";
import { clusterAccessRules } from "./cluster-access";
import { clusterNetworkRules } from "./cluster-networks";
import { clusterUpgradeRules } from "./cluster-upgrades";
import { sharedSubnet } from "./connector-subnets";
import { dnsRules } from "./dns";
import { edgeContentRules } from "./edge-content";
import { firewallReachRules } from "./firewall-reach";
import { firewallSourceRules } from "./firewall-sources";
import { groupUpdateRules } from "./group-updates";
import { loadBalancerPortRules } from "./load-balancer-ports";
import { machineMetadataRules } from "./machine-metadata";
import { machineSchedulingRules } from "./machine-scheduling";
import { fixedName } from "./machine-templates";
import { namedOrder } from "./named-order";
import { networkReachRules } from "./network-reach";
import { placeRules } from "./place-mismatch";
import { tunnelRules } from "./tunnels";
import { unusedPart } from "./unused-parts";
import { agentRules } from "./agent-rights";
import { buildRules } from "./builds";
import { callerRules } from "./caller-rights";
import { deadlineRules } from "./deadlines";
import { functionIngress, functionSource } from "./function-sources";
import { functionRules } from "./functions";
import { internalCallers } from "./internal-services";
import { imageOrder } from "./image-order";
import { keyAgents } from "./key-agents";
import { poolOrder } from "./pool-order";
import { grantOrderRules } from "./order-grants";
import { programRights } from "./program-rights";
import { scheduleRules } from "./schedules";
import { idleSettingRules } from "./idle-settings";
import { logDeliveryRules } from "./log-delivery";
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
    imageOrder,
    poolOrder,
    namedOrder,
    ...budgetRules,
    ...backendServiceRules,
    ...passthroughRules,
    ...healthCheckRules,
    ...loadBalancerRules,
    ...loadBalancerPortRules,
    ...edgeContentRules,
    ...balancerFrontRules,
    ...urlMapFormRules,
    ...addedHeaderRules,
    ...cloudArmorRules,
    shadowed,
    armorSensitivity,
    armorPreview,
    ...unusedRules,
    unusedPart,
    ...networkRules,
    ...networkServiceRules,
    ...firewallRangeRules,
    everyPort,
    ...firewallSourceRules,
    ...firewallReachRules,
    ...networkReachRules,
    sharedSubnet,
    ...tunnelRules,
    ...dnsRules,
    ...placeRules,
    ...computeInstanceRules,
    ...machineMetadataRules,
    ...machineSchedulingRules,
    ...machineGroupRules,
    fixedName,
    ...groupUpdateRules,
    ...clusterRules,
    ...clusterUpgradeRules,
    ...clusterNetworkRules,
    ...clusterAccessRules,
    ...cloudSqlRules,
    ...sqlEngineRules,
    ...sqlUserRules,
    ...sqlFormRules,
    ...sqlConnectionRules,
    sqlClient,
    endedVersion,
    ...redisRules,
    ...memorystoreRules,
    ...cacheFormRules,
    ...storePlaceRules,
    ...alloydbRules,
    ...filestoreRules,
    ...spannerRules,
    ...iamRules,
    ...iamMemberRules,
    ...iamNameRules,
    ...wideGrantRules,
    ...serviceGrantRules,
    sharedAccount,
    bindingClash,
    ...identityConditionRules,
    ...identityProviderRules,
    ...apiKeyRules,
    ...orgPolicyRules,
    shutDown,
    ...projectRules,
    ...projectLifeRules,
    ...costBudgetRules,
    ...keyAndImageRules,
    ...kmsRules,
    ...stateRules,
    ...bucketRules,
    ...bigqueryRules,
    ...storeDeletionRules,
    ...operationsRules,
    ...alertRules,
    ...alertScaleRules,
    ...alertReachRules,
    ...alertTimeRules,
    ...logMetricRules,
    ...logSinkRules,
    ...monitoringRules,
    ...pubsubRules,
  ],
};
