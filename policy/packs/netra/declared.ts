import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../core/resource";
import { attributeCheck, judgeValue, isOneOf } from "../../core/judge";
import type { SpecRule, Verdict } from "../../core/rule";
import { RUN_SERVICE } from "../google/programs/cloud-run";
import { holdsState } from "../google/stores/state";

/**
 * Attributes of a type that the API fills in when they are left out, so that no plan shows a change by hand.
 * `block[0]` has to stand; `block[]` is every occurrence, also none. The table is a partition: an attribute that has a
 * rule of its own, which wants to see it declared, is not in it.
 */
interface Row {
  readonly type: string;
  /** Which resources and occurrences are meant. @default all of the type */
  readonly when?: (resource: Resource, path: string) => boolean;
  readonly paths: readonly string[];
}

/** Whether a rule of Cloud Armor has no WAF expression: armor-waf-preview wants `preview` of those that have one. */
const isNoWafRule = (policy: Resource, path: string): boolean =>
  !/evaluatePreconfigured/.test(textAt(policy, path.replace(/preview$/, "match[0].expr[0].expression")) ?? "");

const RUN: readonly Row[] = [
  {
    type: RUN_SERVICE,
    paths: [
      "launch_stage",
      "template[0].vpc_access[].egress",
      "template[0].containers[].ports[].name",
      "template[0].containers[].startup_probe[].http_get[].port",
      "template[0].containers[].startup_probe[].grpc[].port",
      "template[0].containers[].liveness_probe[].http_get[].port",
      "template[0].containers[].liveness_probe[].grpc[].port",
      "template[0].containers[].readiness_probe[].http_get[].port",
      "template[0].containers[].readiness_probe[].grpc[].port",
    ],
  },
  {
    type: "google_cloud_run_v2_job",
    paths: [
      "launch_stage",
      "template[0].parallelism",
      "template[0].task_count",
      "template[0].template[0].execution_environment",
      "template[0].template[0].service_account",
      "template[0].template[0].timeout",
      "template[0].template[0].containers[].resources[0].limits.cpu",
      "template[0].template[0].containers[].resources[0].limits.memory",
      "template[0].template[0].vpc_access[].egress",
    ],
  },
];

const STORES: readonly Row[] = [
  {
    type: "google_sql_database_instance",
    paths: [
      "settings[0].connector_enforcement",
      "settings[0].disk_type",
      "settings[0].user_labels",
      "settings[0].location_preference[0].zone",
      "settings[0].ip_configuration[].server_ca_mode",
      "settings[0].backup_configuration[].start_time",
      "settings[0].backup_configuration[].transaction_log_retention_days",
      "settings[0].backup_configuration[].backup_retention_settings[0].retained_backups",
      "settings[0].insights_config[].query_plans_per_minute",
      "settings[0].insights_config[].query_string_length",
    ],
  },
  { type: "google_sql_database", paths: ["charset", "collation"] },
  {
    type: "google_redis_instance",
    paths: ["authorized_network", "persistence_config[0].persistence_mode", "read_replicas_mode", "reserved_ip_range"],
  },
  { type: "google_storage_bucket", paths: ["soft_delete_policy[0].retention_duration_seconds"] },
  // The rules state-bucket-versioning and state-bucket-access want these of the state bucket.
  {
    type: "google_storage_bucket",
    when: (bucket) => holdsState(bucket) === false,
    paths: ["public_access_prevention", "uniform_bucket_level_access", "versioning[0].enabled"],
  },
  { type: "google_secret_manager_secret_iam_member", paths: ["project"] },
];

const NETWORK: readonly Row[] = [
  { type: "google_compute_network", paths: ["mtu", "routing_mode"] },
  {
    type: "google_compute_subnetwork",
    paths: ["log_config[0]", "private_ip_google_access", "private_ipv6_google_access", "purpose", "stack_type"],
  },
  {
    type: "google_compute_global_address",
    when: (address) => textAt(address, "purpose") === "VPC_PEERING",
    // network-peering-range wants its prefix_length.
    paths: ["address"],
  },
  { type: "google_vpc_access_connector", paths: ["max_instances", "min_instances"] },
];

const EDGE: readonly Row[] = [
  { type: "google_compute_backend_service", paths: ["iap[0].enabled", "log_config[].optional_mode"] },
  { type: "google_compute_global_forwarding_rule", paths: ["ip_address", "ip_protocol", "network_tier"] },
  { type: "google_compute_target_https_proxy", paths: ["quic_override", "tls_early_data"] },
  {
    type: "google_compute_security_policy",
    paths: [
      "type",
      "advanced_options_config[].json_parsing",
      "adaptive_protection_config[].layer_7_ddos_defense_config[].rule_visibility",
    ],
  },
  { type: "google_compute_security_policy", when: isNoWafRule, paths: ["rule[].preview"] },
];

const MONITORING: readonly Row[] = [
  {
    type: "google_monitoring_uptime_check_config",
    paths: ["checker_type", "http_check[].headers", "http_check[].port"],
  },
  { type: "google_logging_metric", paths: ["metric_descriptor[0].metric_kind", "metric_descriptor[0].value_type"] },
  { type: "google_monitoring_slo", paths: ["slo_id"] },
  { type: "google_monitoring_custom_service", paths: ["service_id"] },
];

const TABLE: readonly Row[] = [...RUN, ...STORES, ...NETWORK, ...EDGE, ...MONITORING];

/** `rule[].preview` → `rule[0].preview`, `rule[1].preview` …; the block itself where it is unknown. */
function occurrencePaths(resource: Resource, path: string): readonly string[] {
  const end = path.indexOf("[]");
  if (end < 0) return [path];
  const block = path.slice(0, end);
  if (valueAt(resource, block) === UNKNOWN) return [block];
  return blockPaths(resource, block).flatMap((found) => occurrencePaths(resource, `${found}${path.slice(end + 2)}`));
}

/** A reference declares a value, whatever it will be. */
const judgeDeclared = (resource: Resource, path: string): readonly Verdict[] =>
  valueAt(resource, path) === UNKNOWN && referencesAt(resource, path).length > 0
    ? []
    : judgeValue(resource, path, (value) => value !== undefined, "a declared value");

const declared: SpecRule = {
  id: "declared",
  kind: "house",
  severity: "medium",
  title: "What Google fills in when it is left out is declared, also where it equals the default",
  why: "No plan ever shows a change of such an attribute by hand: the drift stays until something fails.",
  fix: "declare it with the value it has",
  check: (estate) =>
    TABLE.flatMap(({ type, when = () => true, paths }) =>
      estate.ofType(type).flatMap((resource) =>
        paths
          .flatMap((path) => occurrencePaths(resource, path))
          .filter((path) => when(resource, path))
          .flatMap((path) => judgeDeclared(resource, path)),
      ),
    ),
};

const apiKept: SpecRule = {
  id: "api-kept-on",
  kind: "down",
  severity: "high",
  title: "An API stays on when its declaration goes",
  why: "The provider's default is to switch it off: removing one line stops every service that calls it.",
  fix: "set disable_on_destroy to false",
  check: attributeCheck("google_project_service", "disable_on_destroy", isOneOf(false), "false"),
};

export const declaredRules: readonly SpecRule[] = [declared, apiKept];
