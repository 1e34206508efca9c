import {
  ComputeSecurityPolicy,
  type ComputeSecurityPolicyRule,
} from "@cdktf/provider-google/lib/compute-security-policy";
import { Construct } from "constructs";

/**
 * Google's preconfigured rule sets, at the sensitivity that Google recommends to begin with
 * (https://cloud.google.com/armor/docs/waf-rules).
 */
const WAF_RULE_SETS = [
  "sqli-v33-stable",
  "xss-v33-stable",
  "lfi-v33-stable",
  "rfi-v33-stable",
  "rce-v33-stable",
  "scannerdetection-v33-stable",
  "protocolattack-v33-stable",
  "sessionfixation-v33-stable",
  "cve-canary",
] as const;

const WAF_FIRST_PRIORITY = 2000;
const RATE_LIMIT_PRIORITY = 1000;
/** The lowest priority: Google demands a rule there (https://cloud.google.com/armor/docs/security-policy-overview). */
const DEFAULT_PRIORITY = 2_147_483_647;

const EVERYONE = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };

/** Props of {@link CloudArmor}. */
export interface CloudArmorProps {
  readonly name: string;
  /** Requests of one address in the interval that are let through. A socket counts once, when it opens. */
  readonly requests: number;
  readonly intervalSeconds: number;
}

/**
 * Rate limit and web application firewall. Over the limit an address is throttled, never banned: a page load
 * behind a busy office address must recover by itself. WAF rules only log (`preview`), because rules enforced at
 * once blocked `/ws` and the sign-in callback (incident 5); each is enforced on its own once its log is clean.
 */
export class CloudArmor extends Construct {
  readonly policyId: string;

  constructor(scope: Construct, id: string, props: CloudArmorProps) {
    super(scope, id);
    this.policyId = new ComputeSecurityPolicy(this, "Default", {
      name: props.name,
      type: "CLOUD_ARMOR",
      description: "Throttles floods, previews WAF rules",
      rule: [rateLimitRule(props), ...WAF_RULE_SETS.map(wafRule), defaultRule()],
      advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "NORMAL" },
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: "STANDARD" } },
    }).id;
  }
}

const rateLimitRule = ({ requests, intervalSeconds }: CloudArmorProps): ComputeSecurityPolicyRule => ({
  priority: RATE_LIMIT_PRIORITY,
  action: "throttle",
  description: "Requests per address",
  preview: false,
  match: EVERYONE,
  rateLimitOptions: {
    conformAction: "allow",
    exceedAction: "deny(429)",
    enforceOnKey: "IP",
    rateLimitThreshold: { count: requests, intervalSec: intervalSeconds },
  },
});

const wafRule = (ruleSet: string, index: number): ComputeSecurityPolicyRule => ({
  priority: WAF_FIRST_PRIORITY + index * 10,
  action: "deny(403)",
  description: `WAF ${ruleSet}`,
  preview: true,
  match: { expr: { expression: `evaluatePreconfiguredWaf('${ruleSet}', {'sensitivity': 1})` } },
});

const defaultRule = (): ComputeSecurityPolicyRule => ({
  priority: DEFAULT_PRIORITY,
  action: "allow",
  description: "Default rule",
  preview: false,
  match: EVERYONE,
});
