import { valueText, type Json, type JsonObject } from "../../sandbox/core/json";

/**
 * Where a value that Terraform calls one thing stands in Google's API, where it is not the same words in camel case:
 * `[type and path of Terraform, path of the API]`. An index of one block is no index there.
 */
const RENAMED: Readonly<Record<string, string>> = {
  "google_compute_backend_service connection_draining_timeout_sec": "connectionDraining.drainingTimeoutSec",
  "google_storage_bucket uniform_bucket_level_access": "iamConfiguration.uniformBucketLevelAccess.enabled",
  "google_storage_bucket public_access_prevention": "iamConfiguration.publicAccessPrevention",
  "google_storage_bucket lifecycle_rule[0].action[0].type": "lifecycle.rule[0].action.type",
  "google_storage_bucket lifecycle_rule[0].condition[0].with_state": "lifecycle.rule[0].condition.isLive",
  "google_storage_bucket lifecycle_rule[0].condition[0].num_newer_versions":
    "lifecycle.rule[0].condition.numNewerVersions",
  "google_storage_bucket lifecycle_rule[0].condition[0].days_since_noncurrent_time":
    "lifecycle.rule[0].condition.daysSinceNoncurrentTime",
  "google_storage_bucket lifecycle_rule[0].condition[0].age": "lifecycle.rule[0].condition.age",
};

const apiPath = (type: string, path: string): string =>
  RENAMED[`${type} ${path}`] ??
  path
    .replace(/^rule\[/, "rules[")
    .replace(/^settings\[0\]/, "settings")
    .replace(/(?<!=[^\]]*)_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const STEP = /\[(\d+)\]|\[(\w+)=([^\]]+)\]|([^.[\]]+)/g;

/** The resource with the value at a path of Terraform's changed; undefined where the API has no such value. */
export function changedByHand(
  type: string,
  stored: JsonObject,
  path: string,
  declared: Json | undefined,
): JsonObject | undefined {
  const steps = [...apiPath(type, path).matchAll(STEP)];
  return walk(stored, steps, declared) as JsonObject | undefined;
}

function walk(
  value: Json | undefined,
  [step, ...rest]: readonly RegExpExecArray[],
  declared: Json | undefined,
): Json | undefined {
  // A false that was declared is absent in the API.
  if (step === undefined) return other(value ?? (declared === false ? false : undefined));
  const [, index, key, wanted, name] = step;
  // A block of at most one is an object in the API, and a list in Terraform.
  if (index !== undefined && !Array.isArray(value)) return walk(value, rest, declared);
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const at =
      index === undefined
        ? list.findIndex((each) => valueText((each as JsonObject)[key ?? ""]) === wanted)
        : Number(index);
    const next = walk(list[at], rest, declared);
    return next === undefined ? undefined : list.map((each, position) => (position === at ? next : each));
  }
  if (typeof value !== "object" || value === null) return undefined;
  const object = value as JsonObject;
  const next = walk(object[name ?? ""], rest, declared);
  return next === undefined ? undefined : { ...object, [name ?? ""]: next };
}

/** Another value of the same kind, as a hand edit leaves it. */
function other(value: Json | undefined): Json | undefined {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value > 1 ? value - 1 : value + 1;
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value)) return String(Number(value) + 1);
  return ENUMS[value] ?? `${value}-by-hand`;
}

/** What the provider reads only in known words, or compares by meaning. */
const ENUMS: Readonly<Record<string, string>> = {
  "3600s": "300s",
  "60s": "30s",
  "600s": "900s",
  SUNDAY: "MONDAY",
  INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER: "INGRESS_TRAFFIC_ALL",
  EXECUTION_ENVIRONMENT_GEN2: "EXECUTION_ENVIRONMENT_GEN1",
  TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
  PRIVATE_RANGES_ONLY: "ALL_TRAFFIC",
  TLS_1_2: "TLS_1_0",
  POSTGRES_17: "POSTGRES_18",
  REDIS_7_2: "REDIS_7_0",
  "db-custom-2-7680": "db-perf-optimized-N-2",
  "db-custom-4-15360": "db-perf-optimized-N-2",
  ZONAL: "REGIONAL",
  REGIONAL: "ZONAL",
  ENTERPRISE: "ENTERPRISE_PLUS",
  ENCRYPTED_ONLY: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
  "03:00": "12:00",
  NONE: "CLIENT_IP",
  throttle: "rate_based_ban",
  enforced: "inherited",
  "/health/ready": "/",
  "/health/live": "/",
  http1: "h2c",
};
