import { sqlFormRules } from "../../policy/packs/google/stores/cloud-sql-forms";
import { sqlUserRules } from "../../policy/packs/google/stores/cloud-sql-users";
import { describeArea } from "../support/area";

const POSTGRES = "google_sql_database_instance.postgres";
const MYSQL = "google_sql_database_instance.mysql";
const REPLICA = "google_sql_database_instance.replica";
const SERVER = "google_sql_database_instance.server";
const ACCOUNT = "google_sql_user.account";
const USER = "google_sql_user.chat";
const DATABASE = "google_sql_database.chat";

const flag = (value: string) => [{ name: "cloudsql.iam_authentication", value }];
const backups = { enabled: true, backup_retention_settings: { retained_backups: 14 } };

describeArea({
  rules: [...sqlUserRules, ...sqlFormRules],
  estate: {
    [POSTGRES]: {
      name: "postgres",
      database_version: "POSTGRES_17",
      settings: {
        disk_type: "PD_SSD",
        disk_size: 20,
        disk_autoresize_limit: 0,
        backup_configuration: backups,
        database_flags: flag("on"),
      },
    },
    [MYSQL]: {
      name: "mysql",
      database_version: "MYSQL_8_4",
      settings: { backup_configuration: { enabled: true, binary_log_enabled: true } },
    },
    [REPLICA]: { name: "replica", database_version: "MYSQL_8_4", master_instance_name: "mysql" },
    [SERVER]: { name: "server", database_version: "SQLSERVER_2022_STANDARD", settings: { tier: "db-custom-2-7680" } },
    [ACCOUNT]: { name: "run@p.iam", type: "CLOUD_IAM_SERVICE_ACCOUNT", instance: "postgres" },
    [USER]: { name: "chat", instance: "postgres", password_wo_version: 1 },
    [DATABASE]: { name: "chat", instance: "postgres", charset: "UTF8", collation: "en_US.UTF8" },
  },
  broken: [
    ["sql-iam-user-name", ACCOUNT, "name", "run@p.iam.gserviceaccount.com", "without it allowed"],
    ["sql-iam-user-flag", POSTGRES, "settings.database_flags", [], "that flag needed"],
    ["sql-iam-user-flag", POSTGRES, "settings.database_flags", flag("off"), "on needed"],
    ["sql-user-host", USER, "host", "10.%", "of another engine"],
    ["sql-charset", DATABASE, "charset", "utf8mb4", "UTF8 allowed"],
    ["sql-charset", DATABASE, "collation", "utf8mb4_general_ci", "UTF8 allowed"],
    ["sql-binary-log-engine", POSTGRES, "settings.backup_configuration.binary_log_enabled", true, "true found"],
    ["sql-server-tier", SERVER, "settings.tier", "db-f1-micro", "db-custom allowed"],
    ["sql-disk-room", POSTGRES, "settings.disk_autoresize_limit", 20, "20 found"],
    ["sql-disk-type", POSTGRES, "settings.disk_type", "PD_HDD", "PD_SSD allowed"],
    [
      "sql-backup-count",
      POSTGRES,
      "settings.backup_configuration.backup_retention_settings.retained_backups",
      1,
      "1 found",
    ],
    ["sql-replica-source", MYSQL, "settings.backup_configuration.binary_log_enabled", false, "without a binary log"],
    ["sql-replica-source", MYSQL, "settings.backup_configuration.enabled", false, "without backups"],
  ],
  held: [
    [POSTGRES, "settings.disk_autoresize_limit", 100],
    [DATABASE, "collation", undefined],
    [USER, "type", "BUILT_IN"],
    // MySQL cuts the address itself.
    [ACCOUNT, "", { name: "run@p.iam.gserviceaccount.com", type: "CLOUD_IAM_SERVICE_ACCOUNT", instance: "elsewhere" }],
  ],
  unknown: [
    ["sql-iam-user-name", ACCOUNT, "name"],
    ["sql-iam-user-flag", POSTGRES, "settings.database_flags.0.value"],
    ["sql-binary-log-engine", POSTGRES, "settings.backup_configuration.binary_log_enabled"],
    ["sql-server-tier", SERVER, "settings.tier"],
    ["sql-disk-room", POSTGRES, "settings.disk_autoresize_limit"],
    ["sql-disk-type", POSTGRES, "settings.disk_type"],
    ["sql-replica-source", MYSQL, "settings.backup_configuration.binary_log_enabled"],
  ],
});
