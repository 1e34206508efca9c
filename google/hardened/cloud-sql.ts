import type { HardenedRows } from "./row";

const INSTANCE = "google_sql_database_instance";
const INSTANCE_API = "https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/instances";
const FINAL_BACKUP = "https://cloud.google.com/sql/docs/postgres/backup-recovery/final-backup";
const DELETION = "https://cloud.google.com/sql/docs/postgres/deletion-protection";

/** How the instance is reached: at a private address, over TLS. */
export const DATABASE_ACCESS = {
  ipv4Enabled: {
    type: INSTANCE,
    path: "settings[0].ip_configuration[0].ipv4_enabled",
    api: "settings.ipConfiguration.ipv4Enabled",
    value: false,
    default: true,
    reason: "With a public address every host of the internet may knock, and Cloud Run connects there.",
    source: "https://cloud.google.com/sql/docs/postgres/configure-ip",
  },
  sslMode: {
    type: INSTANCE,
    path: "settings[0].ip_configuration[0].ssl_mode",
    api: "settings.ipConfiguration.sslMode",
    value: "ENCRYPTED_ONLY",
    default: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
    reason: "Without it clients may send passwords and rows in plaintext.",
    source: "https://cloud.google.com/sql/docs/postgres/configure-ssl-instance",
  },
  serverCaMode: {
    type: INSTANCE,
    path: "settings[0].ip_configuration[0].server_ca_mode",
    api: "settings.ipConfiguration.serverCaMode",
    value: "GOOGLE_MANAGED_INTERNAL_CA",
    default: "GOOGLE_MANAGED_INTERNAL_CA",
    reason: "Cloud Run's built-in connection knows this authority only.",
    source: "https://cloud.google.com/sql/docs/postgres/connect-run",
  },
} as const satisfies HardenedRows;

/** What keeps data: backups, the way back to a second, and the guards before a deletion. */
export const DATABASE_PROTECTION = {
  terraformDeletionProtection: {
    type: INSTANCE,
    path: "deletion_protection",
    value: true,
    default: true,
    reason: "Terraform refuses a plan that destroys the instance.",
    source:
      "https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/sql_database_instance#deletion_protection",
  },
  deletionProtection: {
    type: INSTANCE,
    path: "settings[0].deletion_protection_enabled",
    api: "settings.deletionProtectionEnabled",
    value: true,
    default: false,
    reason: "Google refuses a deletion by whoever asks, in the console too.",
    source: DELETION,
  },
  retainBackupsOnDelete: {
    type: INSTANCE,
    path: "settings[0].retain_backups_on_delete",
    api: "settings.retainBackupsOnDelete",
    value: true,
    default: false,
    reason: "Otherwise the backups go with the instance.",
    source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/manage-standard-backups",
  },
  finalBackup: {
    type: INSTANCE,
    path: "settings[0].final_backup_config[0].enabled",
    api: "settings.finalBackupConfig.enabled",
    value: true,
    default: false,
    reason: "Whoever deletes the instance in the end, the state of its last minute can be restored.",
    source: FINAL_BACKUP,
  },
  finalBackupDays: {
    type: INSTANCE,
    path: "settings[0].final_backup_config[0].retention_days",
    api: "settings.finalBackupConfig.retentionDays",
    value: 30,
    default: 0,
    reason: "A month, in which the loss of what is used once a month is noticed too.",
    source: FINAL_BACKUP,
  },
  backups: {
    type: INSTANCE,
    path: "settings[0].backup_configuration[0].enabled",
    api: "settings.backupConfiguration.enabled",
    value: true,
    default: false,
    reason: "What is lost without a backup stays lost.",
    source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups",
  },
  pointInTimeRecovery: {
    type: INSTANCE,
    path: "settings[0].backup_configuration[0].point_in_time_recovery_enabled",
    api: "settings.backupConfiguration.pointInTimeRecoveryEnabled",
    value: true,
    default: false,
    reason: "Without the write-ahead log a bad migration costs everything since the last nightly backup.",
    source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/pitr",
  },
} as const satisfies HardenedRows;

/** Whether the instance runs. */
export const DATABASE_STATE = {
  activationPolicy: {
    type: INSTANCE,
    path: "settings[0].activation_policy",
    api: "settings.activationPolicy",
    value: "ALWAYS",
    default: "ALWAYS",
    reason: "NEVER stops the instance, and every service with it.",
    source: INSTANCE_API,
  },
} as const satisfies HardenedRows;

/** What an investigation needs afterwards. */
export const DATABASE_INSIGHTS = {
  queryInsights: {
    type: INSTANCE,
    path: "settings[0].insights_config[0].query_insights_enabled",
    api: "settings.insightsConfig.queryInsightsEnabled",
    value: true,
    default: false,
    reason: "A pool that runs full is a slow query first, and without insights nobody can name it afterwards.",
    source: "https://cloud.google.com/sql/docs/postgres/using-query-insights",
  },
} as const satisfies HardenedRows;
