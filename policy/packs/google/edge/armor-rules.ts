import { countsRequests } from "../../../../google/refusals/load-balancing";
import { blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import type { Estate } from "../../../core/estate";

export const SECURITY_POLICY = "google_compute_security_policy";

/** One rule of Cloud Armor, inline in its policy or a resource of its own. */
export interface ArmorRule {
  readonly resource: Resource;
  /** The path of one of its arguments. */
  readonly at: (argument: string) => string;
}

const OTHER_TYPES = new Set(["CLOUD_ARMOR_EDGE", "CLOUD_ARMOR_INTERNAL_SERVICE", "CLOUD_ARMOR_NETWORK"]);

/** Policies that filter requests at a backend service, which is also the default type. */
export const backendPolicies = (estate: Estate): readonly Resource[] =>
  estate.ofType(SECURITY_POLICY).filter((policy) => !OTHER_TYPES.has(textAt(policy, "type") ?? ""));

/** Rules that are resources of their own. */
const OWN_RULES = ["google_compute_security_policy_rule", "google_compute_region_security_policy_rule"];

/** Every rule of the policies that filter requests at a backend service. */
export const armorRules = (estate: Estate): readonly ArmorRule[] => [
  ...backendPolicies(estate).flatMap((resource) =>
    blockPaths(resource, "rule").map((rule) => ({ resource, at: (argument: string) => `${rule}.${argument}` })),
  ),
  ...OWN_RULES.flatMap((type) => estate.ofType(type)).map((resource) => ({
    resource,
    at: (argument: string) => argument,
  })),
];

/** Whether an action counts requests; `rate_limit_options` belong to such actions alone. */
export const isRateAction = countsRequests;

/** Whether a rule counts requests, or was meant to. */
export const isRateRule = ({ resource, at }: ArmorRule): boolean =>
  isRateAction(valueAt(resource, at("action"))) || valueAt(resource, at("rate_limit_options[0]")) !== undefined;
