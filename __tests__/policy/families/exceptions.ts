/** Rules that no plan shows as violated or as unknown, by the reason. What a family shows may not stand here. */

/** Nothing in a plan by the provider can violate these. */
export const NEVER_VIOLATED: Readonly<Record<string, readonly string[]>> = {
  "it judges what only a configuration tells: backends and lifecycles": ["state-remote-backend", "lb-replaceable"],
  "the provider refuses it before a plan is made": ["run-one-vpc-way", "armor-priorities"],
};

/** Of these nobody can be told that they are unknown. */
export const NEVER_UNKNOWN: Readonly<Record<string, readonly string[]>> = {
  "it judges what only a configuration tells: backends and lifecycles": ["state-remote-backend", "lb-replaceable"],
  "that the resource, the block or the grant stands there, or does not, says it all": [
    "api-declared-once",
    "iam-grant-twice",
    "iam-grant-order",
    "secret-version-order",
    "pubsub-agent-grant",
    "run-cloudsql-client",
    "trigger-account",
    "run-domain-mapping",
    "iam-service-account-key",
    "iam-project-policy",
    "registry-shut-down",
    "secret-value-in-state",
    "secret-without-version",
    "secret-version-absent",
    "network-peering-missing",
    "pubsub-dead-letter-unread",
    "pubsub-dead-letter-grant",
  ],
  "a dynamic block that Google may fill in is not told from none": ["pubsub-expires-by-default", "group-healing"],
  "whatever may let callers in, or may be of the API, holds": ["run-no-invoker", "api-not-enabled"],
  "any text may hold it: of every unknown one it would have to speak": [
    "env-reserved-name",
    "env-build-time",
    "env-unique-name",
    "env-control-character",
    "env-localhost",
    "state-no-local-path",
    "vm-startup-secret",
  ],
  "an unknown value under the name of a secret, or of a secret's source, is a violation": [
    "env-plain-secret",
    "env-secret-inside",
  ],
  "where a part of the labels is unknown, the provider plans all of them so": ["label-plain-secret"],
  "iam-public says it": ["iam-public-content"],
  "iam-role-name says it": ["iam-role-unknown"],
  "lb-path-matcher says it": ["lb-path-matcher-unused"],
  "identity-condition-prefix says it": [
    "identity-condition-wildcard",
    "identity-condition-name",
    "identity-condition-branch",
  ],
  "alert-filter-form says it of a filter, and slo-filter of an objective's": [
    "alert-sql-engine",
    "alert-response-class",
    "alert-resource-type",
    "alert-metric-unknown",
    "alert-percent-of-count",
    "alert-label",
    "alert-metric",
    "alert-socket-latency",
    "alert-service-name",
    "slo-socket-latency",
    "slo-ratio-filters",
  ],
  "dashboard-stable says it": ["dashboard-metric", "dashboard-member", "dashboard-layout", "dashboard-aggregation"],
  "a value that is known later may be any, and mostly is a good one": [
    "alert-time-unit",
    "lb-machine-rate",
    "gke-node-account",
  ],
  "run-startup-probe says it": ["run-start-window"],
  "where a value comes from is known before apply": ["secret-in-code", "secret-random-shown", "secret-same-value"],
  "pubsub-bounds says it": ["pubsub-retention"],
  "network-firewall-open says it": ["network-firewall-every-port"],
};
