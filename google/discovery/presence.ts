/**
 * What of an answer Google leaves out. Its newer APIs are protocol buffers of version 3, whose JSON has no number that is
 * zero, no false, no empty text, list or map, and no first member of an enum; a message that is set stays, also where
 * nothing is set in it (https://protobuf.dev/programming-guides/json/#json-options).
 */

/**
 * Documents of APIs that answer what is zero where it was set: every field of Compute's public interface is `optional`,
 * Cloud SQL's switches and numbers are wrappers (google/cloud/compute/v1, google/cloud/sql/v1beta4 in
 * https://github.com/googleapis/googleapis), and Cloud Storage's JSON API is older than protocol buffers.
 */
const ANSWERS_ZEROS: ReadonlySet<string> = new Set(["compute.v1", "sqladmin.v1beta4", "storage.v1"]);

/** Whether the API of a document leaves out what is zero. */
export const leavesOutZeros = (document: string): boolean => !ANSWERS_ZEROS.has(document);

/**
 * Members with one value that have presence, so that a zero is answered: `optional`, one of several (`oneof`), or a
 * wrapper. From the interfaces of https://github.com/googleapis/googleapis at f8291d2 (22 August 2026); an interface that
 * is not there has none that is known.
 */
const WITH_PRESENCE: Readonly<Record<string, string>> = {
  "artifactregistry.v1 CleanupPolicyCondition": "newerThan olderThan tagState",
  "artifactregistry.v1 CleanupPolicyMostRecentVersions": "keepCount",
  "artifactregistry.v1 DockerRepository": "publicRepository",
  "artifactregistry.v1 MavenRepository": "publicRepository",
  "artifactregistry.v1 NpmRepository": "publicRepository",
  "artifactregistry.v1 PythonRepository": "publicRepository",
  "logging.v2 LogEntry": "textPayload",
  "monitoring.v1 DashboardFilter": "stringValue",
  "monitoring.v1 TimeSeriesQuery": "prometheusQuery timeSeriesQueryLanguage",
  "monitoring.v3 AlertPolicy": "enabled",
  "monitoring.v3 Hourly": "minuteOffset",
  "monitoring.v3 NotificationChannel": "enabled",
  "monitoring.v3 ResponseStatusCode": "statusClass statusValue",
  "monitoring.v3 ServiceLevelObjective": "calendarPeriod rollingPeriod",
  "monitoring.v3 Trigger": "count percent",
  "monitoring.v3 TypedValue": "boolValue doubleValue int64Value stringValue",
  "monitoring.v3 WindowsBasedSli": "goodBadMetricFilter",
  "run.v2 GoogleCloudRunV2BinaryAuthorization": "policy useDefault",
  "run.v2 GoogleCloudRunV2Condition": "executionReason reason revisionReason",
  "run.v2 GoogleCloudRunV2EnvVar": "value",
  "run.v2 GoogleCloudRunV2Job": "runExecutionToken startExecutionToken",
  "run.v2 GoogleCloudRunV2Revision": "gpuZonalRedundancyDisabled",
  "run.v2 GoogleCloudRunV2RevisionTemplate": "gpuZonalRedundancyDisabled",
  "run.v2 GoogleCloudRunV2ServiceScaling": "manualInstanceCount",
  "run.v2 GoogleCloudRunV2Task": "gpuZonalRedundancyDisabled",
  "run.v2 GoogleCloudRunV2TaskTemplate": "gpuZonalRedundancyDisabled maxRetries",
  "secretmanager.v1 Secret": "expireTime ttl",
  "secretmanager.v1 SecretPayload": "dataCrc32c",
  "serviceusage.v1 JwtLocation": "cookie header query",
};

/** Whether a member with one value is answered although it is zero. */
export const hasPresence = (document: string, schema: string, member: string): boolean =>
  WITH_PRESENCE[`${document} ${schema}`]?.split(" ").includes(member) ?? false;
