import { consequencesOf } from "../../review/consequences";
import type { Severity } from "../../report/severity";
import { create, update, type Json } from "../support/change";

/** What a change does on types that other teams have, and this program does not declare. */

type Case = readonly [type: string, path: string, before: unknown, after: unknown, severity: Severity, text: string];

/** A value at a path, with blocks as Terraform writes them: `a.b` → `{ a: [{ b }] }`. */
const at = (path: string, value: unknown): Json =>
  path
    .split(".")
    .reduceRight<unknown>(
      (inner, step, index, steps) => ({ [step]: index === steps.length - 1 ? inner : [inner] }),
      value,
    ) as Json;

const MACHINE = "google_compute_instance";
const GROUP = "google_compute_region_instance_group_manager";
const SCALER = "google_compute_region_autoscaler";
const CLUSTER = "google_container_cluster";
const POOL = "google_container_node_pool";
const FUNCTION = "google_cloudfunctions2_function";
const FIRST = "google_cloudfunctions_function";
const SCHEDULE = "google_cloud_scheduler_job";
const QUEUE = "google_cloud_tasks_queue";
const BUILD = "google_cloudbuild_trigger";
const TABLE = "google_bigquery_table";
const DATASET = "google_bigquery_dataset";
const ALLOYDB = "google_alloydb_instance";
const ROLE = "google_project_iam_custom_role";
const BUCKET = "google_storage_bucket";
const ZONE = "google_dns_managed_zone";

