import { isRecord } from "../../policy/core/json";

/**
 * What may stay between quotes in an error: Google's own words, and names that a stack declares. A list of what may,
 * because a list of what may not is never complete.
 */

/** Arguments whose texts are names: what a stack declares of them may be told. */
const NAMING: ReadonlySet<string> = new Set(
  (
    "account_id bucket image instance location name network project region repository_id role secret secret_id service " +
    "service_account subnetwork workload_identity_pool_id workload_identity_pool_provider_id"
  ).split(" "),
);

const NAME = /^[A-Za-z0-9][\w./:@-]{0,250}$/;

/** Words of Google's resource paths. */
const COLLECTIONS: ReadonlySet<string> = new Set(
  (
    "projects locations regions zones global networks subnetworks addresses backendServices urlMaps targetHttpsProxies " +
    "targetHttpProxies forwardingRules sslCertificates sslPolicies securityPolicies networkEndpointGroups services jobs " +
    "revisions executions secrets versions instances databases users repositories packages tags serviceAccounts roles " +
    "workloadIdentityPools providers alertPolicies notificationChannels uptimeCheckConfigs dashboards metrics " +
    "metricDescriptors serviceLevelObjectives operations buckets constraints latest b o _ -"
  ).split(" "),
);

const FORMS: readonly RegExp[] = [
  // An API, and the types of Google's error details.
  /^(?:[a-z0-9-]{2,40}\.)?googleapis\.com$/,
  /^type\.googleapis\.com\/google\.rpc\.[A-Za-z]{3,40}$/,
  // A permission.
  /^[a-z][A-Za-z]{1,30}(?:\.[A-Za-z]{2,40}){1,2}\.(?:get|list|create|update|delete|use|set|actAs|access|add|enable|download|upload|undelete|run)[A-Za-z]{0,30}$/i,
  /^roles\/[a-zA-Z]{2,40}(?:\.[a-zA-Z]{2,40})?$/,
  // A field of a request.
  /^(?:resource|instance|service|job|template|spec|settings|policy|secret|repository)(?:\[\d+\])?(?:\.[A-Za-z_]{1,40}(?:\[\d+\])?){1,12}$/,
  // A type of a resource, a provider.
  /^google_[a-z0-9_]{2,60}$/,
  /^(?:registry\.terraform\.io\/)?hashicorp\/[a-z]{2,20}$/,
  /^(?:true|false|null|gcs)$/,
];

/** Reasons and states of Google's errors. */
const REASONS: ReadonlySet<string> = new Set(
  (
    "SERVICE_DISABLED IAM_PERMISSION_DENIED RATE_LIMIT_EXCEEDED QUOTA_EXCEEDED BILLING_DISABLED CONSUMER_INVALID " +
    "RESOURCE_PROJECT_INVALID API_KEY_INVALID ACCESS_TOKEN_EXPIRED ACCESS_TOKEN_SCOPE_INSUFFICIENT INVALID_ARGUMENT " +
    "FAILED_PRECONDITION NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ABORTED UNAVAILABLE INTERNAL " +
    "UNAUTHENTICATED ENABLED DISABLED DESTROYED"
  ).split(" "),
);

/** Whether a text may stay between quotes. */
export type IsHarmless = (text: string) => boolean;

/** What the names of a stack allow beside Google's words. */
export function harmlessWords(names: ReadonlySet<string>): IsHarmless {
  const isSegment = (segment: string): boolean =>
    COLLECTIONS.has(segment) || names.has(segment) || /^\d{1,20}$/.test(segment);
  return (text) =>
    names.has(text) ||
    REASONS.has(text) ||
    FORMS.some((form) => form.test(text)) ||
    (/^(?:\/\/[a-z]+\.googleapis\.com\/)?[\w.@:-]+(?:\/[\w.@:-]+)+$/.test(text) &&
      text
        .replace(/^\/\/[a-z]+\.googleapis\.com\//, "")
        .split("/")
        .every(isSegment));
}

/**
 * The names that a stack declares: of its resources, their ids, and what they refer to by name.
 *
 * @param stack - its `cdk.tf.json`, read
 */
export function declaredNames(stack: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk);
    if (!isRecord(node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (NAMING.has(key) && typeof value === "string" && NAME.test(value)) names.add(value);
      walk(value);
    }
  };
  if (!isRecord(stack) || !isRecord(stack.resource)) return names;
  for (const [type, resources] of Object.entries(stack.resource)) {
    for (const id of isRecord(resources) ? Object.keys(resources) : []) names.add(id).add(`${type}.${id}`);
  }
  walk(stack.resource);
  walk(stack.provider);
  return names;
}
