import { CLOUD_SQL_METRICS } from "./cloud-sql";
import { LOAD_BALANCING_METRICS } from "./load-balancing";

/** The metrics of one of Google's services, as its list has them (https://cloud.google.com/monitoring/api/metrics_gcp). */
export interface MetricList {
  /** YYYY-MM-DD: what is newer may be missing. */
  readonly asOf: string;
  /**
   * Every monitored resource that the metrics are written to, but for those with a dot in their names.
   *
   * @default any
   */
  readonly resources?: readonly string[];
  /** Words apart by spaces: what follows the prefix. */
  readonly names: string;
}

/**
 * `run.googleapis.com/` → its list. What is not among those of a service here is not known to exist; of a service that is not
 * here nobody can say.
 */
export const METRIC_LISTS: Readonly<Record<string, MetricList>> = {
  "run.googleapis.com/": {
    asOf: "2026-11-29",
    resources: ["cloud_run_revision", "cloud_run_job", "cloud_run_worker_pool"],
    names: `request_count request_latencies request_latency/e2e_latencies request_latency/ingress_to_region
      request_latency/pending request_latency/response_egress request_latency/routing request_latency/user_execution
      container/billable_instance_time container/cpu/allocation_time container/cpu/usage container/cpu/utilizations
      container/memory/allocation_time container/memory/usage container/memory/utilizations container/instance_count
      container/max_request_concurrencies container/startup_latencies container/startup_latency
      container/network/received_bytes_count container/network/sent_bytes_count container/network/throttled_inbound_bytes_count
      container/network/throttled_inbound_packets_count container/network/throttled_outbound_bytes_count
      container/network/throttled_outbound_packets_count container/containers container/completed_probe_attempt_count
      container/completed_probe_count container/probe_attempt_latencies container/probe_latencies container/gpu/utilization
      container/gpu/memory_utilization container/gpu/memory_usages container/gpu/utilizations pending_queue/pending_requests
      infrastructure/cloudsql/connection_count infrastructure/cloudsql/connection_latencies
      infrastructure/cloudsql/connection_request_count infrastructure/cloudsql/received_bytes_count
      infrastructure/cloudsql/sent_bytes_count infrastructure/cloudsql/connection_refused_count
      job/completed_execution_count job/completed_task_attempt_count job/running_executions job/running_task_attempts
      scaling/recommended_instances container/cpu/allocation_utilization`,
  },
  "networksecurity.googleapis.com/": {
    asOf: "2026-11-29",
    resources: ["network_security_policy"],
    names: `https/request_count https/previewed_request_count l3/external/packet_count l3/external/preview_packet_count
      l4/external/packet_count tcp_ssl_proxy/new_connection_count tcp_ssl_proxy/previewed_new_connection_count
      ddos/attacks dos/ingress_bytes_count dos/ingress_packets_count dos/ingress_bytes dos/ingress_packets
      firewall_endpoint/received_bytes_count firewall_endpoint/received_packets_count firewall_endpoint/sent_bytes_count
      firewall_endpoint/sent_packets_count firewall_endpoint/threats_count firewall_endpoint/dropped_packets_count`,
  },
  "redis.googleapis.com/": {
    asOf: "2026-11-29",
    resources: ["redis_instance"],
    names: `clients/blocked clients/connected clients/maxclients clients/pubsub commands/calls commands/total_time
      commands/usec_per_call keyspace/avg_ttl keyspace/keys keyspace/keys_with_expiration persistence/rdb/bgsave_in_progress
      replication/master/slaves/lag replication/master/slaves/offset replication/master_repl_offset replication/offset_diff
      replication/role rdb/last_success_age rdb/last_status rdb/recovery/completion_time rdb/recovery/estimated_recovery_time
      rdb/recovery/last_duration rdb/recovery/last_status rdb/recovery/loaded_keys_count rdb/recovery/last_start_time
      rdb/recovery/remaining_time rdb/snapshot/attempt_count rdb/snapshot/estimated_rpo rdb/snapshot/in_progress
      rdb/snapshot/last_start_time rdb/snapshot/last_status rdb/snapshot/last_success_age rdb/snapshot/last_success_duration
      rdb/snapshot/time_since_success rdb/snapshot/time_to_next_run server/uptime stats/cache_hit_ratio stats/connections/total
      stats/cpu_utilization stats/cpu_utilization_main_thread stats/evicted_keys stats/expired_keys stats/keyspace_hits
      stats/keyspace_misses stats/memory/maxmemory stats/memory/system_memory_overload_duration
      stats/memory/system_memory_usage_ratio stats/memory/usage stats/memory/usage_ratio stats/network_traffic
      stats/pubsub/channels stats/pubsub/patterns stats/reject_connections_count stats/total_connections_received
      stats/connected_clients_per_client_type`,
  },
  "pubsub.googleapis.com/": {
    asOf: "2026-11-29",
    resources: ["pubsub_topic", "pubsub_subscription", "pubsub_snapshot"],
    names: `snapshot/backlog_bytes snapshot/backlog_bytes_by_region snapshot/config_updates_count snapshot/num_messages
      snapshot/num_messages_by_region snapshot/oldest_message_age snapshot/oldest_message_age_by_region
      subscription/ack_latencies subscription/ack_message_count subscription/backlog_bytes subscription/byte_cost
      subscription/config_updates_count subscription/dead_letter_message_count subscription/delivery_latency_health_score
      subscription/exactly_once_warning_count subscription/expired_ack_deadlines_count
      subscription/export_push_message_count subscription/mod_ack_deadline_message_count
      subscription/mod_ack_deadline_message_operation_count subscription/mod_ack_deadline_request_count
      subscription/nack_requests subscription/num_outstanding_messages subscription/num_retained_acked_messages
      subscription/num_retained_acked_messages_by_region subscription/num_unacked_messages_by_region
      subscription/num_undelivered_messages subscription/oldest_retained_acked_message_age
      subscription/oldest_retained_acked_message_age_by_region subscription/oldest_unacked_message_age
      subscription/oldest_unacked_message_age_by_region subscription/open_streaming_pulls
      subscription/pull_ack_message_operation_count subscription/pull_ack_request_count
      subscription/pull_message_operation_count subscription/pull_request_count subscription/push_request_count
      subscription/push_request_latencies subscription/retained_acked_bytes subscription/retained_acked_bytes_by_region
      subscription/seek_request_count subscription/sent_message_count subscription/streaming_pull_ack_message_operation_count
      subscription/streaming_pull_ack_request_count subscription/streaming_pull_message_operation_count
      subscription/streaming_pull_mod_ack_deadline_message_operation_count
      subscription/streaming_pull_mod_ack_deadline_request_count subscription/streaming_pull_response_count
      subscription/unacked_bytes_by_region subscription/message_transform_latencies topic/byte_cost
      topic/config_updates_count topic/message_sizes topic/num_retained_messages topic/num_retained_acked_messages_by_region
      topic/num_unacked_messages_by_region topic/oldest_retained_acked_message_age_by_region topic/oldest_unacked_message_age
      topic/oldest_unacked_message_age_by_region topic/oldest_retained_message_age topic/retained_bytes
      topic/retained_acked_bytes_by_region topic/schema_validation_latencies topic/send_message_operation_count
      topic/send_request_count topic/send_request_latencies topic/streaming_pull_response_count
      topic/unacked_bytes_by_region topic/message_transform_latencies topic/ingestion_byte_count topic/ingestion_message_count
      topic/ingestion_failure_count`,
  },
  "monitoring.googleapis.com/uptime_check/": {
    asOf: "2026-11-29",
    resources: [
      "uptime_url",
      "aws_ec2_instance",
      "aws_elb_load_balancer",
      "gce_instance",
      "cloud_run_revision",
      "gae_app",
      "k8s_service",
      "servicedirectory_service",
    ],
    names: "check_passed content_mismatch error_code http_status request_latency time_until_ssl_cert_expires",
  },
  "cloudsql.googleapis.com/database/": {
    asOf: "2026-04-10",
    resources: ["cloudsql_database", "cloudsql_instance_database"],
    names: CLOUD_SQL_METRICS,
  },
  "loadbalancing.googleapis.com/": {
    asOf: "2026-04-10",
    resources: [
      ...[
        "https_lb_rule",
        "http_external_regional_lb_rule",
        "internal_http_lb_rule",
        "l4_proxy_rule",
        "tcp_ssl_proxy_rule",
      ],
      ...["tcp_lb_rule", "udp_lb_rule", "internal_tcp_lb_rule", "internal_udp_lb_rule", "gce_subnetwork"],
    ],
    names: LOAD_BALANCING_METRICS,
  },
  // Entries of any resource are counted by most of them.
  "logging.googleapis.com/": {
    asOf: "2026-04-10",
    names: `billing/bytes_ingested billing/bytes_stored billing/log_bucket_bytes_ingested
      billing/log_bucket_monthly_bytes_ingested billing/monthly_bytes_ingested byte_count dropped_log_entry_count
      exports/byte_count exports/error_count exports/log_entry_count log_entry_count logs_based_metrics_error_count
      metric_label_cardinality metric_label_throttled metric_throttled time_series_count`,
  },
};
