import { SqlDatabase } from "@cdktf/provider-google/lib/sql-database";
import { SqlDatabaseInstance } from "@cdktf/provider-google/lib/sql-database-instance";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addLaterArguments, preventDeletion } from "./later-arguments";
import { DATABASE_ACCESS, DATABASE_INSIGHTS, DATABASE_PROTECTION, DATABASE_STATE } from "../google/hardened/cloud-sql";

/** PostgreSQL flags beside `max_connections`: what an investigation needs, without the text of statements. */
const LOG_FLAGS: Readonly<Record<string, string>> = {
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  // Statements hold users' data: `ddl` logs changes of the schema only.
  log_statement: "ddl",
  log_temp_files: "0",
};

/** Props of {@link Postgres}. */
export interface PostgresProps {
  readonly instanceName: string;
  readonly databaseName: string;
  readonly region: string;
  /** `projects/…/global/networks/…`, a literal: one unknown value inside `settings` would switch off the provider's own checks. */
  readonly networkId: string;
  readonly peeringRangeName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly version: string;
  readonly edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  readonly tier: string;
  readonly availability: "ZONAL" | "REGIONAL";
  readonly zone: string;
  readonly standbyZone?: string;
  readonly maxConnections: number;
  /** GiB. */
  readonly diskLimitGiB: number;
  readonly backups: { readonly startTime: string; readonly retained: number; readonly logDays: number };
  readonly maintenance: { readonly day: number; readonly hour: number };
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Cloud SQL for PostgreSQL: private address only, encrypted only, backed up to the second, twice protected. */
export class Postgres extends Construct {
  readonly instance: SqlDatabaseInstance;

  constructor(scope: Construct, id: string, props: PostgresProps) {
    super(scope, id);
    this.instance = new SqlDatabaseInstance(this, "Default", {
      name: props.instanceName,
      region: props.region,
      databaseVersion: props.version,
      deletionProtection: DATABASE_PROTECTION.terraformDeletionProtection.value,
      settings: {
        deletionProtectionEnabled: DATABASE_PROTECTION.deletionProtection.value,
        retainBackupsOnDelete: DATABASE_PROTECTION.retainBackupsOnDelete.value,
        edition: props.edition,
        tier: props.tier,
        availabilityType: props.availability,
        activationPolicy: DATABASE_STATE.activationPolicy.value,
        pricingPlan: "PER_USE",
        connectorEnforcement: "NOT_REQUIRED",
        userLabels: { ...props.labels },
        locationPreference: {
          zone: props.zone,
          ...(props.standbyZone !== undefined && { secondaryZone: props.standbyZone }),
        },
        diskType: "PD_SSD",
        diskAutoresize: true,
        // No disk_size: after the disk has grown by itself, a declared one would plan a replacement.
        diskAutoresizeLimit: props.diskLimitGiB,
        ipConfiguration: {
          ipv4Enabled: DATABASE_ACCESS.ipv4Enabled.value,
          privateNetwork: props.networkId,
          allocatedIpRange: props.peeringRangeName,
          sslMode: DATABASE_ACCESS.sslMode.value,
          serverCaMode: DATABASE_ACCESS.serverCaMode.value,
          enablePrivatePathForGoogleCloudServices: false,
        },
        backupConfiguration: {
          enabled: DATABASE_PROTECTION.backups.value,
          pointInTimeRecoveryEnabled: DATABASE_PROTECTION.pointInTimeRecovery.value,
          startTime: props.backups.startTime,
          transactionLogRetentionDays: props.backups.logDays,
          backupRetentionSettings: { retainedBackups: props.backups.retained, retentionUnit: "COUNT" },
        },
        maintenanceWindow: { day: props.maintenance.day, hour: props.maintenance.hour, updateTrack: "stable" },
        insightsConfig: {
          queryInsightsEnabled: DATABASE_INSIGHTS.queryInsights.value,
          queryStringLength: 1024,
          queryPlansPerMinute: 5,
          recordApplicationTags: true,
          // Client addresses are personal data, and all of them would be the services' own.
          recordClientAddress: false,
        },
        databaseFlags: [
          { name: "max_connections", value: String(props.maxConnections) },
          ...Object.entries(LOG_FLAGS).map(([name, value]) => ({ name, value })),
        ],
      },
      lifecycle: { preventDestroy: true },
      dependsOn: [...props.dependsOn],
    });
    const { finalBackup, finalBackupDays } = DATABASE_PROTECTION;
    preventDeletion(this.instance);
    addLaterArguments(this.instance, "google_sql_database_instance", {
      final_backup_description: `the last of ${props.instanceName}`,
      "settings.final_backup_config": { enabled: finalBackup.value, retention_days: finalBackupDays.value },
    });
    const database = new SqlDatabase(this, "database", {
      name: props.databaseName,
      instance: this.instance.name,
      charset: "UTF8",
      collation: "en_US.UTF8",
    });
    preventDeletion(database);
  }
}
