import type { Rule } from "./rule";
import { cloudRunRules } from "./rules/cloud-run";
import { cloudRunResourceRules } from "./rules/cloud-run-resources";
import { probeRules } from "./rules/probes";
import { socketServiceRules } from "./rules/socket-service";
import { vpcAccessRules } from "./rules/vpc-access";

/** Every rule there is, by area. */
export const RULES: readonly Rule[] = [
  ...cloudRunRules,
  ...cloudRunResourceRules,
  ...probeRules,
  ...socketServiceRules,
  ...vpcAccessRules,
];
