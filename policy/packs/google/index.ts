import type { Pack } from "../../core/rule";
import { addedHeaderRules } from "./edge/added-headers";
import { alertRules } from "./alerts/alerts";
import { alertReachRules } from "./alerts/alert-reach";
import { alertScaleRules } from "./alerts/alert-scale";
import { alertTimeRules } from "./alerts/alert-times";
import { alloydbRules } from "./stores/alloydb";
import { apiKeyRules } from "./identities/api-keys";
import { projectLifeRules } from "./identities/project-life";
import { cacheFormRules } from "./stores/cache-forms";
import { sqlFormRules } from "./stores/cloud-sql-forms";
import { sqlUserRules } from "./stores/cloud-sql-users";
import { costBudgetRules } from "./alerts/cost-budgets";
import { filestoreRules } from "./stores/filestore";
import { iamMemberRules } from "./identities/iam-members";
import { identityProviderRules } from "./identities/identity-providers";
import { kmsRules } from "./identities/kms";
import { logMetricRules } from "./alerts/log-metrics";
import { logSinkRules } from "./alerts/log-sinks";
import { orgPolicyRules } from "./identities/org-policies";
import { sharedAccount } from "./identities/shared-accounts";
import { shutDown } from "./shut-down";
import { spannerRules } from "./stores/spanner";
import { storePlaceRules } from "./stores/store-places";
import { shadowed } from "./edge/armor-order";
import { backendServiceRules } from "./edge/backend-service";
import { budgetRules } from "./budgets";
import { bucketRules } from "./stores/buckets";
import { armorPreview } from "./edge/armor-preview";
import { bindingClash } from "./identities/binding-clash";
import { armorSensitivity } from "./edge/armor-sensitivity";
import { bigqueryRules } from "./stores/bigquery";
import { clusterRules } from "./machines/clusters";
import { everyPort } from "./networks/firewall-private";
import { serviceGrantRules } from "./identities/iam-services";
import { machineGroupRules } from "./machines/machine-groups";
import { orderRules } from "./order";
import { runStartRules } from "./programs/run-starts";
import { secretSourceRules } from "./secrets/secret-sources";
import { sqlClient } from "./stores/sql-clients";
import { storeDeletionRules } from "./stores/store-deletion";
import { triggerRules } from "./programs/triggers";
import { cloudArmorRules } from "./edge/cloud-armor";
import { cloudRunRules } from "./programs/cloud-run";
import { cloudRunJobRules } from "./programs/cloud-run-jobs";
import { cloudRunResourceRules } from "./programs/cloud-run-resources";
import { cloudRunV1Rules } from "./programs/cloud-run-v1";
import { cloudSqlRules } from "./stores/cloud-sql";
import { sqlEngineRules } from "./stores/cloud-sql-engines";
import { computeInstanceRules } from "./machines/compute-instance";
import { endedVersion } from "./stores/ended-versions";
import { firewallRangeRules } from "./networks/firewall-ranges";
import { functionAccountRules } from "./programs/function-accounts";
import { healthCheckRules } from "./edge/health-checks";
import { iamRules } from "./identities/iam";
import { iamNameRules } from "./identities/iam-names";
import { wideGrantRules } from "./identities/iam-wide";
import { identityConditionRules } from "./identities/identity-conditions";
import { keyAndImageRules } from "./identities/keys-and-images";
import { loadBalancerRules } from "./edge/load-balancer";
import { memorystoreRules } from "./stores/memorystore";
import { monitoringRules } from "./alerts/monitoring";
import { networkRules } from "./networks/network";
import { networkServiceRules } from "./networks/network-services";
import { operationsRules } from "./alerts/operations";
import { passthroughRules } from "./edge/passthrough-backends";
import { probeRules } from "./programs/probes";
import { projectRules } from "./identities/projects";
import { pubsubRules } from "./programs/pubsub";
import { redisRules } from "./stores/redis";
import { noInvoker } from "./programs/run-invokers";
import { secretAccessRules } from "./secrets/secret-access";
import { secretLifetimeRules } from "./secrets/secret-lifetime";
import { secretRules } from "./secrets/secrets";
import { socketServiceRules } from "./programs/socket-service";
import { sqlConnectionRules } from "./stores/sql-connections";
import { stateRules } from "./stores/state";
import { unusedRules } from "./unused";
import { urlMapFormRules } from "./edge/url-map-form";
import { variableValueRules } from "./programs/variable-values";
import { variableRules } from "./programs/variables";
import { vpcAccessRules } from "./networks/vpc-access";
import { balancerFrontRules } from "./edge/balancer-front";
import { clusterAccessRules } from "./machines/cluster-access";
import { clusterNetworkRules } from "./machines/cluster-networks";
import { clusterUpgradeRules } from "./machines/cluster-upgrades";
import { sharedSubnet } from "./networks/connector-subnets";
import { dnsRules } from "./edge/dns";
import { edgeContentRules } from "./edge/edge-content";
import { firewallReachRules } from "./networks/firewall-reach";
import { firewallSourceRules } from "./networks/firewall-sources";
import { groupUpdateRules } from "./machines/group-updates";
import { loadBalancerPortRules } from "./edge/load-balancer-ports";
import { machineMetadataRules } from "./machines/machine-metadata";
import { machineSchedulingRules } from "./machines/machine-scheduling";
import { fixedName } from "./machines/machine-templates";
import { namedOrder } from "./networks/named-order";
import { networkReachRules } from "./networks/network-reach";
import { placeRules } from "./networks/place-mismatch";
import { tunnelRules } from "./networks/tunnels";
import { unusedPart } from "./networks/unused-parts";
import { agentRules } from "./identities/agent-rights";
import { buildRules } from "./programs/builds";
import { callerRules } from "./programs/caller-rights";
import { deadlineRules } from "./programs/deadlines";
import { functionIngress, functionSource } from "./programs/function-sources";
import { functionRules } from "./programs/functions";
import { internalCallers } from "./programs/internal-services";
import { privateDatabase } from "./programs/private-databases";
import { imageOrder } from "./programs/image-order";
import { keyAgents } from "./identities/key-agents";
import { poolOrder } from "./machines/pool-order";
import { grantOrderRules } from "./identities/order-grants";
import { programRights } from "./programs/program-rights";
import { scheduleRules } from "./programs/schedules";
import { idleSettingRules } from "./programs/idle-settings";
import { logDeliveryRules } from "./alerts/log-delivery";
import { mapSecrets } from "./secrets/map-secrets";
import { openRules } from "./programs/open-rules";
import { storeBackups } from "./stores/store-backups";
import { triggerPlaceRules } from "./programs/trigger-places";
import { unreadTopic } from "./programs/topic-readers";

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
    privateDatabase,
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
