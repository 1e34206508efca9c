import { servingLoss, statefulLoss, type Loss } from "./loss";
import { OTHER_LOSSES } from "./losses-others";

const PROXY_LOSS = servingLoss(
  "high",
  "its entrance leads nowhere, every host behind it is down",
  "the forwarding rule has to point to the new one, connections drop meanwhile",
);

/** Terraform type → what is lost with it. */
export const LOSSES: Readonly<Record<string, Loss>> = {
  ...OTHER_LOSSES,
  google_sql_database_instance: statefulLoss(
    "data lost",
    "every database and user in it is lost, backups too unless they are retained, and its name stays blocked for a week",
  ),
  google_sql_database: statefulLoss("data lost", "every table and row of it is lost"),
  google_redis_instance: statefulLoss(
    "data lost",
    "every session, cache entry and pub/sub subscription is lost, and the address changes",
  ),
  google_redis_cluster: statefulLoss(
    "data lost",
    "every session, cache entry and pub/sub subscription of every shard is lost, and the address changes",
  ),
  google_memorystore_instance: statefulLoss(
    "data lost",
    "every session, cache entry and pub/sub subscription of every shard is lost, and the address changes",
  ),
  google_pubsub_topic: statefulLoss(
    "data lost",
    "publishers are refused, and its subscriptions get nothing more, not even from a new topic of the same name",
  ),
  google_pubsub_subscription: statefulLoss("data lost", "every message in it that nobody fetched is lost"),
  google_kms_crypto_key: statefulLoss(
    "one-way",
    "its versions are scheduled for destruction: what they encrypted can never be read again",
  ),
  google_kms_key_ring: statefulLoss("one-way", "Google keeps it, and its keys are out of Terraform's sight"),
  google_storage_bucket: statefulLoss("data lost", "every object in it is lost, a state file too"),
  google_secret_manager_secret: statefulLoss(
    "data lost",
    "every version of it is lost, and services that mount it cannot start",
  ),
  google_secret_manager_secret_version: statefulLoss(
    "data lost",
    "its value is lost, and instances that pin it cannot start",
  ),
  google_artifact_registry_repository: statefulLoss(
    "data lost",
    "every image in it is lost: no rollback, and new instances find nothing to start",
  ),
  google_compute_global_address: statefulLoss(
    "one-way",
    "the address goes back to Google: a public one leaves DNS pointing nowhere, a private range is lost for the peering",
  ),
  google_compute_network: statefulLoss(
    "one-way",
    "everything in it goes with it: subnets, the peering, the private addresses of database and cache",
  ),
  google_compute_subnetwork: statefulLoss(
    "one-way",
    "services with direct VPC egress lose the database and Redis; it can only be deleted hours after its last use",
  ),
  google_service_networking_connection: statefulLoss(
    "one-way",
    "every service loses the private addresses of database and cache",
  ),
  google_service_account: statefulLoss(
    "one-way",
    "whatever runs as it is refused, and a new one of the same name holds none of its grants",
  ),
  google_cloud_run_v2_service: servingLoss(
    "critical",
    "every open socket drops, and its URL answers 404",
    "new URL, every open socket drops, and its bindings and endpoint group point to nothing until they are made again",
  ),
  google_cloud_run_service: servingLoss(
    "critical",
    "every open socket drops, and its URL answers 404",
    "new URL, every open socket drops, and its bindings and endpoint group point to nothing until they are made again",
  ),
  google_cloud_run_v2_job: servingLoss("high", "what it runs by schedule or by hand, migrations perhaps, cannot run"),
  google_cloud_run_domain_mapping: servingLoss("critical", "its host answers 404"),
  google_cloud_scheduler_job: servingLoss("high", "what it started does not start any more"),
  google_dns_record_set: servingLoss("critical", "the name resolves to nothing: every client of the host is cut off"),
  google_dns_managed_zone: servingLoss("critical", "every name of the zone resolves to nothing"),
  google_sql_user: servingLoss("high", "services that sign in as it are refused at their next connection"),
  google_compute_backend_service: servingLoss(
    "critical",
    "hosts and paths that lead to it answer with errors",
    "hosts and paths that lead to it answer with errors until the new one serves",
  ),
  google_compute_region_network_endpoint_group: servingLoss(
    "high",
    "the backend that uses it has no way to its service",
    "while a backend uses it that fails with resourceInUseByAnotherResource unless the new one, under a new name, comes first",
  ),
  google_compute_url_map: servingLoss(
    "critical",
    "no host is routed any more",
    "no host is routed until the new one serves",
  ),
  google_compute_target_https_proxy: PROXY_LOSS,
  google_compute_target_http_proxy: PROXY_LOSS,
  google_compute_global_forwarding_rule: servingLoss(
    "critical",
    "the entrance is closed: every host behind it is down",
    "the entrance is closed until the new one serves, at another address or port until DNS and clients follow",
  ),
  google_compute_managed_ssl_certificate: servingLoss(
    "critical",
    "its hosts fail their TLS handshake",
    "HTTPS of its hosts may be down until Google has issued the new one",
  ),
  google_compute_ssl_policy: servingLoss("high", "proxies that use it accept TLS 1.0 and weak ciphers"),
  google_compute_security_policy: {
    ...servingLoss("critical", "no rate limit and no WAF in front of the services"),
    everywhere: true,
  },
  google_vpc_access_connector: servingLoss(
    "critical",
    "every attached service loses its way to the database and Redis",
    "every attached service loses its way to the database and Redis meanwhile",
  ),
  google_compute_firewall: servingLoss("high", "what it allowed stops, what it denied comes through"),
  google_compute_router: servingLoss("high", "its NAT and routes go with it: services may not reach the outside"),
  google_compute_router_nat: servingLoss("high", "services behind it do not reach the outside, or by another address"),
  google_project_service: servingLoss("critical", "the API is disabled, and everything that uses it fails"),
  google_monitoring_alert_policy: servingLoss("high", "nobody is told when what it watched happens"),
  google_monitoring_notification_channel: servingLoss("high", "alerts no longer reach whoever it named"),
  google_monitoring_uptime_check_config: servingLoss("high", "nobody notices when the host is down"),
  google_compute_health_check: servingLoss("high", "the backend that uses it cannot tell which machine is up"),
  google_compute_address: statefulLoss(
    "one-way",
    "the address goes back to Google: partners that admit it refuse the next one",
  ),
  google_monitoring_dashboard: servingLoss("low", "its charts are gone, the metrics stay"),
  google_logging_project_sink: servingLoss("high", "what it sent elsewhere is not stored there any more"),
  google_logging_project_exclusion: servingLoss("low", "what it dropped is stored again"),
  google_monitoring_custom_service: servingLoss("medium", "its objectives go with it"),
  google_monitoring_slo: servingLoss("medium", "nobody counts its error budget, and alerts on it fall silent"),
  google_compute_security_policy_rule: servingLoss("critical", "what it limited or blocked comes through"),
  google_compute_region_backend_service: servingLoss("critical", "what it balanced answers with errors"),
  google_compute_region_health_check: servingLoss("high", "the backend that uses it cannot tell which machine is up"),
  google_compute_instance_group: servingLoss("high", "the backend that uses it has no machines"),
  google_compute_instance_group_manager: servingLoss("critical", "every machine of it goes"),
  google_compute_region_instance_group_manager: servingLoss("critical", "every machine of it goes"),
  google_compute_instance_template: servingLoss("medium", "no new machine starts from it"),
  google_compute_instance: statefulLoss("data lost", "what runs on it ends, and its boot disk goes with it"),
  google_compute_disk: statefulLoss("data lost", "everything on it is lost"),
  google_compute_backend_bucket: servingLoss("high", "what it served answers with errors"),
  google_compute_forwarding_rule: servingLoss("critical", "the entrance is closed"),
  google_compute_region_url_map: servingLoss("critical", "no host is routed any more"),
  google_compute_ssl_certificate: servingLoss("critical", "its hosts fail their TLS handshake"),
  google_compute_network_peering: servingLoss("critical", "the two networks do not reach each other"),
  google_compute_route: servingLoss("high", "packets that took it go elsewhere, or nowhere"),
  google_iam_workload_identity_pool: statefulLoss(
    "one-way",
    "no token is exchanged, and its name stays taken for a month",
  ),
  google_iam_workload_identity_pool_provider: servingLoss(
    "critical",
    "no token is exchanged: workflows that sign in through it are refused, and its name stays taken for a month",
  ),
  google_monitoring_metric_descriptor: servingLoss("high", "its series are gone, and alerts on it fall silent"),
  google_project: statefulLoss("data lost", "everything in it is lost"),
  google_container_registry: servingLoss("medium", "Google has shut the service down"),
  google_project_iam_custom_role: servingLoss("high", "whoever holds it loses what it allows"),
  google_service_account_key: servingLoss("high", "whoever signs in with it is refused"),
  google_cloud_tasks_queue: statefulLoss("data lost", "every task in it is lost"),
  google_cloudfunctions_function: servingLoss("high", "its URL answers 404"),
  google_cloudfunctions2_function: servingLoss("high", "its URL answers 404"),
  google_eventarc_trigger: servingLoss("high", "events do not start anything any more"),
  google_workflows_workflow: servingLoss("high", "what it ran does not run any more"),
  google_bigquery_dataset: statefulLoss("data lost", "every table in it is lost"),
  google_bigquery_table: statefulLoss("data lost", "every row of it is lost"),
  google_firestore_database: statefulLoss("data lost", "every document in it is lost"),
  google_spanner_instance: statefulLoss("data lost", "every database in it is lost"),
  google_container_cluster: statefulLoss("data lost", "everything that runs in it ends"),
  google_container_node_pool: servingLoss("high", "what runs on its nodes is moved or ends"),
  google_storage_bucket_object: servingLoss("medium", "the object is gone"),
  random_id: servingLoss("medium", "names that are made of it change"),
  random_string: servingLoss("medium", "names that are made of it change"),
  random_pet: servingLoss("medium", "names that are made of it change"),
  random_uuid: servingLoss("medium", "names that are made of it change"),
  random_integer: servingLoss("medium", "what is made of it changes"),
  random_password: servingLoss("high", "whoever signs in with it gets another one"),
  time_sleep: servingLoss("low", "nothing waits any more"),
  google_logging_metric: servingLoss("medium", "alerts that count by it fall silent"),
};

/** Parts of a load balancer that others lead to, see {@link Loss.isSwapped}. */
const SWAPPED: ReadonlySet<string> = new Set([
  "google_compute_backend_bucket",
  "google_compute_backend_service",
  "google_compute_health_check",
  "google_compute_instance_template",
  "google_compute_region_backend_service",
  "google_compute_region_health_check",
  "google_compute_region_network_endpoint_group",
  "google_compute_ssl_certificate",
  "google_compute_ssl_policy",
]);

/** What is lost with a resource of a type; undefined where the table lacks the type. */
export function lossOf(type: string): Loss | undefined {
  const loss = Object.hasOwn(LOSSES, type) ? LOSSES[type] : undefined;
  return loss && SWAPPED.has(type) ? { ...loss, isSwapped: true } : loss;
}
