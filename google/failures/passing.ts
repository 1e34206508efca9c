import type { FailureRows } from "./row";

/** Limits, and what may pass by itself. */
export const PASSING_FAILURES = {
  quotaExceeded: {
    patterns: [
      /Quota ['"](?<quota>[A-Z][A-Z0-9_-]{2,60})['"] exceeded\.? +Limit: (?<limit>\d{1,12}(?:\.\d+)?)(?: (?:globally|in region [a-z0-9-]{3,30}))?/,
      /quota to satisfy request for resource: ['"](?<quota>[A-Z][A-Z0-9_-]{2,60})['"]/,
      /Quota limit ['"](?<quota>[A-Za-z][A-Za-z-]{2,80})['"] has been exceeded\. Limit: (?<limit>\d{1,12})/,
      /QUOTA_EXCEEDED|quotaExceeded/,
    ],
    title: "the quota {quota|of the project} is used up: {limit|the whole error says how many}",
    meaning: "Google gives a project no more of it without being asked.",
    remedy:
      "delete what is not used, or ask for more: https://console.cloud.google.com/iam-admin/quotas?project={project}",
    source: "https://cloud.google.com/docs/quotas/troubleshoot",
  },
  rateExceeded: {
    patterns: [
      /rateLimitExceeded|RATE_LIMIT_EXCEEDED|Error 429|RESOURCE_EXHAUSTED|Quota exceeded for quota (?:metric|group)/,
    ],
    title: "too many calls in a short time",
    meaning: "Google counts calls of an API by the minute.",
    remedy: "run it again in some minutes, and nothing else beside it",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/8360",
  },
  noCapacity: {
    patterns: [/ZONE_RESOURCE_POOL_EXHAUSTED|does not have enough resources available|is currently unavailable in the/],
    title: "Google has no machines left there",
    meaning: "A zone or a region is out of what was asked for.",
    remedy: "run it again later, or declare another tier",
    source: "https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-resource-availability",
  },
  stateLocked: {
    patterns: [/Error acquiring the state lock/],
    title: "somebody else holds the state's lock",
    meaning: "Two runs must not write one state.",
    remedy: "wait for that run's end",
    source: "https://developer.hashicorp.com/terraform/language/state/locking",
  },
  lockNotReleased: {
    patterns: [/Error releasing the state lock/],
    title: "the state's lock could not be given back",
    meaning: "What came before it is done, and whoever comes next finds the lock taken.",
    remedy: "look whether the bucket of the states can be reached, and free the lock as it is said below",
    source: "https://developer.hashicorp.com/terraform/language/state/locking",
  },
  operationRunning: {
    patterns: [
      /another operation (?:was|is) already in progress|operationInProgress|appropriate state to handle the request|currently running another operation/i,
    ],
    title: "Google is still busy with it",
    meaning: "An operation that was begun before has not ended.",
    remedy:
      "wait for its end and run it again; for a database: gcloud sql operations list --instance INSTANCE --project {project}",
    source: "https://cloud.google.com/sql/docs/postgres/known-issues",
  },
  concurrentChange: {
    patterns: [
      /concurrent policy changes|conditionNotMet|Error 412|Invalid fingerprint|was specified but current version is|Error code 10\b|Error 409:.{0,300}?\baborted/,
    ],
    title: "somebody else changed it at the same moment",
    meaning: "Google takes a change only of what it was when it was read.",
    remedy: "find out who else deploys or changes by hand, then run it again",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/12512",
  },
  timedOut: {
    patterns: [
      /timeout while waiting for .{0,200}?timeout: (?<time>\d{1,3}[hms](?:\d{1,2}[ms]){0,2})/,
      /timeout while waiting for|context deadline exceeded|Operation timed out|Client\.Timeout exceeded/i,
    ],
    title: "Google has not answered or not ended it within {time|its time}",
    meaning: "The operation may still be running, and Terraform may have noted what it makes as tainted.",
    remedy: "wait until Google has ended it, then review again",
    source: "https://developer.hashicorp.com/terraform/language/resources/syntax#operation-timeouts",
  },
  unreachable: {
    patterns: [
      /dial tcp|no such host|connection re(?:fused|set)|i\/o timeout|TLS handshake|proxyconnect|network is unreachable|x509: |unexpected EOF/,
    ],
    title: "Google, or the registry of the providers, was not reached",
    meaning: "The network, a proxy or a certificate stands in the way.",
    remedy: "look at the connection, HTTPS_PROXY and NO_PROXY, then run it again",
    source: "https://developer.hashicorp.com/terraform/cli/config/environment-variables",
  },
  outage: {
    patterns: [/Error 50[0234]\b|backendError|serverException|Error code 1[34]\b|code = (?:Internal|Unavailable)\b/],
    title: "Google fails by itself",
    meaning: "The error is on Google's side; what was asked for may be made all the same.",
    remedy: "look at https://status.cloud.google.com, and run it again",
    source: "https://cloud.google.com/apis/design/errors#error_retries",
  },
} as const satisfies FailureRows;
