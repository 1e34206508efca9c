import { plainPath } from "../google/paths";

/** Terraform type → path without indexes → field of the environment file; `*` stands for the name of the resource. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  google_cloud_run_v2_service: {
    "scaling.min_instance_count": 'services["*"].scaling.min',
    "template.scaling.min_instance_count": 'services["*"].scaling.min',
    "scaling.max_instance_count": 'services["*"].scaling.max',
    "template.scaling.max_instance_count": 'services["*"].scaling.max',
    "template.max_instance_request_concurrency": 'services["*"].concurrency',
    "traffic.revision": 'services["*"].pinnedRevision',
    "traffic.type": 'services["*"].pinnedRevision',
    "template.timeout": 'services["*"].requestTimeoutSeconds',
    "template.containers.resources.limits.cpu": 'services["*"].cpu',
    "template.containers.resources.limits.memory": 'services["*"].memoryMiB',
    "template.containers.ports.container_port": 'services["*"].port',
    "template.containers.startup_probe.failure_threshold": 'services["*"].probes.startup.failureThreshold',
    "template.containers.startup_probe.period_seconds": 'services["*"].probes.startup.periodSeconds',
    "template.containers.startup_probe.timeout_seconds": 'services["*"].probes.startup.timeoutSeconds',
    "template.containers.liveness_probe.failure_threshold": 'services["*"].probes.liveness.failureThreshold',
    "template.containers.liveness_probe.period_seconds": 'services["*"].probes.liveness.periodSeconds',
    "template.containers.liveness_probe.timeout_seconds": 'services["*"].probes.liveness.timeoutSeconds',
    "template.containers.readiness_probe.failure_threshold": 'services["*"].probes.readiness.failureThreshold',
    "template.containers.readiness_probe.period_seconds": 'services["*"].probes.readiness.periodSeconds',
    "template.containers.readiness_probe.success_threshold": 'services["*"].probes.readiness.successThreshold',
    "template.containers.readiness_probe.timeout_seconds": 'services["*"].probes.readiness.timeoutSeconds',
  },
  google_sql_database_instance: {
    "settings.tier": "database.tier",
    "settings.edition": "database.edition",
    "settings.availability_type": "database.availability",
    "settings.disk_autoresize_limit": "database.diskLimitGiB",
    "settings.database_flags.value": "database.maxConnections",
    "settings.backup_configuration.start_time": "database.backups.startTime",
    "settings.backup_configuration.transaction_log_retention_days": "database.backups.logDays",
    "settings.backup_configuration.backup_retention_settings.retained_backups": "database.backups.retained",
    "settings.maintenance_window.day": "database.maintenance.day",
    "settings.maintenance_window.hour": "database.maintenance.hour",
  },
  google_redis_instance: {
    memory_size_gb: "cache.memoryGiB",
    redis_version: "cache.version",
    tier: "cache.tier",
    "maintenance_policy.weekly_maintenance_window.day": "cache.maintenance.day",
    "maintenance_policy.weekly_maintenance_window.start_time.hours": "cache.maintenance.hour",
  },
  google_compute_subnetwork: { ip_cidr_range: "network.subnetCidr" },
  google_compute_security_policy: { "rule.rate_limit_options.rate_limit_threshold.count": "traffic" },
};

/** The field of the environment file that declares an attribute; undefined where a construct hardcodes it. */
export function adoptField(address: string, path: string): string | undefined {
  const [type = "", name = ""] = address.split(".");
  const field = Object.hasOwn(FIELDS, type) ? FIELDS[type]?.[plainPath(path)] : undefined;
  if (path.includes("database_flags") && !path.includes("max_connections")) return undefined;
  return field?.replace("*", name);
}
