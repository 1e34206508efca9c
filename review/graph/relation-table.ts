/**
 * How resources stand to each other, by the arguments that name another resource
 * (https://registry.terraform.io/providers/hashicorp/google/latest/docs, the arguments of each type).
 */

/** What a person says of the first one of two resources, and what of the second one. */
const VERBS = {
  "routes to": "gets requests from",
  reaches: "reached by",
  mounts: "mounted by",
  "runs as": "account of",
  "stands in": "has in it",
  "is guarded by": "guards",
  presents: "presented by",
  "listens on": "listened on by",
  "is part of": "has",
  "lets in": "let in by",
  watches: "watched by",
  tells: "told by",
  uses: "used by",
} as const;

/** What a person says of two resources: the first one `mounts` the second one. */
export type Verb = keyof typeof VERBS;

/** The same said of the second one: it is `mounted by` the first one. */
export const inverseOf = (verb: Verb): string => VERBS[verb];

/** Whoever looks on, or is told: it goes on when the other one is gone. */
const ONLOOKING: readonly Verb[] = ["watches", "tells", "lets in"];

/** Whether the first one stops when the second one does. */
export const isNeed = (verb: Verb): boolean => !ONLOOKING.includes(verb);

/** An argument that names another resource. */
export interface RelationRow {
  readonly verb: Verb;
  /** Where the name stands; `[]` is every item of a list or block. */
  readonly path: string;
  /** Types of what is named. */
  readonly to: readonly string[];
}

const SECRET = ["google_secret_manager_secret"];
const ACCOUNT = ["google_service_account"];
const SERVICE = ["google_cloud_run_v2_service", "google_cloud_run_service"];
const BACKEND = [
  "google_compute_backend_service",
  "google_compute_region_backend_service",
  "google_compute_backend_bucket",
];
const URL_MAP = ["google_compute_url_map", "google_compute_region_url_map"];
const NETWORK = ["google_compute_network"];
const SUBNET = ["google_compute_subnetwork"];
const SQL = ["google_sql_database_instance"];
const BUCKET = ["google_storage_bucket"];
const TOPIC = ["google_pubsub_topic"];
const CHANNEL = ["google_monitoring_notification_channel"];
const NEG = [
  "google_compute_region_network_endpoint_group",
  "google_compute_network_endpoint_group",
  "google_compute_global_network_endpoint_group",
  "google_compute_instance_group",
  "google_compute_instance_group_manager",
  "google_compute_region_instance_group_manager",
];
const PROXY = [
  "google_compute_target_https_proxy",
  "google_compute_target_http_proxy",
  "google_compute_region_target_https_proxy",
  "google_compute_region_target_http_proxy",
  "google_compute_target_ssl_proxy",
  "google_compute_target_tcp_proxy",
];
const ADDRESS = ["google_compute_global_address", "google_compute_address"];
const CERTIFICATE = [
  "google_compute_managed_ssl_certificate",
  "google_compute_ssl_certificate",
  "google_compute_region_ssl_certificate",
  "google_certificate_manager_certificate",
  "google_certificate_manager_certificate_map",
];
const ARMOR = ["google_compute_security_policy", "google_compute_region_security_policy"];

const row = (verb: Verb, path: string, to: readonly string[]): RelationRow => ({ verb, path, to });

/** What a container of the second version of Cloud Run's API names, by where its template stands. */
const runRows = (template: string): readonly RelationRow[] => [
  row("runs as", `${template}.service_account`, ACCOUNT),
  row("mounts", `${template}.containers[].env[].value_source[].secret_key_ref[].secret`, SECRET),
  row("mounts", `${template}.volumes[].secret[].secret`, SECRET),
  row("mounts", `${template}.volumes[].gcs[].bucket`, BUCKET),
  row("reaches", `${template}.volumes[].cloud_sql_instance[].instances`, SQL),
  row("stands in", `${template}.vpc_access[].network_interfaces[].network`, NETWORK),
  row("stands in", `${template}.vpc_access[].network_interfaces[].subnetwork`, SUBNET),
  row("stands in", `${template}.vpc_access[].connector`, ["google_vpc_access_connector"]),
];

const URL_MAP_ROWS = [
  row("routes to", "default_service", BACKEND),
  row("routes to", "path_matcher[].default_service", BACKEND),
  row("routes to", "path_matcher[].path_rule[].service", BACKEND),
  row("routes to", "path_matcher[].route_rules[].service", BACKEND),
  row("routes to", "path_matcher[].route_rules[].route_action[].weighted_backend_services[].backend_service", BACKEND),
];
const BACKEND_ROWS = [
  row("routes to", "backend[].group", NEG),
  row("routes to", "bucket_name", BUCKET),
  row("is guarded by", "security_policy", ARMOR),
  row("is guarded by", "edge_security_policy", ARMOR),
  row("uses", "health_checks", ["google_compute_health_check", "google_compute_region_health_check"]),
];
const PROXY_ROWS = [
  row("routes to", "url_map", URL_MAP),
  row("routes to", "backend_service", BACKEND),
  row("presents", "ssl_certificates", CERTIFICATE),
  row("presents", "certificate_map", CERTIFICATE),
  row("is guarded by", "ssl_policy", ["google_compute_ssl_policy", "google_compute_region_ssl_policy"]),
];
const RULE_ROWS = [
  row("routes to", "target", PROXY),
  row("routes to", "backend_service", BACKEND),
  row("listens on", "ip_address", ADDRESS),
];
const INSTANCE_ROWS = [
  row("runs as", "service_account[].email", ACCOUNT),
  row("stands in", "network_interface[].network", NETWORK),
  row("stands in", "network_interface[].subnetwork", SUBNET),
];
const IN_NETWORK = [row("stands in", "network", NETWORK)];
const PART_OF_SQL = [row("is part of", "instance", SQL)];

