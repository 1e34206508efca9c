import type { Rule } from "./rule";
import { backendServiceRules } from "./rules/backend-service";
import { budgetRules } from "./rules/budgets";
import { bypassRules } from "./rules/bypass";
import { cloudArmorRules } from "./rules/cloud-armor";
import { cloudRunRules } from "./rules/cloud-run";
import { cloudRunResourceRules } from "./rules/cloud-run-resources";
import { cloudSqlRules } from "./rules/cloud-sql";
import { declaredRules } from "./rules/declared";
import { iamRules } from "./rules/iam";
import { loadBalancerRules } from "./rules/load-balancer";
import { networkRules } from "./rules/network";
import { operationsRules } from "./rules/operations";
import { probeRules } from "./rules/probes";
import { redisRules } from "./rules/redis";
import { secretRules } from "./rules/secrets";
import { separationRules } from "./rules/separation";
import { socketServiceRules } from "./rules/socket-service";
import { stateRules } from "./rules/state";
import { variableRules } from "./rules/variables";
import { vpcAccessRules } from "./rules/vpc-access";

/** Every rule there is, by area. */
export const RULES: readonly Rule[] = [
  ...cloudRunRules,
  ...cloudRunResourceRules,
  ...probeRules,
  ...socketServiceRules,
  ...vpcAccessRules,
  ...variableRules,
  ...secretRules,
  ...bypassRules,
  ...budgetRules,
  ...backendServiceRules,
  ...loadBalancerRules,
  ...cloudArmorRules,
  ...networkRules,
  ...cloudSqlRules,
  ...redisRules,
  ...iamRules,
  ...stateRules,
  ...separationRules,
  ...declaredRules,
  ...operationsRules,
];