const CASES: readonly Case[] = [
  [MACHINE, "machine_type", "e2-small", "e2-medium", "high", "the apply fails here until allow_stopping_for_update"],
  [MACHINE, "desired_status", "RUNNING", "TERMINATED", "critical", "the machine is stopped"],
  [MACHINE, "desired_status", "TERMINATED", "RUNNING", "medium", "the machine is started"],
  [MACHINE, "deletion_protection", true, false, "high", "nothing protects the machine"],
  [MACHINE, "tags", ["a"], ["b"], "high", "other firewall rules and routes"],
  [MACHINE, "metadata", { a: "1" }, { a: "2" }, "medium", "reads other metadata"],
  [MACHINE, "scheduling.preemptible", false, true, "medium", "at other times"],
  ["google_compute_disk", "size", 10, 20, "low", "the disk grows"],
  ["google_compute_region_disk", "provisioned_iops", 900, 500, "medium", "waits longer"],
  [GROUP, "version.instance_template", "a", "b", "high", "made anew from another template"],
  [GROUP, "target_size", 4, 2, "high", "2 instead of 4 machines: the others end"],
  [GROUP, "target_size", 2, 4, "low", "4 instead of 2 machines"],
  [GROUP, "auto_healing_policies.initial_delay_sec", 300, 30, "high", "judged by another check, or sooner"],
  [GROUP, "named_port.port", 80, 8080, "high", "send requests to another one"],
  [GROUP, "update_policy.type", "PROACTIVE", "OPPORTUNISTIC", "medium", "rolled out otherwise"],
  [GROUP, "stateful_disk.delete_rule", "NEVER", "ON_PERMANENT_INSTANCE_DELETION", "high", "what is not kept is lost"],
  [SCALER, "autoscaling_policy.max_replicas", 10, 3, "high", "at most 3 instead of 10 machines"],
  [SCALER, "autoscaling_policy.min_replicas", 3, 1, "medium", "at least 1 instead of 3 machines"],
  [SCALER, "autoscaling_policy.min_replicas", 1, 3, "low", "they cost more"],
  [SCALER, "autoscaling_policy.mode", "ON", "OFF", "high", "keeps its size"],
  [SCALER, "autoscaling_policy.cooldown_period", 60, 90, "medium", "at another load"],
  ["google_compute_health_check", "http_health_check.port", 80, 8080, "high", "machines are asked otherwise"],
  ["google_compute_region_health_check", "timeout_sec", 5, 1, "medium", "sooner or later"],
  ["google_compute_health_check", "log_config.enable", true, false, "low", "not logged any more"],
  [CLUSTER, "deletion_protection", true, false, "high", "nothing protects the cluster"],
  [CLUSTER, "min_master_version", "1.30", "1.31", "high", "cannot go back"],
  [CLUSTER, "release_channel.channel", "STABLE", "RAPID", "medium", "earlier or later"],
  [
    CLUSTER,
    "master_authorized_networks_config.cidr_blocks",
    [{ cidr_block: "10.0.0.0/8" }],
    [],
    "high",
    "other networks",
  ],
  [CLUSTER, "private_cluster_config.enable_private_endpoint", true, false, "high", "reached otherwise"],
  [CLUSTER, "workload_identity_config.workload_pool", "p.svc.id.goog", "", "high", "sign in to Google otherwise"],
  [CLUSTER, "network_policy.enabled", true, false, "high", "network policies"],
  [CLUSTER, "enable_legacy_abac", false, true, "critical", "everything in it"],
  [CLUSTER, "logging_service", "logging.googleapis.com/kubernetes", "none", "medium", "fall silent"],
  [CLUSTER, "node_locations", ["a", "b"], ["a"], "high", "disks of one zone cannot follow"],
  [CLUSTER, "addons_config.http_load_balancing.disabled", false, true, "medium", "what relies on them stops"],
  [CLUSTER, "maintenance_policy.recurring_window.recurrence", "a", "b", "medium", "at other times"],
  [POOL, "autoscaling.max_node_count", 5, 3, "high", "at most 3 instead of 5 nodes"],
  [POOL, "node_count", 3, 1, "high", "1 instead of 3 nodes"],
  [POOL, "node_count", 1, 3, "low", "another size"],
  [POOL, "version", "1.30", "1.31", "high", "another version of Kubernetes"],
  [POOL, "node_config.machine_type", "e2-small", "e2-medium", "high", "every node is made anew"],
  [POOL, "management.auto_repair", true, false, "medium", "is not replaced"],
  [POOL, "management.auto_upgrade", true, false, "medium", "no fixes"],
  [POOL, "upgrade_settings.max_surge", 1, 3, "medium", "the next upgrade"],
  [
    "google_binary_authorization_policy",
    "default_admission_rule.evaluation_mode",
    "REQUIRE_ATTESTATION",
    "ALWAYS_ALLOW",
    "high",
    "any image may be deployed",
  ],
  [FUNCTION, "service_config.ingress_settings", "ALLOW_INTERNAL_ONLY", "ALLOW_ALL", "high", "whole internet reaches"],
  [FUNCTION, "service_config.ingress_settings", "ALLOW_ALL", "ALLOW_INTERNAL_ONLY", "high", "fewer networks"],
  [FUNCTION, "service_config.max_instance_count", 10, 2, "high", "at most 2 instead of 10 instances"],
  [FUNCTION, "service_config.timeout_seconds", 300, 60, "high", "60 s instead of 300 s"],
  [FUNCTION, "service_config.available_memory", "1Gi", "256Mi", "medium", "one that needs more is killed"],
  [FUNCTION, "service_config.service_account_email", "a", "b", "high", "runs as another account"],
  [FUNCTION, "service_config.environment_variables", { A: "1" }, { A: "2" }, "medium", "other variables or secrets"],
  [FUNCTION, "service_config.vpc_connector", "a", "b", "high", "leaves by another way"],
  [FUNCTION, "build_config.runtime", "python312", "python313", "medium", "built anew"],
  [FUNCTION, "event_trigger.retry_policy", "RETRY_POLICY_RETRY", "RETRY_POLICY_DO_NOT_RETRY", "high", "other events"],
  [FIRST, "source_archive_object", "a.zip", "b.zip", "medium", "built anew"],
  [FIRST, "max_instances", 10, 2, "high", "at most 2 instead of 10"],
  [FIRST, "event_trigger.failure_policy.retry", false, true, "medium", "comes again for days"],
  ["google_cloud_run_v2_worker_pool", "scaling.manual_instance_count", 3, 1, "high", "1 instead of 3 instances"],
  ["google_cloud_run_v2_worker_pool", "template.containers.image", "a", "b", "medium", "a new revision"],
  [SCHEDULE, "paused", false, true, "high", "starts nothing"],
  [SCHEDULE, "schedule", "0 1 * * *", "0 2 * * *", "medium", "at other times"],
  [SCHEDULE, "attempt_deadline", "600s", "60s", "high", "60 s instead of 600 s"],
  [SCHEDULE, "retry_config.retry_count", 3, 0, "medium", "tried otherwise"],
  [SCHEDULE, "http_target.uri", "https://a", "https://b", "high", "calls something else"],
  [QUEUE, "rate_limits.max_dispatches_per_second", 500, 5, "high", "pile up"],
  [QUEUE, "desired_state", "RUNNING", "PAUSED", "high", "kept and not done"],
  [QUEUE, "retry_config.max_attempts", 100, 1, "medium", "given up is gone"],
  [BUILD, "disabled", false, true, "high", "nothing is built"],
  [BUILD, "service_account", "a", "b", "high", "run as another account"],
  [BUILD, "approval_config.approval_required", true, false, "high", "without anybody's approval"],
  [BUILD, "github.push.branch", "^main$", ".*", "high", "other branches"],
  [BUILD, "filename", "a.yaml", "b.yaml", "medium", "do something else"],
  ["google_workflows_workflow", "source_contents", "a", "b", "medium", "the next execution"],
  ["google_workflows_workflow", "service_account", "a", "b", "high", "run as another account"],
  ["google_eventarc_trigger", "service_account", "a", "b", "high", "nothing starts"],
  [DATASET, "default_table_expiration_ms", null, 3600000, "high", "deleted sooner"],
  [DATASET, "max_time_travel_hours", "168", "48", "medium", "48 h instead of 168 h"],
  [DATASET, "delete_contents_on_destroy", false, true, "high", "takes every table"],
  [DATASET, "access.role", "READER", "WRITER", "high", "the list is whole"],
  [TABLE, "deletion_protection", true, false, "high", "nothing protects the table"],
  [TABLE, "time_partitioning.expiration_ms", 7200000, 3600000, "critical", "those that are older at once"],
  [TABLE, "schema", "[]", '[{"name":"a"}]', "high", "other columns"],
  [TABLE, "view.query", "select 1", "select 2", "high", "the view answers otherwise"],
  ["google_spanner_instance", "processing_units", 1000, 100, "high", "100 instead of 1000"],
  ["google_spanner_instance", "force_destroy", false, true, "high", "takes its backups along"],
  ["google_spanner_database", "enable_drop_protection", true, false, "critical", "nothing protects it"],
  ["google_spanner_database", "version_retention_period", "7d", "1h", "medium", "an earlier state"],
  ["google_spanner_database", "ddl", ["a"], ["a", "b"], "high", "one that changed or went replaces the database"],
  ["google_alloydb_cluster", "deletion_protection", true, false, "critical", "nothing protects it"],
  ["google_alloydb_cluster", "continuous_backup_config.enabled", true, false, "critical", "nobody makes backups"],
  [
    "google_alloydb_cluster",
    "automated_backup_policy.backup_window",
    "3600s",
    "1800s",
    "high",
    "backups are made at other",
  ],
  ["google_alloydb_cluster", "database_version", "POSTGRES_15", "POSTGRES_16", "critical", "cannot go back"],
  [ALLOYDB, "machine_config.cpu_count", 2, 4, "high", "the instance restarts"],
  [ALLOYDB, "availability_type", "REGIONAL", "ZONAL", "high", "one zone only"],
  [ALLOYDB, "network_config.enable_public_ip", false, true, "high", "a public address"],
  [ALLOYDB, "client_connection_config.require_connectors", true, false, "high", "without TLS"],
  [
    "google_firestore_database",
    "delete_protection_state",
    "DELETE_PROTECTION_ENABLED",
    "DELETE_PROTECTION_DISABLED",
    "critical",
    "nothing protects it",
  ],
  [
    "google_firestore_database",
    "point_in_time_recovery_enablement",
    "POINT_IN_TIME_RECOVERY_ENABLED",
    "POINT_IN_TIME_RECOVERY_DISABLED",
    "high",
    "for an hour instead of seven days",
  ],
  ["google_bigtable_instance", "deletion_protection", true, false, "critical", "nothing protects it"],
  ["google_bigtable_instance", "cluster.num_nodes", 3, 1, "high", "1 instead of 3 nodes"],
  ["google_monitoring_uptime_check_config", "http_check.path", "/a", "/b", "high", "it asks something else"],
  ["google_monitoring_uptime_check_config", "period", "60s", "300s", "medium", "sooner or later"],
  ["google_logging_metric", "filter", "a", "b", "high", "counts other lines"],
  ["google_logging_metric", "label_extractors", { a: "x" }, { b: "x" }, "high", "fall silent"],
  ["google_logging_folder_sink", "disabled", false, true, "high", "nothing is sent"],
  ["google_logging_project_sink", "destination", "a", "b", "high", "they are lost"],
  ["google_logging_organization_sink", "filter", "a", "b", "medium", "other lines are sent"],
  ["google_logging_project_exclusion", "filter", "a", "b", "high", "never stored"],
  ["google_logging_project_bucket_config", "retention_days", 30, 7, "high", "7 days instead of 30 days"],
  ["google_logging_project_bucket_config", "locked", false, true, "high", "you neither"],
  [
    "google_billing_budget",
    "amount.specified_amount.units",
    "100",
    "900",
    "medium",
    "told of the cost at another point",
  ],
  [ROLE, "permissions", ["a.b.c", "a.b.d"], ["a.b.c"], "high", "may do less"],
  [ROLE, "permissions", ["a.b.c"], ["a.b.c", "a.b.d"], "medium", "may do more"],
  [ROLE, "stage", "GA", "DISABLED", "high", "allows nothing"],
  ["google_org_policy_policy", "spec.rules.enforce", "TRUE", "FALSE", "high", "other things are allowed or refused"],
  ["google_project", "billing_account", "a", "b", "critical", "another account pays"],
  ["google_project", "folder_id", "1", "2", "high", "inherits other grants"],
  [ZONE, "dnssec_config.state", "on", "off", "critical", "not signed any more"],
  [ZONE, "dnssec_config.non_existence", "nsec", "nsec3", "high", "signed otherwise"],
  [ZONE, "private_visibility_config.networks.network_url", "a", "b", "high", "other networks see its names"],
  [BUCKET, "cors.origin", ["https://a"], ["*"], "medium", "from other sites"],
  [BUCKET, "website.main_page_suffix", "a", "b", "medium", "another page"],
  [BUCKET, "encryption.default_kms_key_name", "a", "b", "medium", "another key"],
  [BUCKET, "storage_class", "STANDARD", "NEARLINE", "low", "cost otherwise"],
  [BUCKET, "requester_pays", false, true, "high", "is refused"],
  [BUCKET, "ip_filter.mode", "Disabled", "Enabled", "high", "gets 403"],
  ["google_compute_region_url_map", "default_service", "a", "b", "high", "lead elsewhere"],
  ["google_compute_region_target_https_proxy", "url_map", "a", "b", "high", "routed by another map"],
  ["google_compute_region_backend_service", "security_policy", "a", "", "critical", "Cloud Armor is detached"],
  ["google_compute_region_ssl_policy", "min_tls_version", "TLS_1_2", "TLS_1_0", "high", "weak versions"],
  ["google_compute_region_security_policy", "rules.action", "deny(403)", "allow", "high", "let through"],
  ["google_compute_forwarding_rule", "backend_service", "a", "b", "high", "leads elsewhere"],
  ["google_compute_forwarding_rule", "allow_global_access", true, false, "medium", "cut off"],
  [
    "google_compute_network_firewall_policy_rule",
    "match.src_ip_ranges",
    ["10.0.0.0/8"],
    ["0.0.0.0/0"],
    "high",
    "opened",
  ],
  ["google_compute_region_network_firewall_policy_rule", "enable_logging", true, false, "low", "logged"],
];