/** By the type that names. */
export const RELATIONS: Readonly<Record<string, readonly RelationRow[]>> = {
  google_cloud_run_v2_service: runRows("template[]"),
  google_cloud_run_v2_worker_pool: runRows("template[]"),
  google_cloud_run_v2_job: runRows("template[].template[]"),
  google_cloud_run_service: [
    row("runs as", "template[].spec[].service_account_name", ACCOUNT),
    row("mounts", "template[].spec[].containers[].env[].value_from[].secret_key_ref[].name", SECRET),
    row("mounts", "template[].spec[].volumes[].secret[].secret_name", SECRET),
  ],
  google_cloudfunctions2_function: [
    row("runs as", "service_config[].service_account_email", ACCOUNT),
    row("mounts", "service_config[].secret_environment_variables[].secret", SECRET),
    row("uses", "event_trigger[].pubsub_topic", TOPIC),
  ],
  google_compute_region_network_endpoint_group: [row("routes to", "cloud_run[].service", SERVICE)],
  google_compute_backend_service: BACKEND_ROWS,
  google_compute_region_backend_service: BACKEND_ROWS,
  google_compute_backend_bucket: BACKEND_ROWS,
  google_compute_url_map: URL_MAP_ROWS,
  google_compute_region_url_map: URL_MAP_ROWS,
  google_compute_target_https_proxy: PROXY_ROWS,
  google_compute_target_http_proxy: PROXY_ROWS,
  google_compute_region_target_https_proxy: PROXY_ROWS,
  google_compute_region_target_http_proxy: PROXY_ROWS,
  google_compute_global_forwarding_rule: RULE_ROWS,
  google_compute_forwarding_rule: RULE_ROWS,
  google_compute_instance: INSTANCE_ROWS,
  google_compute_instance_template: INSTANCE_ROWS,
  google_compute_subnetwork: IN_NETWORK,
  google_compute_firewall: IN_NETWORK,
  google_compute_router: IN_NETWORK,
  google_compute_router_nat: [row("is part of", "router", ["google_compute_router"])],
  google_compute_global_address: IN_NETWORK,
  google_service_networking_connection: [
    ...IN_NETWORK,
    row("uses", "reserved_peering_ranges", ["google_compute_global_address"]),
  ],
  google_vpc_access_connector: [...IN_NETWORK, row("stands in", "subnet[].name", SUBNET)],
  google_sql_database_instance: [
    row("stands in", "settings[].ip_configuration[].private_network", NETWORK),
    row("uses", "master_instance_name", SQL),
  ],
  google_sql_database: PART_OF_SQL,
  google_sql_user: PART_OF_SQL,
  google_redis_instance: [row("stands in", "authorized_network", NETWORK)],
  google_secret_manager_secret_version: [row("is part of", "secret", SECRET)],
  google_pubsub_subscription: [
    row("uses", "topic", TOPIC),
    row("uses", "dead_letter_policy[].dead_letter_topic", TOPIC),
    row("runs as", "push_config[].oidc_token[].service_account_email", ACCOUNT),
  ],
  google_cloud_scheduler_job: [
    row("uses", "pubsub_target[].topic_name", TOPIC),
    row("runs as", "http_target[].oidc_token[].service_account_email", ACCOUNT),
  ],
  google_monitoring_alert_policy: [row("tells", "notification_channels", CHANNEL)],
  google_monitoring_slo: [row("is part of", "service", ["google_monitoring_custom_service"])],
  google_iam_workload_identity_pool_provider: [
    row("is part of", "workload_identity_pool_id", ["google_iam_workload_identity_pool"]),
  ],
};

/** What keeps data for others: a program that refers to one in whatever argument reaches it. */
export const STORES: ReadonlySet<string> = new Set([
  ...SQL,
  ...BUCKET,
  ...TOPIC,
  "google_redis_instance",
  "google_redis_cluster",
  "google_memcache_instance",
  "google_firestore_database",
  "google_bigquery_dataset",
  "google_spanner_instance",
  "google_alloydb_cluster",
]);

/** What runs code of the product. */
export const PROGRAMS: ReadonlySet<string> = new Set([
  ...SERVICE,
  "google_cloud_run_v2_job",
  "google_cloud_run_v2_worker_pool",
  "google_cloudfunctions2_function",
  "google_cloudfunctions_function",
  "google_compute_instance",
  "google_compute_instance_template",
]);

/** Types whose filters and queries name what they look at, in quotes. */
export const WATCHERS: ReadonlySet<string> = new Set([
  "google_monitoring_alert_policy",
  "google_monitoring_slo",
  "google_monitoring_uptime_check_config",
  "google_logging_metric",
  "google_monitoring_dashboard",
]);

/** Types that a filter names by a name of the reader's own choice. */
export const WATCHED: readonly string[] = [
  ...SERVICE,
  ...BACKEND,
  ...URL_MAP,
  ...SQL,
  "google_redis_instance",
  "google_logging_metric",
  "google_monitoring_uptime_check_config",
  "google_monitoring_metric_descriptor",
  "google_cloud_run_v2_job",
  "google_pubsub_subscription",
];