test.each(CASES)("%s %s: %p → %p is %s", (type, path, before, after, severity, text) => {
  const told = consequencesOf(update(type, at(path, before), at(path, after)), "production");
  expect(told).toContainEqual(expect.objectContaining({ severity, text: expect.stringContaining(text) as string }));
});

test("where the provider may stop the machine, it does", () => {
  const side = (type: string): Json => ({ machine_type: type, allow_stopping_for_update: true });
  const [worst] = consequencesOf(update(MACHINE, side("e2-small"), side("e2-medium")), "production");
  expect(worst?.text).toContain("is stopped and started");
});

test.each([
  ["gets", undefined, [{ network_tier: "PREMIUM" }], "gets a public address"],
  ["loses", [{ network_tier: "PREMIUM" }], undefined, "loses its public address"],
])("a machine that %s a public address", (_, before, after, text) => {
  const side = (access: unknown): Json => ({
    network_interface: [{ network: "n", ...(access !== undefined && { access_config: access }) }],
  });
  const told = consequencesOf(update(MACHINE, side(before), side(after)), "production");
  expect(told.map((each) => each.text).join()).toContain(text);
});

test.each([
  [GROUP, { auto_healing_policies: [{ health_check: "h" }] }, {}, "a machine that hangs is not replaced any more"],
  [
    CLUSTER,
    { master_authorized_networks_config: [{ cidr_blocks: [{ cidr_block: "10.0.0.0/8" }] }] },
    {},
    "the control plane answers from every address",
  ],
])("%s without its block", (type, before, after, text) => {
  const told = consequencesOf(update(type, before, after), "production");
  expect(told.map((each) => each.text).join()).toContain(text);
});

test.each([ROLE, "google_org_policy_policy", FUNCTION, ALLOYDB, CLUSTER])(
  "a new %s opens nothing by these rows",
  (type) => {
    const after = {
      ...{ permissions: ["a.b.c"], spec: [{ rules: [{ enforce: "TRUE" }] }] },
      ...{ service_config: [{ ingress_settings: "ALLOW_ALL" }], network_config: [{ enable_public_ip: true }] },
    };
    expect(consequencesOf(create(type, after), "production").map(({ severity }) => severity)).toEqual(["low"]);
  },
);
